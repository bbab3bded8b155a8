"""The whole line, and all that it lets out: where a canary would be heard."""

import io
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import httpx
from canaries import PRIVATE, heard
from canary_places import ALL
from fakes import Clock, FakeProducer
from judging import context
from sqlalchemy import text

from adapters import metrics
from adapters.inbox.callers import Callers
from adapters.inbox.http import Intake
from adapters.kafka.burial import Burial
from adapters.kafka.records import Incoming, Record
from adapters.ledger import Ledger
from adapters.receive import Door, Source
from adapters.store import Store
from consumers.clock import Clock as Ticker
from consumers.detect import Detect
from consumers.route import Route
from consumers.settle import Settler
from schemas.agreements import Agreement


class Anybody(frozenset[str]):
    """Speaks for whoever it says."""

    def __contains__(self, _: object) -> bool:
        return True


@dataclass
class FailingProducer(FakeProducer):
    """Raises what it is given."""

    failure: Exception | None = None

    async def send_each(self, groups: Sequence[Sequence[Record]], limit_s: float) -> list[Exception | None]:
        if self.failure:
            return [self.failure for _ in groups]
        return await super().send_each(groups, limit_s)


@dataclass
class Line:
    """The whole line, and everything it lets out.

    Attributes:
        out: answers and exceptions, beside what Kafka, the store, the log and the metrics hold.
    """

    store: Store
    intake: Intake
    producer: FailingProducer
    agreement: Agreement
    lines: io.StringIO
    out: list[str] = field(default_factory=list)

    async def post(self, raw: bytes, key: str = "alle") -> httpx.Response:
        """Send one message, and keep what is answered: an AppRec may mirror, anything else may not."""
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(self.intake),
            base_url="http://plo",
        ) as client:
            answer = await client.post(
                "/meldinger", content=raw, headers={"Authorization": f"Bearer plo_{key}"}
            )
        if answer.status_code == 200:
            assert not heard(answer.text, PRIVATE)
        else:
            self.out.append(answer.text)
        self.out.append(str(answer.headers))
        return answer

    async def consume(self) -> None:
        """Let detect, clock and route read what came."""
        settler = Settler(self.store, self.producer, self.agreement, 1.0)  # type: ignore[arg-type] # a fake
        burial = Burial(self.producer, "detect", "1", Clock())  # type: ignore[arg-type] # a fake
        detect = Detect(self.store, settler, burial, Clock())
        came = [incoming(number, record) for number, record in enumerate(self.producer.sent)]
        assert not await detect.handle([one for one in came if one.topic == "hendelser.v1"])
        later = Clock(Clock().at + timedelta(days=400))
        await Ticker(self.store, settler, lambda: frozenset({0}), later).tick()
        route = Route(self.producer, [part.her for part in self.agreement.parts], 1.0)  # type: ignore[arg-type] # a fake
        topics = ("meldinger.v1", "kvitteringer.v1", "avvik.v1")
        told = [incoming(number, record) for number, record in enumerate(self.producer.sent)]
        assert not await route.handle([one for one in told if one.topic in topics])

    async def everything(self) -> AsyncIterator[tuple[str, str]]:
        """All that anybody but the receiver of the XML can see: where, and what."""
        for record in self.producer.sent:
            yield f"{record.topic} key", (record.key or b"").decode()
            yield f"{record.topic} headers", str(record.headers)
            if not record.topic.endswith(("meldinger.v1", "meldinger.v1.dlt")):
                yield f"{record.topic} value", without_apprec(record.value or b"")
        for one in self.out:
            yield "answer", one
        yield "log", self.lines.getvalue()
        yield "metrics", metrics.exposition().decode()
        async with self.store.read() as conn:
            names = await conn.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'"))
            for (name,) in names.all():
                for row in await conn.execute(text(f"SELECT * FROM {name}")):  # noqa: S608 our own tables
                    yield f"table {name}", str([value for value in row if not isinstance(value, bytes)])


def incoming(number: int, record: Record) -> Incoming:
    return Incoming(record.topic, 0, number, 0, record.key, record.value, record.headers)


def without_apprec(value: bytes) -> str:
    """An event without the AppRec in it, which mirrors addresses by standard and tells no patient."""
    body = json.loads(value)
    assert not heard(body.pop("apprec", ""), PRIVATE)
    return json.dumps(body, ensure_ascii=False)


@asynccontextmanager
async def whole_line(folder: Path, lines: io.StringIO) -> AsyncIterator[Line]:
    """The line on a store of its own; the key "alle" speaks for everybody, "ingen" for nobody."""
    keys = {
        "plo_alle": Source("alle", Anybody()),
        "plo_ingen": Source("ingen", frozenset()),
    }

    async def find(token: str) -> Source | None:
        return keys.get(token)

    store = await Store.open(f"sqlite+aiosqlite:///{folder / 'plo.db'}")
    ledger, producer = Ledger(store), FailingProducer()
    usual = context(agreement=ALL, speaks_for=frozenset(), max_bytes=500_000)
    door = Door(usual, ledger, producer, Clock(), 1.0)
    try:
        yield Line(store, Intake(door.receive, Callers(find), {}, 500_000), producer, ALL, lines)
    finally:
        await ledger.close()
        await store.close()


async def silent(line: Line) -> None:
    """Nothing can be heard anywhere."""
    await line.consume()
    found = {(where, word) async for where, what in line.everything() for word in heard(what)}
    assert found == set()


async def status_of(line: Line, raw: bytes, key: str = "alle") -> tuple[int, bool]:
    """Status of HTTP, and whether the AppRec is a refusal."""
    answer = await line.post(raw, key)
    return answer.status_code, b'<Status V="2"' in answer.content
