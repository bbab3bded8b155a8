"""R-T02, R-T04, R-T05, R-T13 and R-U30 through the real door, which is the one that refuses."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from builders import ILL, apprec_xml, innlagt_xml, utskrevet_xml
from certifying import root
from cryptography.x509.verification import Store as Roots
from signing import signed
from whole_line import HOSPITAL, TROMSO, UNN, Line, opened_line

from adapters.messages.signature import Signatures
from adapters.messages.trust import Trust

INN = innlagt_xml(**HOSPITAL, innlagt="2026-02-03T10:00:00", gen_date="2026-02-03T10:30:00")


def ut(minute: int = 0, **rest: Any) -> bytes:
    """LOG_UTSKREVET, with a MsgId of its own."""
    given = {**HOSPITAL, "dag": "2026-02-07", "gen_date": f"2026-02-07T12:{minute:02}:00", **rest}
    return utskrevet_xml(**given)


def broken(raw: bytes) -> bytes:
    end = raw.rindex(b"</")
    return raw[:end] + b"<Ekstra/>" + raw[end:]


@pytest.fixture
async def line(tmp_path: Path) -> AsyncIterator[Line]:
    trusting = Signatures(Trust(Roots([root().certificate]), {}))
    async with opened_line(tmp_path, signatures=trusting) as line:
        await line.send(INN)
        line.now.at = datetime(2026, 2, 7, 11, 30, tzinfo=UTC)
        yield line


def technical(line: Line) -> list[tuple[str, str]]:
    return [(one.rule, one.change) for one in line.avvik() if one.kind == "teknisk"]


REFUSED = {
    "skjema": (broken(ut()), "R-T04"),
    "navnerom": (ut().replace(b'xmlns:p="', b'xmlns:p="urn:', 1).replace(b"po/", b"po-/", 1), "R-T04"),
    "pasient": (ut(patient=ILL["nonsense"]), "R-T05"),
    "signatur": (signed(ut()).replace(b"T12:00:00", b"T12:00:01", 1), "R-T13"),
    "msg_id": (ut(msg_id="ikke-en-uuid"), "R-T02"),
}


@pytest.mark.parametrize("why", REFUSED)
async def test_each_refusal_is_its_rules(line: Line, why: str) -> None:
    """At once, about that message, and once, however often it is sent."""
    raw, rule = REFUSED[why]
    for _ in range(2):
        await line.send(raw, verdict="avvist")
    assert technical(line) == [(rule, "oppdaget")]
    (one,) = [one for one in line.avvik() if one.kind == "teknisk"]
    assert (one.hospital, one.party, one.direction, one.severity) == (UNN, TROMSO, "ingen", "lav")


@pytest.mark.parametrize("why", ["skjema", "signatur", "msg_id"])
async def test_sent_anew_it_is_withdrawn(line: Line, why: str) -> None:
    """Corrected, with a new MsgId; and only then LOG_UTSKREVET has come."""
    raw, rule = REFUSED[why]
    await line.send(raw, verdict="avvist")
    await line.send(ut(20))
    assert technical(line) == [(rule, "oppdaget"), (rule, "trukket")]


async def test_it_has_not_come(line: Line) -> None:
    """A refused LOG_UTSKREVET ends no stay: no rule looks for what is due at a discharge."""
    await line.send(broken(ut()), verdict="avvist")
    line.now.at = datetime(2026, 2, 27, tzinfo=UTC)
    await line.clock.tick()
    due = {"R-U11", "R-U12", "R-U14", "R-U17"}
    assert due.isdisjoint(rule for rule, _ in line.told())


async def test_its_apprec_makes_no_second_one(line: Line) -> None:
    """Sent in by somebody who keeps it, our own AppRec changes nothing."""
    msg_id = str(uuid4())
    await line.send(broken(ut(msg_id=msg_id)), verdict="avvist")
    told = line.told()
    await line.send(apprec_xml(answers=msg_id, status="2", errors=("T02",), sender=TROMSO, receiver=UNN))
    assert line.told() == told


async def test_other_content_under_a_msg_id(line: Line) -> None:
    """R-T02 of what was sent second; the first has come, and stays so."""
    msg_id = str(uuid4())
    await line.send(ut(msg_id=msg_id))
    await line.send(ut(10, msg_id=msg_id), verdict="avvist")
    assert technical(line) == [("R-T02", "oppdaget")]
    assert "R-U11" not in {rule for rule, _ in line.told()}
