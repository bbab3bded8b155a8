"""Whole messages of every root of PLO, the shortest and the fullest by every branch, are read."""

import pytest
from judging import event
from lxml import etree
from whole_messages import samples

from adapters.messages.plo.pasientlogistikk import TYPES
from adapters.messages.plo.rows import ROWS
from adapters.messages.row import Row
from schemas.deler import DELER
from schemas.events import HENDELSER, Event

READ = [row for row in ROWS if row.read]
BRANCHES = range(6)


def told(row: Row, branch: int) -> tuple[Event, Event]:
    """The events of the shortest and the fullest; PLO 2.0 says nothing of its types."""
    shortest, fullest = samples(row.tag, branch)
    if row.plo20:
        shortest, fullest = untyped(shortest), untyped(fullest)
    return event(shortest, plo20=row.plo20), event(fullest, plo20=row.plo20)


def untyped(raw: bytes) -> bytes:
    whole = etree.fromstring(raw)
    whole.find("{*}MsgInfo/{*}Type").set("V", "UKJENT")
    without: bytes = etree.tostring(whole)
    return without


@pytest.mark.parametrize("branch", BRANCHES)
@pytest.mark.parametrize("row", READ, ids=lambda row: f"{row.name} {row.version}")
def test_accepted(row: Row, branch: int) -> None:
    """An event of the version, which can be read again, and parts that there are; the fullest has more."""
    short, full = told(row, branch)
    for each in (short, full):
        assert each.version == row.version and each.status == "N"
        assert HENDELSER.validate_json(each.model_dump_json()) == each
        assert set(each.deler) <= set(DELER)
    assert set(short.deler) < set(full.deler)


@pytest.mark.parametrize("version", ["1.5", "1.6", "2.0"])
def test_every_choice_of_pasientlogistikk(version: str) -> None:
    """Five events in 1.x and six in 2.0, by the branches of the schema."""
    (row,) = [row for row in READ if row.name == "Pasientlogistikk" and row.version == version]
    found = {type(told(row, branch)[0]).__name__ for branch in BRANCHES}
    assert len(found) == len(TYPES) + (version == "2.0")


def test_rows() -> None:
    """Eight messages of 1.5, seven of 1.6 and three of 2.0, which alone need the setting."""
    versions = [row.version for row in READ]
    assert [versions.count(version) for version in ("1.5", "1.6", "2.0")] == [8, 7, 3]
    assert all(row.plo20 == (row.version == "2.0") for row in READ)
