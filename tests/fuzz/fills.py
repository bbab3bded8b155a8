"""Much of one thing: what large messages are large of."""

import base64
import random
from collections.abc import Callable

from fuzz.corpus import one_of
from lxml import etree

ALPHABETS = (
    "1", "12", "1.", ".", " ", "\t\n", "a", "ab ", "æ", "\u0301", "\ufb03", "\U0001f9ff", "-", "QUJD",
    "QUJD\n", "=", "&amp;", "&#65;", "&#x1F9FF;", "x:", "/", "%", "2026-01-01", "0",
)  # fmt: skip
DIGITS = ("1", "12", "1.", "0")
"""What a pattern for numbers reads to the end before it finds that it is none."""
Fill = Callable[[random.Random, int], bytes]


def _times(part: str, size: int) -> bytes:
    raw = part.encode()
    return raw * max(1, size // len(raw))


def long_text(chance: random.Random, size: int) -> bytes:
    return _times(chance.choice(ALPHABETS), size)


def long_number(chance: random.Random, size: int) -> bytes:
    return _times(chance.choice(DIGITS), size) + chance.choice((b"", b"x", b"x"))


def attachment(chance: random.Random, size: int) -> bytes:
    sign = chance.choice(
        (b"%PDF-1.7\n", b"\xff\xd8\xff\xe0", b"PK\x03\x04", b"<?xml version='1.0'?><a>", b"")
    )
    raw = base64.b64encode(sign + chance.randbytes(1_000) * (size // 1_333))
    return chance.choice((raw, raw[:-1], raw.replace(b"A", b"A\n"), raw + b"="))


def _deep(chance: random.Random, size: int) -> bytes:
    name = chance.choice(("a", "Document", "b:c"))
    opened, closed = f'<{name} xmlns:b="urn:b">', f"</{name}>"
    times = chance.choice((59, 61, 255, 257, size // (len(opened) + len(closed))))
    return _times(opened, times * len(opened)) + _times(closed, times * len(closed))


def _bushy(chance: random.Random, size: int) -> bytes:
    """Wide but never too wide: rows of elements in rows of elements."""
    row = f"<a>{'<b/>' * chance.choice((10, 100, 999, 4_999))}</a>"
    return _times(row, size)


def _many(chance: random.Random, size: int) -> bytes:
    part = (
        "<a/>",
        "<a>b</a>",
        '<a V="b"/>',
        '<a xmlns="urn:a"/>',
        "<!---->",
        "<?a?>",
        "<![CDATA[]]>",
        "<a/>\n",
    )
    return _times(chance.choice(part), size)


def _alike(chance: random.Random, size: int) -> bytes:
    """One part of a message, again and again."""
    part = chance.choice(list(etree.fromstring(one_of(chance)).iter("*")))
    part.tail = None
    return _times(etree.tostring(part, encoding="unicode"), size)


def _attributes(chance: random.Random, size: int) -> bytes:
    form = chance.choice(('a{}=""', 'xmlns:a{}="urn:{}"', 'V{}="&#65;"'))
    each = len(form) + 6
    return b"<a " + " ".join(form.format(n, n) for n in range(size // each)).encode() + b"/>"


def _scopes(chance: random.Random, size: int) -> bytes:
    """Each element with a namespace of its own, beside or inside the one before."""
    parts = (f'<n{n}:a xmlns:n{n}="urn:{n}"/>' for n in range(size // 26))
    return "".join(parts).encode()


def _namespace(chance: random.Random, size: int) -> bytes:
    """One long name of a namespace, and elements that each carry it."""
    long = "x" * chance.choice((250, 300, 60_000, size // 2))
    rows = f"<a>{'<b/>' * 1_000}</a>" * min(size // 8_000, 60)
    return f'<a xmlns="urn:{long}">{rows}</a>'.encode()


def _name(chance: random.Random, size: int) -> bytes:
    name = b"a" * chance.choice((size, 49_000, 51_000))
    return chance.choice((b"<%s/>", b"<a %s=''/>", b"<a xmlns:%s='urn:a'/>", b"<?%s?>")) % name


def _names(chance: random.Random, size: int) -> bytes:
    """Names that nobody has had before: libxml2 remembers every name for as long as its thread lives."""
    new = f"n{chance.getrandbits(40)}{'q' * 80}x"
    names = [f"<{new}{k}/>" for k in range(min(size // (len(new) + 8), 90_000))]
    return "".join(f"<a>{''.join(names[at : at + 1_000])}</a>" for at in range(0, len(names), 1_000)).encode()


def _aside(chance: random.Random, size: int) -> bytes:
    """What is not read: comments, instructions, sections."""
    form = chance.choice((b"<!--%s-->", b"<?a %s?>", b"<![CDATA[%s]]>", b"<!--%s", b"<![CDATA[%s"))
    return form % _times(chance.choice(("a", "- ", "] ", "? ", "<", "&")), size)


FILLS: tuple[Fill, ...] = (
    long_text, long_text, attachment, _deep, _bushy, _many, _alike, _alike, _attributes, _scopes, _namespace,
    _name, _names, _aside,
)  # fmt: skip
