"""Bytes to tree, safely.

Source: pitfalls.md §3 (bytes are never decoded first; comments and processing instructions occur
anywhere), tech.md §4.5 (attack corpus). No entity is resolved, no DTD loaded, no network opened,
no DOCTYPE accepted. A document that passes is as large and as deep as `shape` allows; libxml2's own limit
to a text is lifted for large documents only, which are counted before they are read.

Blanks between elements are half of the nodes of a message and mean nothing to a schema; leaving them out
makes all that walks through the tree a fifth faster. Texts of neighbouring elements thus touch: join them
with a blank. A text that is nothing but blanks stays where it is all that an element holds.
"""

import threading
from dataclasses import replace

from lxml import etree

from adapters.errors import Problem, Rejected, name_of
from adapters.xml import prolog
from adapters.xml.interned import forget_names
from adapters.xml.shape import HUGE_FROM_BYTES, Shape, refused, too_deep
from adapters.xml.syntax import not_well_formed

# Codes of libxml2's xmlParserErrors, and what they mean to the one who sent the file.
_UNDECLARED_ENTITY = 26
_RESOURCE_LIMIT = 114
_ENCODING_ERRORS = frozenset({31, 32, 81})  # unknown, unsupported, invalid bytes


FORGET_AFTER = 16_000_000
"""Bytes read, after which the names in them are forgotten; it takes 1 ms."""


class _Local(threading.local):
    """Parsers and counters of one thread: a shared parser is a lock (tech.md §4.3)."""

    def __init__(self) -> None:
        self.shape = Shape()
        self._begin()

    def parser(self, size: int) -> etree.XMLParser:
        """For a document of so many bytes, which is to be read next."""
        if self._read > FORGET_AFTER:
            forget_names()
            self._begin()
        self._read += size
        return self._parsers[size >= HUGE_FROM_BYTES]

    def _begin(self) -> None:
        self._parsers = {huge: _parser(huge) for huge in (False, True)}
        self._read = 0


def _parser(huge: bool) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        no_network=True,
        huge_tree=huge,
        recover=False,
        remove_comments=True,
        remove_pis=True,
        remove_blank_text=True,
        collect_ids=False,
    )


_local = _Local()


def parse(raw: bytes, max_bytes: int) -> etree._Element:
    """The root of a message, without comments and processing instructions.

    Raises Rejected with one problem (T01): xml.too_large, xml.encoding, xml.doctype, xml.entity,
    xml.not_well_formed, xml.text_too_long, xml.too_deep, xml.too_many_attributes, xml.too_many_elements,
    xml.namespace_too_long.
    """
    if len(raw) > max_bytes:
        raise Rejected(refused("xml.too_large", f"Filen er større enn {max_bytes} byte."))
    local = _local
    if problem := prolog.problem(raw) or local.shape.unread(raw):
        raise Rejected(problem)
    try:
        root = etree.fromstring(raw, local.parser(len(raw)))
    except etree.XMLSyntaxError as error:
        problem = replace(_problem_of(error), exception=name_of(error))
        raise Rejected(problem) from None  # its text may quote the message
    if problem := local.shape.problem(root, raw):
        raise Rejected(problem)
    return root


def _problem_of(error: etree.XMLSyntaxError) -> Problem:
    line = error.position[0]
    if error.code == _RESOURCE_LIMIT and "depth" in (error.msg or ""):
        return too_deep(line)
    if error.code == _UNDECLARED_ENTITY:
        text = "Filen bruker en entitet som XML ikke kjenner. Skriv tegnet selv, eller som &#nummer;."
        return refused("xml.entity", text, line, "tegnet selv, eller &#nummer;", "en entitet")
    if error.code in _ENCODING_ERRORS:
        return prolog.wrong_encoding(prolog.BYTES, line)
    return not_well_formed(error)
