"""What a file says of itself before its first element: byte order mark, encoding, DOCTYPE.

Read from the bytes, before any parser: a parser would already act on what it finds there.
Source of the list of encodings: rules.md §12.13.
"""

import codecs
import re

from adapters.errors import Problem
from adapters.xml.shape import refused

_EIGHT_BIT = frozenset({"", "UTF-8", "ISO-8859-1", "ISO-8859-15", "WINDOWS-1252", "US-ASCII"})
_UTF_16 = frozenset({"", "UTF-16"})
# What may be declared after each byte order mark; "" is no declaration.
_DECLARED = {
    codecs.BOM_UTF8: frozenset({"", "UTF-8"}),
    codecs.BOM_UTF16_LE: _UTF_16,
    codecs.BOM_UTF16_BE: _UTF_16,
    b"": _EIGHT_BIT,
}
ACCEPTED = "UTF-8, UTF-16 med BOM, ISO-8859-1, ISO-8859-15, windows-1252 eller US-ASCII"

Wrong = tuple[str, str]
"""A sentence, and what stands there."""
_NO_MARK: Wrong = (
    "Filen har flere bytes per tegn, men ingen BOM for UTF-16.",
    "UTF-16 uten BOM, eller UTF-32",
)
_UNKNOWN: Wrong = (
    "Filen oppgir et tegnsett som ikke tas imot, eller som trenger BOM.",
    "et annet tegnsett i XML-deklarasjonen",
)
_AFTER_MARK: Wrong = (
    "Filen begynner med BOM for ett tegnsett, og oppgir et annet.",
    "et annet tegnsett enn det BOM viser",
)
BYTES: Wrong = (
    "Filen er ikke skrevet i det tegnsettet den oppgir; oppgir den ikke noe, er det UTF-8.",
    "bytes som ikke er tegn i filens tegnsett",
)

# Possessive throughout: a prolog of many comments must not make it try again.
_BETWEEN = rb"(?: \s++ | <!--[^-]*+(?:-(?!->)[^-]*+)*+--> | <\?[^?]*+(?:\?(?!>)[^?]*+)*+\?> )*+"
_PROLOG = re.compile(
    rb"(?:<\?xml(?P<declaration>[^?]*+)\?>)?+" + _BETWEEN + rb"(?P<doctype><!DOCTYPE)?+ (?P<element><)?+",
    re.VERBOSE,
)
_USUAL = re.compile(
    rb"""<\?xml[ ]version="1[.]0"[ ]encoding="(?:UTF|utf)-8"\?>""" + _BETWEEN + rb"<[A-Za-z]", re.VERBOSE
)
"""How nearly every file begins, which has nothing to refuse; seen in a quarter of the time."""
_ENCODING = re.compile(rb"""\sencoding\s*+=\s*+["']([^"']*+)""")


def problem(raw: bytes) -> Problem | None:
    """Why this file must not reach the parser, if there is a reason."""
    if _USUAL.match(raw):
        return None
    bom, head = _without_mark(raw)
    if b"\0" in head[:4]:  # UTF-16 without its mark, or UTF-32
        return wrong_encoding(_NO_MARK)
    prolog = _PROLOG.match(head)
    if prolog is None or not (prolog["doctype"] or prolog["element"]):
        return None  # not XML, and the parser knows the line
    declared = _ENCODING.search(prolog["declaration"] or b"")
    name = declared[1].decode("ascii", "replace").upper() if declared else ""
    if name not in _DECLARED[bom]:
        return wrong_encoding(_AFTER_MARK if bom else _UNKNOWN)
    if prolog["doctype"]:
        text = "Filen har en DOCTYPE (dokumenttype). Fjern den: meldinger skal ikke ha noen."
        line = head.count(b"\n", 0, prolog.start("doctype")) + 1
        return refused("xml.doctype", text, line, "ingen DOCTYPE", "DOCTYPE")
    return None


def _without_mark(raw: bytes) -> tuple[bytes, bytes]:
    """The byte order mark, and what follows it in an eight-bit encoding."""
    if raw[:1] < b"\x80":
        return b"", raw
    bom = next(mark for mark in _DECLARED if raw.startswith(mark))
    if _DECLARED[bom] is _UTF_16:
        return bom, raw.decode("utf-16", "replace").encode()
    return bom, raw[len(bom) :]


def wrong_encoding(wrong: Wrong, line: int = 1) -> Problem:
    """Declared as something we do not take, or declared as something it is not."""
    text, found = wrong
    return refused("xml.encoding", f"{text} Bruk {ACCEPTED}.", line, ACCEPTED, found)
