"""How large and how odd a document may be before anything walks through it.

Measured (lxml 6.1, libxml2 2.14): two million elements take 210 MB; 500 000 attributes on one element
take the validator 2.6 s and 600 MB; 150 000 faulty siblings take it 59 s (quadratic, 3 MB of
message). The largest official example has 356 elements.
"""

from lxml import etree

from adapters.errors import Problem

# Smaller documents cannot hold enough to hurt, and counting would cost a tenth of their parsing:
# 16 kB hold 2 700 attributes, which the schema refuses in 5 ms; 128 kB hold 20 000 elements.
ATTRIBUTES_COUNTED_FROM_BYTES = 16 * 1024
COUNTED_FROM_BYTES = 128 * 1024
MAX_ELEMENTS = 100_000
MAX_SIBLINGS = 5_000
MAX_ATTRIBUTES = 100_000
MAX_ATTRIBUTES_OF_ONE = 32  # no type of the standards comes near it
MAX_DEPTH = 60  # libxml2 itself stops at 256
MAX_TEXT_BYTES = 10_000_000  # of one text or attribute: libxml2's own limit (about 7.5 MB of attachment)


def refused(code: str, text: str, line: int = 0) -> Problem:
    """A file that cannot be read as a message at all: T01 of kodeverk 8221."""
    return Problem(code=code, apprec="T01", text=text, line=line)


class Shape:
    """Counts by compiled XPath. One per thread, since lxml locks an XPath while it runs."""

    def __init__(self) -> None:
        self._crowded = _xpath(f"boolean(/descendant::*/@*[{MAX_ATTRIBUTES_OF_ONE + 1}])")
        self._many_siblings = _xpath(f"boolean(//*[{MAX_SIBLINGS + 1}])")
        self._elements = _xpath("count(//*)")
        self._attributes = _xpath("count(//@*)")
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

    def problem(self, root: etree._Element, size: int) -> Problem | None:
        """What is wrong with the shape of a document of `size` bytes, if anything."""
        if size > ATTRIBUTES_COUNTED_FROM_BYTES and self.crowded(root):
            text = f"Et element har flere enn {MAX_ATTRIBUTES_OF_ONE} attributter. Det har ingen melding."
            return refused("xml.too_many_attributes", text)
        return self._large(root) if size > COUNTED_FROM_BYTES else None

    def unread(self, raw: bytes) -> Problem | None:
        """Too many elements, seen without building them: each has one or two `<`."""
        large = len(raw) > COUNTED_FROM_BYTES and raw.count(b"<") > 2 * MAX_ELEMENTS
        return _too_many_elements() if large else None

    def _large(self, root: etree._Element) -> Problem | None:
        if self.elements(root) > MAX_ELEMENTS:
            return _too_many_elements()
        if self._many_siblings(root):
            text = f"Et element har flere enn {MAX_SIBLINGS} elementer rett under seg."
            return refused("xml.too_many_elements", text)
        if int(self._attributes(root)) > MAX_ATTRIBUTES:
            return refused("xml.too_many_attributes", f"Filen har flere enn {MAX_ATTRIBUTES} attributter.")
        return too_deep() if self.deep(root) else None


def _xpath(expression: str) -> etree.XPath:
    return etree.XPath(expression, regexp=False)  # EXSLT functions would be set up at each call


def _too_many_elements() -> Problem:
    return refused("xml.too_many_elements", f"Filen har flere enn {MAX_ELEMENTS} elementer.")


def too_deep(line: int = 0) -> Problem:
    """Elements nested beyond what a parser or a reader should follow."""
    return refused(
        "xml.too_deep", f"Elementene ligger inne i hverandre i flere enn {MAX_DEPTH} nivåer.", line
    )
