"""Bytes to tree, safely.

Source: pitfalls.md §3 (bytes are never decoded first; comments and processing instructions occur
anywhere), tech.md §4.5 (attack corpus). No entity is resolved, no DTD loaded, no network opened,
no DOCTYPE accepted. A document that passes is as large and as deep as `shape` allows.

Blanks between elements are half of the nodes of a message and mean nothing to a schema; leaving them out
makes all that walks through the tree a fifth faster. Texts of neighbouring elements thus touch: join them
with a blank. A text that is nothing but blanks stays where it is all that an element holds.
"""

import threading

from lxml import etree

from adapters.errors import Problem, Rejected
from adapters.xml import prolog
from adapters.xml.shape import MAX_TEXT_BYTES, Shape, refused, too_deep

# Codes of libxml2's xmlParserErrors, and what they mean to the one who sent the file.
_UNDECLARED_ENTITY = 26
_RESOURCE_LIMIT = 114
_ENCODING_ERRORS = frozenset({31, 32, 81})  # unknown, unsupported, invalid bytes
_REASONS = {
    4: "filen er tom eller begynner ikke med et element",
    5: "det står noe etter at meldingen er slutt",
    9: "her står et tegn som ikke er tillatt i XML",
    39: "en attributtverdi mangler anførselstegn",
    42: "et attributt står to ganger på samme element",
    73: "et element er ikke avsluttet med >",
    76: "et element er åpnet, men ikke lukket",
    77: "filen slutter før alle elementer er lukket",
    110: "et navn er for langt",
    201: "et navneromsprefiks er ikke erklært",
}


class _Local(threading.local):
    """Parser and counters of one thread: a shared parser is a lock (tech.md §4.3)."""

    def __init__(self) -> None:
        self.shape = Shape()
        self.parser = etree.XMLParser(
            resolve_entities=False,
            load_dtd=False,
            dtd_validation=False,
            attribute_defaults=False,
            no_network=True,
            huge_tree=False,
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
    xml.not_well_formed, xml.text_too_long, xml.too_deep, xml.too_many_attributes, xml.too_many_elements.
    """
    if len(raw) > max_bytes:
        raise Rejected(refused("xml.too_large", f"Filen er større enn {max_bytes} byte."))
    local = _local
    if problem := prolog.problem(raw) or local.shape.unread(raw):
        raise Rejected(problem)
    try:
        root = etree.fromstring(raw, local.parser)
    except etree.XMLSyntaxError as error:
        raise Rejected(_problem_of(error)) from None  # its text may quote the message
    if problem := local.shape.problem(root, len(raw)):
        raise Rejected(problem)
    return root


def _problem_of(error: etree.XMLSyntaxError) -> Problem:
    line, column = error.position
    if error.code == _RESOURCE_LIMIT:
        return _over_the_limit(error, line)
    if error.code == _UNDECLARED_ENTITY:
        text = "Filen bruker en entitet som XML ikke kjenner. Skriv tegnet selv, eller som &#nummer;."
        return refused("xml.entity", text, line)
    if error.code in _ENCODING_ERRORS:
        return prolog.wrong_encoding(line)
    reason = _REASONS.get(error.code, "reglene for XML er brutt")
    text = f"Filen er ikke velformet XML: {reason} (linje {line}, kolonne {column})."
    return refused("xml.not_well_formed", text, line)


def _over_the_limit(error: etree.XMLSyntaxError, line: int) -> Problem:
    if "depth" in (error.msg or ""):
        return too_deep(line)
    text = (
        f"En tekst eller et vedlegg er lengre enn {MAX_TEXT_BYTES} byte. Del det opp eller gjør det mindre."
    )
    return refused("xml.text_too_long", text, line)
