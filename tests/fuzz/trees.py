"""Wrongs done to the elements of a message: still XML, seldom valid."""

import random
import re
from copy import deepcopy
from uuid import UUID

from fuzz.corpus import one_of
from lxml import etree
from xsd_mutants import mutants

TIMES = (
    "0001-01-01", "9999-12-31", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "-0001-01-01",
    "12026-01-01", "2026-02-29", "2024-02-29T24:00:00", "2026-10-25T02:30:00", "2026-03-29T02:30:00", "2026",
    "2026-01", "00:00:00", "2026-01-01T00:00:00.123456789", "2026-01-01T00:00:00.0000000Z", "2026-W01",
    "2026-13-01", "2026-02-30T10:00:00", "2026-06-31T25:61:61", "2026-01-01T23:59:60Z",
    "2026-01-01T10:00:00+99:99", "0000-00-00", "2026-01-01T10:00:00+14:01", "2026-01-01T10:00",
    "20260101T100000", "2026-01-01 10:00:00",
)  # fmt: skip
NUMBERS = (
    "0", "-0", "1" * 5_000, "-1", "1e309", "1E-999", "INF", "NaN", "0x10", "٣", "²", "1_000", "+7", " 7 ",
    "1,5", "1" * 40 + "x", "1" * 1_900 + "x", "1." * 900 + "x", "1" * 30_000 + "x",
)  # fmt: skip
TEXTS = (
    "", " ", "\t\n", "æøå", "\u0130ı\ufb03ß", "a\u0301" * 40, "\u202eabc", "\u2028", "\ufeff", "\U0010fffd",
    "\ue000", "\x85", "\x7f", "null", "None", "{}", "%s%n", "../../../etc/passwd", "'; DROP TABLE claims; --",
    "<script>", "x" * 300, "x" * 70_000, "12345678901", "00000000000",
    "2.16.578.1.12.4.1.4.1", "urn:uuid:", "00000000-0000-0000-0000-000000000000",
)  # fmt: skip
CODES = (
    "N", "M", "C", "T", "P", "D", "1", "2", "3", "0", "-1", "FNR", "DNR", "HNR", "XXX", "HER", "ENH",
    "APPREC", "n", " N",
)  # fmt: skip
VALUES = (*TIMES, *NUMBERS, *CODES, *TEXTS)
SORTS = (
    (re.compile(r"\d{4}-\d\d"), TIMES),
    (re.compile(r"[\d.]+\Z"), (*NUMBERS, *CODES)),
    (re.compile(r"[A-Z_]{1,20}\Z"), CODES),
)
"""What a value looks like, and what is hard to read in its place."""

STRANGERS: tuple[tuple[str, dict[str, str]], ...] = (
    ("{urn:fremmed}ting", {}),
    ("{urn:fremmed}Formål", {"{urn:annen}år": "æ"}),
    ("Måling", {"ø": "1"}),
    ("{urn:fremmed}ting", {"Id": "a", "V": "1"}),
)
"""Name and attributes of elements that no standard has."""


def _written(root: etree._Element) -> bytes:
    raw: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return raw


def _elements(root: etree._Element) -> list[etree._Element]:
    return list(root.iter("*"))


def by_schema(chance: random.Random, raw: bytes) -> bytes:
    """The wrongs of the schema differential, one after another."""
    root = etree.fromstring(raw)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        (_, root), *_ = mutants(root, str(chance.random()), 1)
    return _written(root)


def _instead(chance: random.Random, value: str) -> str:
    """A value of the same sort, or of any."""
    likes = next((these for looks, these in SORTS if looks.match(value)), VALUES)
    return chance.choice(likes if chance.random() < 0.7 else VALUES)


def valued(chance: random.Random, raw: bytes) -> bytes:
    """Texts and attributes with values that are hard to read, some or all of them."""
    root = etree.fromstring(raw)
    share = chance.choice((0.01, 0.05, 0.3, 1.0))
    for node in _elements(root):
        for name, value in node.attrib.items():
            if chance.random() < share:
                node.set(name, _instead(chance, value))
        if not len(node) and node.text and chance.random() < share:
            node.text = _instead(chance, node.text)
    return _written(root)


def swapped(chance: random.Random, raw: bytes) -> bytes:
    """Values of the message in places of others: each is right somewhere."""
    root = etree.fromstring(raw)
    nodes = [node for node in _elements(root) if node.attrib or (node.text or "").strip()]
    for _ in range(chance.choice((1, 2, 4, 40))):
        one, other = chance.choice(nodes), chance.choice(nodes)
        if not len(one) and not len(other) and chance.random() < 0.5:
            one.text, other.text = other.text, one.text
        else:
            attributes = dict(one.attrib), dict(other.attrib)
            for node, given in zip((other, one), attributes, strict=True):
                node.attrib.clear()
                node.attrib.update(given)
    return _written(root)


def grafted(chance: random.Random, raw: bytes) -> bytes:
    """Parts of another message in it, in a place of their own name where there is one."""
    root, other = etree.fromstring(raw), etree.fromstring(one_of(chance))
    for _ in range(chance.choice((1, 1, 3, 10))):
        part = deepcopy(chance.choice(_elements(other)))
        nodes = _elements(root)
        alike = [node for node in nodes if node.tag == part.tag and node.getparent() is not None]
        if alike and chance.random() < 0.7:
            chance.choice(alike).addnext(part)
        else:
            chance.choice(nodes).insert(chance.randrange(4), part)
    return _written(root)


def foreign(chance: random.Random, raw: bytes) -> bytes:
    """With elements and attributes of nobody's, also where a wildcard lets them be; named in our letters."""
    root = etree.fromstring(raw)
    for _ in range(chance.choice((1, 1, 4))):
        node = chance.choice(_elements(root))
        node.insert(chance.randint(0, len(node)), etree.Element(*chance.choice(STRANGERS)))
    return _written(root)


def pruned(chance: random.Random, raw: bytes) -> bytes:
    """Without many of its elements, or with nothing but the way down to one."""
    root = etree.fromstring(raw)
    keep = chance.choice((0.5, 0.8, 0.95))
    for node in _elements(root)[1:]:
        if node.getparent() is not None and chance.random() > keep:
            node.getparent().remove(node)
    return _written(root)


def renumbered(chance: random.Random, raw: bytes) -> bytes:
    """The same message under a new id: valid, and new to the door."""
    root = etree.fromstring(raw)
    next(root.iter("{*}MsgId", "{*}Id")).text = str(UUID(int=chance.getrandbits(128)))
    return _written(root)
