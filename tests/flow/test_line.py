"""From the door to an avvik in memory: real store, real rules, time as told; only Kafka is a fake."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from builders import ILL, PATIENT, epikrise_xml, innlagt_xml, rapport_xml, utskrevet_xml
from fakes import Clock, FakeProducer

from adapters.kafka.burial import Burial
from adapters.kafka.records import Incoming
from adapters.ledger import Ledger
from adapters.messages.judge import Context
from adapters.receive import Door, Source
from adapters.store import Store, board_list
from adapters.xml.validate import Schema
from consumers.clock import Clock as Passing
from consumers.detect import Detect
from consumers.settle import Settler
from schemas.agreements import load
from schemas.avvik import Avvik

SCHEMAS = Path(__file__).parents[2] / "schemas"
AGREEMENT = load(SCHEMAS / "avtale_demo.toml")
UNN, TROMSO = "90001", "90101"
SENDER = Source("prøve", frozenset({UNN, TROMSO}))
HOSPITAL = {"sender": UNN, "receiver": TROMSO}


@dataclass
class Line:
    """What a message goes through, one step after the other."""

    door: Door
    detect: Detect
    clock: Passing
    producer: FakeProducer
    now: Clock
    store: Store
    read: int = 0

    async def send(self, *messages: bytes) -> None:
        """Each message is taken in and detected."""
        for raw in messages:
            assert (await self.door.receive(raw, SENDER)).verdict == "godtatt"
        events = self.producer.on("hendelser.v1")
        batch = [
            Incoming(record.topic, 0, offset, 0, record.key, record.value, record.headers)
            for offset, record in enumerate(events)
            if offset >= self.read
        ]
        self.read = len(events)
        assert await self.detect.handle(batch) == []

    async def poison(self, value: bytes, key: bytes) -> None:
        """A record on hendelser.v1 that is no event."""
        bad = await self.detect.handle([Incoming("hendelser.v1", 0, 10_000, 0, key, value, ())])
        await self.detect.bury(bad)

    def told(self) -> list[tuple[str, str]]:
        """Every change on avvik.v1: rule and change, in order."""
        return [(one.rule, one.change) for one in self.avvik()]

    def avvik(self) -> list[Avvik]:
        return [Avvik.model_validate_json(record.value or b"") for record in self.producer.on("avvik.v1")]


@pytest.fixture
async def line(tmp_path: Path) -> AsyncIterator[Line]:
    store = await Store.open(f"sqlite+aiosqlite:///{tmp_path / 'plo.db'}")
    producer, now, ledger = FakeProducer(), Clock(), Ledger(store)
    schema = Schema(SCHEMAS / "xsd")
    context = Context(AGREEMENT, schema, b"k" * 32, 1_000_000, now(), False, frozenset(), "1")
    settler = Settler(store, producer, AGREEMENT, 1.0)  # type: ignore[arg-type] # a fake
    burial = Burial(producer, "detect", "1", now)  # type: ignore[arg-type] # a fake
    yield Line(
        Door(context, ledger, producer, now, 1.0),
        Detect(store, settler, burial, now),
        Passing(store, settler, lambda: frozenset({0}), now),
        producer,
        now,
        store,
    )
    await ledger.close()
    await store.close()


def at(day: int, hour: int = 12) -> datetime:
    return datetime(2026, 2, day, hour, tzinfo=UTC)


async def test_a_missing_epikrise_is_noticed_by_time_and_then_comes_late(line: Line) -> None:
    """Nothing at the discharge; R-U17 when seven days have passed; R-U18, the same avvik, when it comes."""
    line.now.at = at(3, 9)
    await line.send(innlagt_xml(**HOSPITAL, innlagt="2026-02-03T09:00:00", gen_date="2026-02-03T09:30:00"))
    line.now.at = at(7)
    await line.send(
        rapport_xml(**HOSPITAL, gen_date="2026-02-07T12:30:00"),
        utskrevet_xml(**HOSPITAL, dag="2026-02-07", gen_date="2026-02-07T12:40:00"),
    )
    line.now.at = at(14, 20)
    await line.clock.tick()
    assert not [one for one in line.avvik() if one.subject == "EPIKRISE"]
    line.now.at = at(15, 1)
    await line.clock.tick()
    assert line.told()[-1] == ("R-U17", "oppdaget")
    line.now.at = at(16)
    epikrise = epikrise_xml(
        **HOSPITAL, start="2026-02-03T09:00:00", end="2026-02-07T11:00:00", gen_date="2026-02-16T12:50:00"
    )
    await line.send(epikrise)
    assert ("R-U18", "endret") in line.told()
    missing, late = (one for one in line.avvik() if one.subject == "EPIKRISE")
    assert missing.id == late.id and (missing.version, late.version) == (1, 2)
    assert late.state == "levert_sent"


async def test_a_second_delivery_tells_nothing(line: Line) -> None:
    """The same records again change no history and no answer."""
    await line.send(rapport_xml(**HOSPITAL, medicines=(), gen_date="2026-02-03T12:30:00"))
    told = line.told()
    assert ("R-U03", "oppdaget") in told
    line.read = 0
    await line.send()
    assert line.told() == told


async def test_two_identifiers_in_one_message_are_one_patient(line: Line) -> None:
    """What came under a hjelpenummer and under a fødselsnummer is one history once a message names both."""
    both = ILL["fnr_and_hnr"]
    hnr_only = type(both)(both.family, both.given, PATIENT.born, PATIENT.sex, both.idents[:1])
    line.now.at = at(7)
    await line.send(
        innlagt_xml(
            **HOSPITAL, patient=hnr_only, innlagt="2026-02-03T09:00:00", gen_date="2026-02-03T09:30:00"
        )
    )
    late = utskrevet_xml(**HOSPITAL, patient=both, dag="2026-02-05", gen_date="2026-02-07T11:30:00")
    await line.send(late)
    (avvik,) = [one for one in line.avvik() if one.rule == "R-U12"]
    assert str(avvik.stay_from) == "2026-02-03"


async def test_while_a_dead_letter_is_open_the_avvik_say_so(line: Line) -> None:
    """A record of the patient that could not be read makes the answer uncertain, and says so."""
    await line.send(rapport_xml(**HOSPITAL, medicines=(), gen_date="2026-02-03T12:30:00"))
    (found,) = [one for one in line.avvik() if one.rule == "R-U03"]
    assert not found.ufullstendig
    await line.poison(b'{"type": "pasient_innlagt.v9"}', found.pid.encode())
    (letter,) = line.producer.on("hendelser.v1.dlt")
    assert letter.value == b'{"type": "pasient_innlagt.v9"}'
    changed = [one for one in line.avvik() if one.id == found.id][-1]
    assert changed.ufullstendig and changed.change == "endret"


async def test_an_event_under_another_patients_key_is_refused(line: Line) -> None:
    """The key is the patient: an event that says otherwise would end in the wrong history."""
    await line.send(innlagt_xml(**HOSPITAL, gen_date="2026-02-03T12:30:00"))
    value = line.producer.on("hendelser.v1")[0].value or b""
    (bad,) = await line.detect.handle([Incoming("hendelser.v1", 0, 99, 0, b"b" * 64, value, ())])
    assert bad.error_class == "PERMANENT_FORMAT"


async def test_the_board_follows_each_message_and_the_clock(line: Line) -> None:
    """A row beside the avvik; a second delivery writes nothing; time passes, and the row counts."""
    line.now.at = at(3, 9)
    await line.send(innlagt_xml(**HOSPITAL, innlagt="2026-02-03T09:00:00", gen_date="2026-02-03T09:30:00"))
    (row,) = await board_list.listed(line.store, board_list.Wanted(), line.now())
    assert (row.party, row.avvik.hoy) == (TROMSO, 0)
    written = await board_list.last_change(line.store)
    line.now.at, line.read = at(3, 11), 0
    await line.send()
    assert await board_list.last_change(line.store) == written
    line.now.at = at(4, 20)
    await line.clock.tick()
    (later,) = await board_list.listed(line.store, board_list.Wanted(state="mangler"), line.now())
    assert later.cells == row.cells and later.avvik.hoy == 2
