"""A service with a ward of patients, dead letters and users, as the console is tried and pictured with."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from consoles import add_user
from servers import kafka_server
from service import Service, running, until
from ward import WARD, messages, refused

from adapters.store import Store
from broker.kafka_local import LocalKafka

USERS = {"kari": "koordinator", "lise": "leser", "dag": "drift", "alma": "admin"}
LIMIT_S = 60.0


@dataclass
class Installed:
    """A started service and its Kafka, which can be stopped while the service runs.

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
        with closing(sqlite3.connect(f"file:{self.service.home / 'plo.db'}?mode=ro", uri=True)) as store:
            (found,) = store.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - our own names
        return int(found)


@contextmanager
def installation(folder: Path) -> Iterator[Installed]:
    """Started, filled, and ended whatever happens. Not inside a running event loop."""
    home, now = folder / "hjem", datetime.now(UTC)
    kafka = kafka_server(folder / "kafka")
    try:
        with running(home, PLO_KAFKA=kafka.address) as service:
            asyncio.run(_users(home))
            made = Installed(service, kafka)
            for _, xml in messages(now):
                made.send(xml)
            wrong = list(refused(now))
            for xml in wrong:
                made.send(xml)
            until(
                lambda: (made.count("board"), made.count("cases")) == (len(WARD), len(wrong)),
                LIMIT_S,
                lambda: f"not all there:\n{service.screen()}",
            )
            yield made
    finally:
        kafka.stop()


async def _users(home: Path) -> None:
    store = await Store.open(f"sqlite:///{home / 'plo.db'}")
    try:
        for name, role in USERS.items():
            await add_user(store, name, role)
        await add_user(store, "harald", "leser", kommuner=frozenset({"5503"}))
    finally:
        await store.close()
