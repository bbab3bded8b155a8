"""Readers of PLO tell nothing that a message says in words or numbers.

Given straight to the readers, so that the schema stops none of it: that it would is no excuse.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from canaries import CANARIES, heard, places, tree
from judging import EXAMPLES
from lxml import etree
from whole_messages import samples

from adapters.messages.identify import payload_of
from adapters.messages.plo.rows import ROWS
from adapters.messages.row import Row
from adapters.messages.sheet import Sheet

READ = {row.tag: row for row in ROWS if row.read}
COMMON = {
    "pid": "0" * 64,
    "pid_type": "fnr",
    "msg_id": "2b9c7d1e-0000-4000-8000-000000000002",
    "message_type": "LOG_INNLAGT",
    "version": "1.6",
    "status": "N",
    "sender": "90001",
    "receiver": "90101",
    "received_at": datetime(2026, 2, 7, tzinfo=UTC),
}


def corpus() -> Iterator[tuple[str, bytes]]:
    """The fullest message of each root by two branches, and every official example."""
    for tag in READ:
        for branch in (0, 1):
            yield f"{tag}-{branch}", samples(tag, branch)[1]
    for path in EXAMPLES:
        if "plo_1_6" in path.parts:
            yield path.stem, path.read_bytes()


CORPUS = dict(corpus())


def row_of(root: etree._Element) -> Row:
    payload = payload_of(root)
    assert payload is not None
    return READ[payload.tag]


def told(root: etree._Element) -> str:
    """The event as it is published."""
    payload, read = payload_of(root), row_of(root).read
    assert payload is not None and read is not None
    return read(Sheet(root, payload, COMMON, "1941-05-17", key=b"k" * 32)).model_dump_json()


def give(element: etree._Element, attribute: str | None, value: str | None) -> None:
    if attribute is None:
        element.text = value
    elif value is not None:
        element.set(attribute, value)


def filled(root: etree._Element) -> Iterator[tuple[etree._Element, str | None]]:
    """Every text and attribute, each kind once."""
    for place in places(root):
        element = root
        for number in place.steps:
            element = element[number]
        yield element, place.attribute


@pytest.mark.parametrize("name", CORPUS)
def test_one_place_at_a_time(name: str) -> None:
    """Each text and attribute alone, so that whatever leads the reader there is as it should be."""
    root = tree(CORPUS[name])
    for element, attribute in filled(root):
        before = element.text if attribute is None else element.get(attribute)
        for canary in CANARIES:
            give(element, attribute, canary.private)
            assert heard(told(root)) == []
        give(element, attribute, before)


@pytest.mark.parametrize("name", CORPUS)
def test_all_places_at_once(name: str) -> None:
    """Every text and attribute."""
    for canary in CANARIES:
        root = tree(CORPUS[name])
        for element, attribute in filled(root):
            give(element, attribute, canary.private)
        assert heard(told(root)) == []


def test_there_is_one_of_each() -> None:
    """Eighteen roots, each twice, and the official files."""
    assert len(READ) == 18 and len(CORPUS) == 36 + 22
