"""The readers tell nothing that a message says in words or numbers.

Given straight to the readers, so that the schema stops none of it: that it would is no excuse.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from builders import epikrise_xml
from canaries import CANARIES, Place, heard, places, tree
from judging import EXAMPLES
from lxml import etree
from thin_xml import Medicine
from whole_messages import samples

from adapters.messages.envelope import Patient
from adapters.messages.identify import payload_of
from adapters.messages.row import Row
from adapters.messages.sheet import Sheet
from adapters.messages.table import KNOWN

ROWS = {tag: row for tag, row in KNOWN.items() if row.read}
COMMON = {
    "pid": "0" * 64,
    "pid_type": "fnr",
    "msg_id": "2b9c7d1e-0000-4000-8000-000000000002",
    "message_type": "EPIKRISE",
    "version": "1.2",
    "status": "N",
    "sender": "90001",
    "receiver": "90101",
    "sent_at": datetime(2026, 2, 7, tzinfo=UTC),
    "received_at": datetime(2026, 2, 7, tzinfo=UTC),
}


def corpus() -> Iterator[tuple[str, bytes]]:
    """The fullest message of each root by two branches, every official example, and one of our own."""
    for tag in ROWS:
        for branch in (0, 1):
            yield f"{tag}-{branch}", samples(tag, branch)[1]
    for path in EXAMPLES:
        yield path.stem, path.read_bytes()
    yield "ours", epikrise_xml(medicines=(Medicine("Eksemplin"),), text="Bruker Eksemplin")


def row_of(root: etree._Element) -> Row:
    payload = payload_of(root)
    assert payload is not None
    return ROWS[payload.tag]


def told(root: etree._Element, row: Row) -> str:
    """The event as it is published."""
    payload = payload_of(root)
    assert payload is not None and row.read is not None
    sheet = Sheet(root, payload, COMMON, b"k" * 32, Patient(born="1941-05-17"))
    return row.read(sheet).model_dump_json()


def fill(root: etree._Element, place: Place, value: str) -> tuple[etree._Element, str | None]:
    """Puts the value there, and gives what was there before."""
    element = root
    for number in place.steps:
        element = element[number]
    before = element.text if place.attribute is None else element.get(place.attribute)
    give(element, place, value)
    return element, before


def give(element: etree._Element, place: Place, value: str | None) -> None:
    if place.attribute is None:
        element.text = value
    elif value is not None:
        element.set(place.attribute, value)


CORPUS = dict(corpus())


@pytest.mark.parametrize("name", CORPUS)
def test_one_place_at_a_time(name: str) -> None:
    """Each text and attribute alone, so that whatever leads the reader there is as it should be."""
    root = tree(CORPUS[name])
    row, every = row_of(root), places(root)
    assert len(every) > 10
    for place in every:
        for canary in CANARIES:
            element, before = fill(root, place, canary.private)
            assert heard(told(root, row)) == []
            give(element, place, before)


@pytest.mark.parametrize("name", CORPUS)
def test_all_places_at_once(name: str) -> None:
    """Every text and attribute."""
    for canary in CANARIES:
        root = tree(CORPUS[name])
        row = row_of(root)
        for place in places(root):
            fill(root, place, canary.private)
        assert heard(told(root, row)) == []


def test_there_is_one_of_each() -> None:
    """Every root that is read, each twice; every official example; one of our own."""
    assert len(ROWS) == 18 + 6 and len(CORPUS) == 2 * 24 + 31 + 1
