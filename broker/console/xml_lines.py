"""XML as numbered lines: as it came, or indented; with what is wrong beside the line where it is."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from lxml import etree

from adapters.errors import Problem
from adapters.xml.names import path, prefixed

MOST: Final = 2_000_000
"""Characters on screen."""
LONG: Final = 600
"""Of a text in the indented view: an attachment is thousands of times as long."""
DECLARED: Final = re.compile(rb"""^<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
HIDDEN: Final = frozenset({"Cc", "Cf", "Co", "Cs"})
"""Categories of characters that are not seen, or turn the others around."""


class XmlLine(NamedTuple):
    """A line; `wrong` is what is wrong there."""

    text: str
    wrong: Sequence[str] = ()


def as_received(raw: bytes, problems: Sequence[Problem]) -> list[XmlLine]:
    """The lines of the message as they came."""
    wrong: dict[int, list[str]] = {}
    for one in problems:
        wrong.setdefault(one.line, []).append(one.text)
    text = decoded(raw)[:MOST].replace("\r\n", "\n")
    return [XmlLine(seen(line), wrong.get(at, ())) for at, line in enumerate(text.split("\n"), 1)]


def decoded(raw: bytes) -> str:
    """The text, by its mark or by what it says it is; what is no character is shown as one that is not."""
    for mark, name in MARKS:
        if raw.startswith(mark):
            return raw.decode(name, "replace")
    found = DECLARED.match(raw)
    try:
        return raw.decode(found[1].decode() if found else "utf-8", "replace")
    except LookupError:
        return raw.decode("utf-8", "replace")


def seen(text: str) -> str:
    """The text with a dot for each character that is not seen, or turns others around."""
    if text.isascii() and text.isprintable():
        return text
    return "".join("·" if unicodedata.category(sign) in HIDDEN and sign != "\t" else sign for sign in text)


def indented(root: etree._Element, problems: Sequence[Problem]) -> list[XmlLine]:
    """The tree with a line for each element, in the names that the message uses."""
    wanted: dict[str, list[Problem]] = {}
    for one in problems:
        steps = one.path.split("/@")[0]
        wanted.setdefault(re.sub(r"\[\d+\]$", "", steps.rpartition("/")[2]), []).append(one)
    found, length = [], 0
    for line in _lines(root, wanted):
        found.append(line)
        length += len(line.text) + 1
        if length > MOST:
            break
    return found


def _lines(root: etree._Element, wanted: Mapping[str, Sequence[Problem]]) -> Iterator[XmlLine]:
    depth = 0
    for event, one in etree.iterwalk(root, events=("start", "end")):
        leaf = not len(one)
        if event == "start":
            text = _text(one.text)
            wrong = _wrong(one, wanted)
            whole = f"{_start(one)}{text}</{_named(one)}>" if text else f"{_start(one)[:-1]}/>"
            yield XmlLine("  " * depth + (whole if leaf else _start(one)), wrong)
            if text.strip() and not leaf:
                yield XmlLine("  " * (depth + 1) + text)
            depth += 1
        else:
            depth -= 1
            if not leaf:
                yield XmlLine("  " * depth + f"</{_named(one)}>")
            if (one.tail or "").strip() and one is not root:
                yield XmlLine("  " * depth + _text(one.tail))


def _wrong(one: etree._Element, wanted: Mapping[str, Sequence[Problem]]) -> list[str]:
    """What is wrong with this element: its name is known to be among them before its place is worked out."""
    candidates = wanted.get(prefixed(one.tag), ())
    if not candidates:
        return []
    place = path(one)
    return [problem.text for problem in candidates if problem.path.split("/@")[0] == place]


def _text(text: str | None) -> str:
    """As it is written in XML."""
    return _short(text or "").replace("&", "&amp;").replace("<", "&lt;")


def _short(text: str) -> str:
    """On one line, and not longer than anyone reads."""
    shown = seen(" ".join(text[: LONG + 1].split())) if text else ""
    return shown if len(text) <= LONG else f"{shown} … ({len(text) - LONG} tegn til)"


def _start(one: etree._Element) -> str:
    """The start tag, as it was written but for blanks and the kind of quotes."""
    parent = one.getparent()
    before = {} if parent is None else parent.nsmap
    new = {prefix: uri for prefix, uri in one.nsmap.items() if before.get(prefix) != uri}
    spaces = [f' xmlns{f":{prefix}" if prefix else ""}="{_quoted(uri)}"' for prefix, uri in new.items()]
    values = [f' {_attribute(one, name)}="{_quoted(value)}"' for name, value in one.attrib.items()]
    return f"<{_named(one)}{''.join(spaces)}{''.join(values)}>"


def _named(one: etree._Element) -> str:
    local = str(one.tag).rpartition("}")[2]
    return f"{one.prefix}:{local}" if one.prefix else local


def _attribute(one: etree._Element, name: str) -> str:
    space, _, local = name.rpartition("}")
    prefix = next((prefix for prefix, uri in one.nsmap.items() if prefix and uri == space[1:]), None)
    return f"{prefix}:{local}" if prefix else local


def _quoted(value: str) -> str:
    return _text(value).replace('"', "&quot;")
