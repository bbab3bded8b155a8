"""How large and how odd a document may be before anything walks through it.

libxml2 stops at a text of 10 MB, an attachment of 7.5 MB, unless it is told to take everything (huge_tree).
So it is told, for documents that may need it, and these limits stand in its place. What would make a tree
larger than memory allows is counted in the bytes, before there is a tree.

Measured (lxml 6.1, libxml2 2.14): judging a message of 20 MB with one PDF takes 0.15 s, and the process
from 66 to 103 MB. In 20 MB of elements with 30 attributes each it came to 763 MB: now refused unread.
90 000 namespaces on the root took 19 s to read the addresses: now 64. A valid message of 1.3 MB took 64 s, as
each of its 80 000 elements copied the name of its namespace, 1 MB: now 256 bytes. A name of 9.5 million
letters æ takes 247 MB, 0.4 s. 150 000 faulty siblings take the validator 59 s (quadratic, 3 MB of message).
The largest official example has 356 elements.
"""

import re
from itertools import islice

from lxml import etree

from adapters.errors import Problem

# Smaller documents cannot hold enough to hurt, and counting would cost a tenth of their parsing:
# 16 kB hold 2 700 attributes, which the schema refuses in 5 ms; 128 kB hold 20 000 elements.
ATTRIBUTES_COUNTED_FROM_BYTES = 16 * 1024
COUNTED_FROM_BYTES = 128 * 1024
HUGE_FROM_BYTES = 3_000_000  # libxml2 counts in UTF-8, where a byte of windows-1252 becomes up to three
MAX_ELEMENTS = 100_000
FEW_ELEMENTS = 1_000
MAX_SIBLINGS = 5_000
MAX_ATTRIBUTES = 100_000  # declarations of namespaces among them
MAX_ATTRIBUTES_OF_ONE = 32  # no type of the standards comes near it
MAX_NAMESPACES_OF_ONE = 64  # the standards have 50 in all; what is written again carries those in force
MAX_NAMESPACE_BYTES = 256  # of its name; the longest of the standards has 68
MAX_DEPTH = 60  # libxml2 itself stops at 256, and at 2 048 when it is to take everything
MAX_TEXT = 10_000_000  # characters of one text or attribute; an attachment may fill the message

ATTACHMENT = "{http://www.kith.no/xmlstds/base64container}Base64Container"
_AFTER_EQUALS = tuple(b"=" + sign for sign in (b'"', b"'", b" ", b"\t", b"\n", b"\r", b"\0"))
"""What follows the sign in an attribute; the last one is half a character of UTF-16."""
_DECLARED = re.compile(
    rb"""xmlns(?:(?::[^\s=]*+)?+\s*+=\s*+["'](?P<long>[^"'<>]{%d}))?+""" % (MAX_NAMESPACE_BYTES + 1)
)


def refused(code: str, text: str, line: int = 0, expected: str = "", found: str = "") -> Problem:
    """A file that cannot be read as a message at all: T01 of kodeverk 8221."""
    return Problem(code=code, apprec="T01", text=text, line=line, expected=expected, found=found)


class Shape:
    """Counts by compiled XPath. One per thread, since lxml locks an XPath while it runs."""

    def __init__(self) -> None:
        self._crowded = _xpath(f"boolean(/descendant::*/@*[{MAX_ATTRIBUTES_OF_ONE + 1}])")
        self._many_siblings = _xpath(f"boolean(//*[{MAX_SIBLINGS + 1}])")
        self._elements = _xpath("count(//*)")
        self._deep = _xpath("boolean(" + "/*" * (MAX_DEPTH + 1) + ")")

    def crowded(self, root: etree._Element) -> bool:
        """Whether one element has more attributes than any standard allows."""
        return bool(self._crowded(root))

    def deep(self, root: etree._Element) -> bool:
        """Whether elements are nested deeper than any message needs."""
        return bool(self._deep(root))

    def elements(self, root: etree._Element) -> int:
        """How many elements there are."""
        return int(self._elements(root))

    def problem(self, root: etree._Element, raw: bytes) -> Problem | None:
        """What is wrong with the shape of the document `raw`, if anything."""
        size = len(raw)
        if size > ATTRIBUTES_COUNTED_FROM_BYTES:
            if self.crowded(root):
                return _too_many(f"Et element har flere enn {MAX_ATTRIBUTES_OF_ONE} attributter")
            if self._may_declare_too_much(root, raw) and (problem := _namespaces(root)):
                return problem
        if size > COUNTED_FROM_BYTES and (problem := self._large(root)):
            return problem
        return _long_text(root) if size >= HUGE_FROM_BYTES else None

    def unread(self, raw: bytes) -> Problem | None:
        """Too much of something, seen without building it: at least as many as there are in truth."""
        if len(raw) <= COUNTED_FROM_BYTES:
            return None
        if raw.count(b"<") > 2 * MAX_ELEMENTS:  # each has one or two
            return _too_many_elements()
        if raw.count(b"=") > MAX_ATTRIBUTES and sum(map(raw.count, _AFTER_EQUALS)) > MAX_ATTRIBUTES:
            return _too_many(f"Filen har flere enn {MAX_ATTRIBUTES} attributter")
        return None

    def _may_declare_too_much(self, root: etree._Element, raw: bytes) -> bool:
        """Few elements are looked at one by one sooner than a large attachment is searched."""
        if len(raw) > COUNTED_FROM_BYTES and self.elements(root) <= FEW_ELEMENTS:
            return True
        if b"\0" in raw[:4]:  # UTF-16: every other byte of what is plain
            raw = raw[raw[:2] == b"\xfe\xff" :: 2]
        found = [each["long"] for each in islice(_DECLARED.finditer(raw), MAX_NAMESPACES_OF_ONE + 1)]
        return len(found) > MAX_NAMESPACES_OF_ONE or any(found)

    def _large(self, root: etree._Element) -> Problem | None:
        if self.elements(root) > MAX_ELEMENTS:
            return _too_many_elements()
        if self._many_siblings(root):
            text = f"Et element har flere enn {MAX_SIBLINGS} elementer rett under seg."
            return refused("xml.too_many_elements", text)
        return too_deep() if self.deep(root) else None


def _xpath(expression: str) -> etree.XPath:
    return etree.XPath(expression, regexp=False)  # EXSLT functions would be set up at each call


def _namespaces(root: etree._Element) -> Problem | None:
    """One element declares more of them than there are, or one with a name longer than any."""
    declared = 0
    for event, told in etree.iterwalk(root, events=("start", "start-ns")):
        declared = declared + 1 if event == "start-ns" else 0
        if declared > MAX_NAMESPACES_OF_ONE:
            return _too_many(f"Et element erklærer flere enn {MAX_NAMESPACES_OF_ONE} navnerom")
        if event == "start-ns" and len(told[1].encode()) > MAX_NAMESPACE_BYTES:
            text = f"Et navnerom har et navn på mer enn {MAX_NAMESPACE_BYTES} byte. Det har ingen melding."
            return refused("xml.namespace_too_long", text)
    return None


def _long_text(root: etree._Element) -> Problem | None:
    """A text or an attribute that is no attachment, and longer than anything a person writes."""
    for element in root.iter():
        own = None if element.tag == ATTACHMENT else element.text
        if any(text and len(text) > MAX_TEXT for text in (own, element.tail, *element.values())):
            about = f"En tekst er lengre enn {MAX_TEXT} tegn. Så mye kan bare ligge i et vedlegg."
            return refused("xml.text_too_long", about, element.sourceline or 0)
    return None


def _too_many(what: str) -> Problem:
    return refused("xml.too_many_attributes", f"{what}. Det har ingen melding.")


def _too_many_elements() -> Problem:
    return refused("xml.too_many_elements", f"Filen har flere enn {MAX_ELEMENTS} elementer.")


def too_deep(line: int = 0) -> Problem:
    """Elements nested beyond what a parser or a reader should follow."""
    return refused(
        "xml.too_deep", f"Elementene ligger inne i hverandre i flere enn {MAX_DEPTH} nivåer.", line
    )
