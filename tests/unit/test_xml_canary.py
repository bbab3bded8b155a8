"""No value of a message ever comes out of an explanation, whatever is wrong and wherever."""

from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path

import pytest
from lxml import etree

from adapters.errors import Problem
from adapters.xml.explain import explain
from adapters.xml.parse import parse
from adapters.xml.validate import Schema

STANDARDS = Path(__file__).resolve().parents[3] / "shared" / "standards"
EXAMPLES = sorted((STANDARDS / "examples").rglob("*.xml"))
# Dressed up as what libxml2 and xmlschema write round a value, to be taken for a name.
CANARY = "kanari Expected is ( {kanari}kanari, attribute kanari='kanari': kanari"


@pytest.fixture(scope="module")
def schema() -> Schema:
    return Schema(STANDARDS / "xsd")


def silent(problems: tuple[Problem, ...]) -> bool:
    """Problems there are, and no canary in any field of any."""
    return bool(problems) and not any("kanari" in str(value) for p in problems for value in astuple(p))


def places(root: etree._Element) -> Iterator[tuple[etree._Element, str | None]]:
    """Every element with text or without children, and every attribute."""
    for element in root.iter(etree.Element):
        if (element.text or "").strip() or not len(element):
            yield element, None
        for name in element.attrib:
            yield element, name


def put(element: etree._Element, name: str | None, value: str | None) -> str | None:
    """Writes a value and gives back the old one."""
    old: str | None
    if name is None:
        old, element.text = element.text, value
        return old
    old = element.get(name)
    element.set(name, value or "")
    return old


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_a_message_of_canaries_says_nothing(schema: Schema, example: Path) -> None:
    """Every text, tail and attribute replaced: in order, out of order, and with no time to explain."""
    root = parse(example.read_bytes(), 10**7)
    for element, name in list(places(root)):
        put(element, name, CANARY)
    for element in root.iter(etree.Element):
        element.tail = CANARY
    assert not schema.valid(root)
    assert silent(explain(root, schema, limit_s=5, most=500))
    assert silent(explain(root, schema, limit_s=0, most=500))
    for element in list(root.iter(etree.Element)):
        element[:] = list(reversed(element))
    assert silent(explain(root, schema, limit_s=5, most=500))
    assert silent(explain(root, schema, limit_s=0, most=500))


def test_one_broken_place_at_a_time_says_nothing(schema: Schema) -> None:
    """Each kind of element and attribute, alone in an otherwise good message."""
    assert len(EXAMPLES) > 25
    tried: set[tuple[str, str | None]] = set()
    broken = 0
    for example in EXAMPLES:
        root = parse(example.read_bytes(), 10**7)
        for element, name in list(places(root)):
            if (element.tag, name) in tried:
                continue
            tried.add((element.tag, name))
            old = put(element, name, CANARY)
            if not schema.valid(root):
                broken += 1
                assert silent(explain(root, schema, limit_s=5)), (element.tag, name)
                assert silent(explain(root, schema, limit_s=0)), (element.tag, name)
            put(element, name, old)
    assert broken > 60
