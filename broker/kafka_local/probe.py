"""Does a Kafka answer, and is it ours? And who holds a port?

An open port is not an answer: a broker takes connections before it can serve, and the port may be
somebody else's. So we ask for metadata (v2, which tells the cluster id) and read who answers.
"""

import socket
import struct
from dataclasses import dataclass

import psutil

from broker.kafka_local.config import HOST
from broker.kafka_local.errors import KafkaUnavailable

TIMEOUT_S = 2.0

_METADATA, _VERSION, _NO_CLIENT_ID, _NO_TOPICS = 3, 2, -1, 0
_REQUEST = struct.pack(">hhihi", _METADATA, _VERSION, 1, _NO_CLIENT_ID, _NO_TOPICS)


@dataclass(frozen=True)
class Answer:
    """What a broker says of itself.

    Attributes:
        brokers: how many brokers are ready to serve
        cluster_id: which cluster it belongs to
    """

    brokers: int
    cluster_id: str | None


def ask(port: int) -> Answer | None:
    """Metadata from the Kafka on this port of this machine; None when none answers within 2 s."""
    try:
        with socket.create_connection((HOST, port), timeout=TIMEOUT_S) as connection:
            connection.sendall(struct.pack(">i", len(_REQUEST)) + _REQUEST)
            with connection.makefile("rb") as stream:
                (size,) = struct.unpack(">i", stream.read(4))
                return _read(stream.read(size)) if 0 < size < 65_536 else None
    except (OSError, struct.error, UnicodeDecodeError):
        return None


def _read(body: bytes) -> Answer:
    """Brokers (id, host, port, rack), then the cluster id. The correlation id comes first."""
    (brokers,) = struct.unpack_from(">i", body, 4)
    at = 8
    for _ in range(brokers):
        _, at = _string(body, at + 4)  # past the node id
        _, at = _string(body, at + 4)  # past the port
    cluster_id, _ = _string(body, at)
    return Answer(brokers, cluster_id)


def _string(body: bytes, at: int) -> tuple[str | None, int]:
    (length,) = struct.unpack_from(">h", body, at)
    end = at + 2 + max(length, 0)
    return (None if length < 0 else body[at + 2 : end].decode()), end


def free(port: int) -> bool:
    """Whether Kafka could listen on this port of this machine now."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, port))
        except OSError:
            return False
        return True


def holder(port: int) -> str:
    """Who listens on the port: 'postgres, prosess 812'; 'ukjent' when the system will not tell."""
    try:
        for connection in psutil.net_connections("tcp"):
            if connection.laddr and connection.laddr.port == port and connection.pid:
                return f"{psutil.Process(connection.pid).name()}, prosess {connection.pid}"
    except psutil.Error:
        pass
    return "ukjent"


def require(port: int, setting: str) -> None:
    """Insist that the port is free; `setting` is what the user would change to choose another.

    Raises:
        KafkaUnavailable: somebody has it; says who, when the system tells.
    """
    if not free(port):
        raise KafkaUnavailable(
            f"Port {port} på {HOST} er opptatt av et annet program ({holder(port)}), og Kafka trenger den. "
            f"Stopp programmet, eller velg en annen port med {setting}."
        )
