"""Messages of up to 20 MB: much of one thing, put into a message where it may or may not belong."""

import random

from fuzz.fills import FILLS, attachment, long_number, long_text
from fuzz.tricks import BUILT_IN
from lxml import etree
from xsd_values import XS, XSI

MOST_BYTES = 20_000_000
LEAST_BYTES = 10_000


def size_of(chance: random.Random) -> int:
    """Bytes: all orders of size alike, and often as much as there may be."""
    if chance.random() < 0.3:
        return MOST_BYTES - chance.choice((0, 1, 100_000))
    return int(LEAST_BYTES * (MOST_BYTES / LEAST_BYTES) ** chance.random())


def _halves(root: etree._Element, mark: bytes) -> tuple[bytes, bytes]:
    """What is written before the mark, and after."""
    whole: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    before, _, after = whole.partition(mark)
    return before, after


def _room(chance: random.Random, before: bytes, after: bytes) -> int:
    """Bytes for what goes between the halves."""
    return max(LEAST_BYTES, size_of(chance) - len(before) - len(after))


def filled(chance: random.Random, raw: bytes) -> bytes:
    """Something large inside an element, whole or in place of what was there."""
    root = etree.fromstring(raw)
    node = chance.choice(list(root.iter("*")))
    if chance.random() < 0.5:
        del node[:]
        node.text = None
    node.insert(chance.randint(0, len(node)), etree.Comment("her"))
    before, after = _halves(root, b"<!--her-->")
    return before + chance.choice(FILLS)(chance, _room(chance, before, after)) + after


def valued(chance: random.Random, raw: bytes) -> bytes:
    """An attribute with a very long value."""
    root = etree.fromstring(raw)
    node = chance.choice([node for node in root.iter("*") if node.attrib] or [root])
    name = chance.choice(list(node.attrib) or ["V"])
    is_number = node.get(name, "").replace(".", "").isdecimal() and chance.random() < 0.6
    node.set(name, "@her@")
    before, after = _halves(root, b"@her@")
    return before + (long_number if is_number else long_text)(chance, _room(chance, before, after)) + after


def attached(chance: random.Random, raw: bytes) -> bytes:
    """Attachments as they may be, but large: one, or many."""
    root = etree.fromstring(raw)
    contents = list(root.iter("{*}Base64Container"))
    if not contents:
        return filled(chance, raw)
    document = contents[-1].getparent().getparent().getparent()
    times = chance.choice((1, 1, 2, 30))
    contents[-1].text = attachment(chance, size_of(chance) // times).decode()
    again: bytes = etree.tostring(document, encoding="UTF-8", with_tail=False)
    document.addnext(etree.Comment("her"))
    before, after = _halves(root, b"<!--her-->")
    return before + again * (times - 1) + after


def typed(chance: random.Random, raw: bytes) -> bytes:
    """A very long text that asks to be read as something else than text."""
    root = etree.fromstring(raw)
    node = chance.choice([node for node in root.iter("*") if not len(node)])
    part = etree.SubElement(node.getparent(), node.tag, nsmap={"alt": XS})
    part.set(f"{{{XSI}}}type", f"alt:{chance.choice(BUILT_IN)}")
    part.text = "@her@"
    node.getparent().replace(node, part)
    before, after = _halves(root, b"@her@")
    return before + long_text(chance, _room(chance, before, after)) + after


def wide(chance: random.Random, raw: bytes) -> bytes:
    """In UTF-16, which is made into UTF-8 before it is read."""
    made = chance.choice((filled, valued, attached))(chance, raw)
    text = made[: MOST_BYTES // 2 - 100].decode("utf-8", "replace").partition("?>")[2]
    return f'<?xml version="1.0" encoding="UTF-16"?>{text}'.encode("utf-16")
