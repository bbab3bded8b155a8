"""libxml2's own error log -> problems: coarser than `explain`, but there however large the message is.

Its texts quote values. Only the names that the schema itself expected are taken from them.
"""

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree

from adapters.errors import Problem
from adapters.xml import kinds
from adapters.xml.names import one_of, path, prefixed, word
from adapters.xml.strangers import misnamed, namesakes
from adapters.xml.validate import Schema

_CONTENT = "ELEMENT_CONTENT"
# libxml2's type (the part after SCHEMAV_) -> our code and what it means.
_KINDS: dict[str, tuple[str, str]] = {
    _CONTENT: ("xsd.unexpected", "«{}» står på feil plass, eller et element foran det mangler."),
    "CVC_ELT_1": ("xsd.namespace", "«{}» har et navnerom eller et navn som ikke er kjent her."),
    "CVC_ELT_5_2_2_2_2": ("xsd.fixed", "«{}» har feil verdi: skjemaet har en fast."),
    "CVC_AU": ("xsd.fixed", "Et attributt på «{}» har feil verdi: skjemaet har en fast."),
    "CVC_ELT_4_2": ("xsd.other", "«{}» har en xsi:type som ikke finnes. Fjern den."),
    "CVC_ENUMERATION_VALID": ("xsd.enumeration", "«{}» har en verdi som ikke er tillatt."),
    "CVC_DATATYPE_VALID_1_2_1": ("xsd.datatype", "«{}» har ikke gyldig innhold."),
    "CVC_DATATYPE_VALID_1_2_3": ("xsd.datatype", "«{}» har ikke gyldig innhold."),
    "CVC_PATTERN_VALID": ("xsd.datatype", "«{}» har ikke gyldig innhold."),
    "CVC_COMPLEX_TYPE_2_3": ("xsd.text", "«{}» skal ikke ha tekst utenfor elementene sine."),
    "CVC_COMPLEX_TYPE_3_2_1": ("xsd.attribute", "«{}» har et attributt som ikke hører hjemme der."),
    "CVC_COMPLEX_TYPE_3_2_2": ("xsd.attribute", "«{}» har et attributt som ikke hører hjemme der."),
    "CVC_COMPLEX_TYPE_4": ("xsd.attribute_missing", "«{}» mangler et attributt."),
}
_OTHER = ("xsd.other", "«{}» følger ikke skjemaet.")
_MISSING = ("xsd.missing", "«{}» mangler noe av sitt innhold.")
_NAME = re.compile(r"\{[^}\s]*\}[^\s,)]+")
_ATTRIBUTE = re.compile(r"Element '[^']*', attribute '([^']*)'")
_OF_VALUES = frozenset({"xsd.fixed", "xsd.enumeration", "xsd.datatype"})
_STEP = re.compile(r"/([^/*\[\]]+)")


def problems(root: etree._Element, schema: Schema, most: int) -> tuple[Problem, ...]:
    """The first `most` problems that libxml2 finds, each place once."""
    first_of_place = {entry.path: entry for entry in reversed(schema.log(root))}
    in_order = islice(reversed(first_of_place.values()), most)
    return tuple(_problem(root, entry) for entry in in_order)


def _problem(root: etree._Element, entry: "etree._LogEntry") -> Problem:
    kind = entry.type_name.removeprefix("SCHEMAV_")
    code, text = _KINDS.get(kind, _OTHER)
    element = next(_elements(root, entry.path), root)
    expected = ""
    if kind == _CONTENT:  # the one kind of text that cannot quote a value
        code, text = _MISSING if ": Missing child element(s)." in entry.message else (code, text)
        names = list(_expected(entry.message))
        if alike := namesakes(element.tag, names):
            return misnamed(element, alike)
        expected = one_of([prefixed(name) for name in names])
    attribute = _attribute(element, entry.message) if code in _OF_VALUES else None
    sentence = text.format(word(element.tag))
    place = path(element, attribute)
    return Problem(code, "T02", sentence, place, entry.line, expected, _found(code, element, attribute))


def _found(code: str, element: etree._Element, attribute: str | None) -> str:
    """The kind of what stands there."""
    if code in _OF_VALUES:
        return kinds.text(element.get(attribute) if attribute else element.text)
    if code in ("xsd.attribute", "xsd.attribute_missing"):
        return kinds.several(element.attrib)
    return "tekst" if code == "xsd.text" else kinds.named(element.tag)


def _attribute(element: etree._Element, message: str) -> str | None:
    """The attribute whose value is wrong; names come before anything that the text quotes."""
    named = _ATTRIBUTE.match(message)
    return named[1] if named and named[1] in element.attrib else None


def _expected(message: str) -> Iterator[str]:
    """Names the schema asked for, which end the text in parentheses."""
    _, found, names = message.rpartition("Expected is ")
    if found:
        yield from (name for name in _NAME.findall(names) if not name.endswith("}*"))  # anything of its kind


def _elements(root: etree._Element, place: str | None) -> Iterator[etree._Element]:
    """The element at libxml2's path, whose prefixes are the message's own."""
    if place:
        steps = _STEP.sub(r"/*[name()='\1']", place.partition("/@")[0])
        yield from root.getroottree().xpath(steps)
