"""Nothing a message says comes out of the XML: not in keys, headers, events, avvik, logs, metrics, answers.

Through the real door, with a real store and the real consumers; only Kafka is a fake.
"""

import io
import json
import logging
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
import structlog
from builders import ILL, apprec_xml, dod_xml, epikrise_xml, innlagt_xml, rapport_xml, utskrevet_xml
from canaries import CANARIES, NAME, NUMBER, PRIVATE, Canary, Place, heard, places, put, tree
from fakes import Clock, FakeProducer
from judging import AGREEMENT, EXAMPLE_RECEIVERS, EXAMPLES, context, judged
from sqlalchemy import text

from adapters import metrics
from adapters.inbox.callers import Callers
from adapters.inbox.http import Intake
from adapters.kafka.burial import Burial
from adapters.kafka.records import Incoming, Record
from adapters.ledger import Ledger
from adapters.messages.namespaces import plo, plo_20
from adapters.receive import Door, Source
from adapters.store import Store
from broker import log
from consumers.clock import Clock as Ticker
from consumers.detect import Detect
from consumers.route import Route
from consumers.settle import Settler
from schemas.agreements import Agreement, Part
from schemas.events import HENDELSER, MeldingAvvist

SENDERS = ("59", "9144900", "91439")
PARTS = (
    *AGREEMENT.parts,
    *(Part(her, f"Part {her}", "helseforetak", egen=True) for her in SENDERS),
    *(Part(her, f"Part {her}", "kommune", egen=True, kommunenr="5501") for her in EXAMPLE_RECEIVERS[1:]),
)
ALL = Agreement(parts=tuple({part.her: part for part in PARTS}.values()))
OWN = (
    innlagt_xml(),
    utskrevet_xml(),
    dod_xml(),
    rapport_xml(text="Bruker Eksemplin", attachment="medisinliste"),
    epikrise_xml(text="Bruker Eksemplin", document_id="77"),
    innlagt_xml(conversation=(str(uuid4()), str(uuid4())), copies=("90301",)),
    apprec_xml(status="2", errors=("E36",)),
)
CORPUS = (*OWN, *(path.read_bytes() for path in EXAMPLES))


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
            transport=httpx.ASGITransport(self.intake),  # type: ignore[arg-type] # ASGI types differ in name only
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


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What the service logs, as it logs it, our own words and those of libraries."""
    root, names = logging.getLogger(), [None, *log.QUIET]
    before = (root.handlers[:], [logging.getLogger(name).level for name in names])
    told = io.StringIO()
    log.configure("json", "DEBUG", "prøve")
    structlog.configure(cache_logger_on_first_use=False)  # or other tests would log here
    (handler,) = root.handlers
    handler.setStream(told)  # type: ignore[attr-defined] # basicConfig was given a StreamHandler
    yield told
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()
    root.handlers[:] = before[0]
    for name, level in zip(names, before[1], strict=True):
        logging.getLogger(name).setLevel(level)


@pytest.fixture
async def line(tmp_path: Path, lines: io.StringIO) -> AsyncIterator[Line]:
    keys = {
        "plo_alle": Source("alle", Anybody()),
        "plo_ingen": Source("ingen", frozenset()),
    }

    async def find(token: str) -> Source | None:
        return keys.get(token)

    store = await Store.open(f"sqlite+aiosqlite:///{tmp_path / 'plo.db'}")
    ledger, producer = Ledger(store), FailingProducer()
    usual = context(agreement=ALL, speaks_for=frozenset(), max_bytes=500_000)
    door = Door(usual, ledger, producer, Clock(), 1.0)
    yield Line(store, Intake(door.receive, Callers(find), {}, 500_000), producer, ALL, lines)
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


def new_places() -> list[list[Place]]:
    """For each message the places whose kind no message before it had."""
    seen: set[tuple[object, object]] = set()
    found = []
    for raw in CORPUS:
        new = [p for p in places(tree(raw)) if (p.kind, p.attribute) not in seen]
        seen.update((place.kind, place.attribute) for place in new)
        found.append(new)
    return found


NEW = new_places()


@cache
def is_free(kind: tuple[str, ...], attribute: str | None) -> bool:
    """Whether a canary in such a place leaves the message as acceptable as it was, where the first one is."""
    number, place = next(
        (n, p) for n, new in enumerate(NEW) for p in new if (p.kind, p.attribute) == (kind, attribute)
    )
    raw = CORPUS[number]
    before, after = (
        judged(put(raw, NAME, *chosen, keep_id=True), agreement=ALL) for chosen in ((), (place,))
    )
    return (before.verdict, before.problems) == (after.verdict, after.problems)


def as_plo20(raw: bytes) -> bytes:
    """A Pasientlogistikk as of version 2.0, which is switched off: refused by name."""
    return raw.replace(plo("Pasientlogistikk").encode(), plo_20("Pasientlogistikk").encode())


def addressed(raw: bytes) -> list[Place]:
    """The free places of a message, less the ids by which its sender and receiver are known."""
    free = [place for place in places(tree(raw)) if is_free(place.kind, place.attribute)]
    ids = ("}Sender", "}Receiver", "}ServProvider", "}Requester")
    return [
        place
        for place in free
        if not (place.kind[-1].endswith("}Id") and any(tag.endswith(ids) for tag in place.kind))
    ]


@pytest.mark.parametrize("number", [number for number, new in enumerate(NEW) if new])
async def test_one_place_at_a_time(line: Line, number: int) -> None:
    """Each text and attribute alone, as a name and as a number, in a message that is otherwise good."""
    for place in NEW[number]:
        for canary in (NAME, NUMBER):
            await line.post(put(CORPUS[number], canary, place))
    await silent(line)


async def test_all_places_at_once(line: Line) -> None:
    """Every text and attribute of every message, and all but those without which it is refused."""
    answers = set()
    for raw in CORPUS:
        every = places(tree(raw))
        free = [place for place in every if is_free(place.kind, place.attribute)]
        assert len(free) > 10
        for canary in CANARIES:
            answers.add(await status_of(line, put(raw, canary, *every)))
            answers.add(await status_of(line, put(raw, canary, *free)))
            answers.add(await status_of(line, put(raw, canary, *addressed(raw))))
    for canary in CANARIES:
        raw = put(CORPUS[0], canary, *addressed(CORPUS[0]))
        answers.add(await status_of(line, as_plo20(raw)))
    assert answers >= {(200, False), (200, True), (202, False), (400, False)}
    await silent(line)


@pytest.mark.parametrize("canary", CANARIES, ids=("name", "number", "sentence"))
async def test_every_verdict(line: Line, canary: Canary) -> None:
    """godtatt, avvist (T02, T10, E10, E36), ulesbar, forbudt and conflict, each full of canaries."""
    raw = CORPUS[0]
    taken, misspelt, cut = (put(raw, canary, *addressed(raw)) for _ in range(3))
    msg_id = [place for place in places(tree(raw)) if place.kind[-1].endswith("}MsgId")]
    unknown = innlagt_xml(patient=ILL["nonsense"])
    all_but_patient = [place for place in addressed(unknown) if "Patient" not in "".join(place.kind[:3])]
    sent = (
        (taken, "alle", 200, "1"),
        (misspelt.replace(b"MsgInfo>", b"Info>"), "alle", 400, ""),
        (misspelt.replace(b"MIGversion>", b"Version>"), "alle", 200, "T02"),
        (as_plo20(put(raw, canary, *addressed(raw))), "alle", 200, "T10"),
        (put(raw, canary, *addressed(raw), *msg_id), "alle", 200, "E10"),
        (put(unknown, canary, *all_but_patient), "alle", 200, "E36"),
        (cut[:-30], "alle", 400, ""),
        (put(raw, canary, *addressed(raw)), "ingen", 403, ""),
        (taken + b"<!-- -->", "alle", 200, "E10"),
        (taken + b" " * 500_000, "alle", 413, ""),
    )
    for body, key, status, code in sent:
        answer = await line.post(body, key)
        assert (answer.status_code, f'V="{code}"' in answer.text or not code) == (status, True), code
    told = [HENDELSER.validate_json(record.value or b"") for record in line.producer.on("hendelser.v1")]
    refused = [event.errors for event in told if isinstance(event, MeldingAvvist)]
    assert refused == [(code,) for _, _, _, code in sent if code.startswith(("T", "E"))]
    await silent(line)


async def test_when_nothing_works(line: Line) -> None:
    """Kafka away, and a fault of our own that quotes the message: neither log nor answer says what."""
    raw = put(CORPUS[0], NAME, *addressed(CORPUS[0]))
    line.producer.away = True
    assert (await line.post(raw)).status_code == 503
    line.producer.away = False

    quoting = [ValueError(NAME.mirrored, raw.decode()), _syntax_error(raw)]
    line.producer.failure = ExceptionGroup(NAME.private, quoting)
    assert (await line.post(raw)).status_code == 500
    line.producer.failure = None
    assert "intake.failed" in line.lines.getvalue()
    assert (await line.post(raw)).status_code == 200
    await silent(line)


def _syntax_error(raw: bytes) -> SyntaxError:
    """As lxml's: it holds the line, and quotes names."""
    return SyntaxError(NAME.private, (NAME.mirrored, 1, 1, raw.decode()))
