"""The running service of the tests in a browser, with what they do to it from outside."""

import sqlite3
from dataclasses import dataclass, field

from service import Service

from broker.kafka_local import LocalKafka


@dataclass
class Installed:
    """A started service and its Kafka.

    Attributes:
        key: an API key of all parties, that may send what is old.
    """

    service: Service
    kafka: LocalKafka
    key: str = field(init=False)

    def __post_init__(self) -> None:
        self.key = self.service.key(historikk=True)

    @property
    def console(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.service.console_port}"

    def send(self, raw: bytes) -> str:
        """Post one message; the AppRec."""
        answer = self.service.post(raw, self.key)
        assert answer.status_code == 200, answer.text
        return answer.text

    def count(self, table: str) -> int:
        """Rows of a table of the store."""
        with sqlite3.connect(f"file:{self.service.home / 'plo.db'}?mode=ro", uri=True) as store:
            (found,) = store.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - our own names
        store.close()
        return int(found)
