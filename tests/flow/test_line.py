"""From the door to an avvik in memory: missing and late, repeated, two identifiers, what cannot be read."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from builders import ILL, PATIENT, epikrise_xml, innlagt_xml, rapport_xml, utskrevet_xml
from prometheus_client import REGISTRY
from whole_line import HOSPITAL, TROMSO, Line, opened_line

from adapters.kafka.records import Incoming
from adapters.store import board_list


@pytest.fixture
async def line(tmp_path: Path) -> AsyncIterator[Line]:
    async with opened_line(tmp_path) as line:
        yield line


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
    were_late = REGISTRY.get_sample_value("plo_wake_late_seconds_count") or 0
    await line.clock.tick()
    assert REGISTRY.get_sample_value("plo_wake_late_seconds_count") == were_late + 1
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
