"""One error of `xmlschema` -> problems in our own words.

Its texts quote the message, so none is passed on: what went wrong is read from the part of the schema
that complains, and where from the element.
"""

from collections.abc import Callable, Iterator, Mapping

from lxml import etree
from xmlschema import XMLSchema, XMLSchemaChildrenValidationError, XMLSchemaValidationError
from xmlschema.validators import (
    XsdAnyElement,
    XsdAttribute,
    XsdAttributeGroup,
    XsdElement,
    XsdEnumerationFacets,
    XsdGroup,
    XsdPatternFacets,
)

from adapters.errors import Problem
from adapters.xml import content, kinds, strangers
from adapters.xml.complaint import Complaint
from adapters.xml.names import one_of, prefixed, word
from adapters.xml.words import of_patterns, of_type

# Every element may have these; nil and type are judged with the element.
_XSI = frozenset(
    f"{{http://www.w3.org/2001/XMLSchema-instance}}{name}"
    for name in ("nil", "type", "schemaLocation", "noNamespaceSchemaLocation")
)


def problems(
    error: XMLSchemaValidationError, declared: Mapping[etree._Element, XsdElement]
) -> Iterator[Problem]:
    """What the one who sent the message should know of this error.

    `declared` gives the declaration by which each element was read.
    """
    if isinstance(error, XMLSchemaChildrenValidationError) and isinstance(error.validator, XsdGroup):
        yield from content.problems(error.elem, error.validator)
        return
    fault = Complaint.of(error, declared)
    yield from next((kind for part, kind in _KINDS if isinstance(fault.by, part)), _value)(fault)


def _attributes(fault: Complaint) -> Iterator[Problem]:
    present, group = fault.element.attrib, fault.by
    here = kinds.several(name for name in present if name not in _XSI)
    for name in group.iter_required():
        if name not in present:
            text = f"Attributtet «{word(name)}» mangler på {fault.name}. Legg det til."
            yield fault.problem("attribute_missing", text, prefixed(name), here)
    for name in present:
        if name not in group and None not in group and name not in _XSI:
            text = f"Attributtet «{word(name)}» hører ikke hjemme på {fault.name}. Fjern det."
            allowed = one_of(sorted(prefixed(known) for known in group if known))
            yield fault.problem("attribute", text, allowed or "ingen attributter", prefixed(name), name)


def _payload(fault: Complaint) -> Iterator[Problem]:
    """An element where any message may stand, that is none."""
    yield strangers.problem(fault.element, fault.by.maps.elements, "en meldingstype som mottakeren støtter")


def _root(fault: Complaint) -> Iterator[Problem]:
    text = f"{fault.name} er ikke rotelementet i en melding som er kjent her. Send en hel melding."
    here = kinds.named(fault.element.tag)
    yield fault.problem("root", text, "mh:MsgHead, e:Message eller ar:AppRec", here)


def _group(fault: Complaint) -> Iterator[Problem]:
    """Text between children. A group also complains of a child's xsi:type, and the child does so itself."""
    if any((text or "").strip() for text in (fault.element.text, *(c.tail for c in fault.element))):
        yield from _loose_text(fault)


def _loose_text(fault: Complaint) -> Iterator[Problem]:
    text = f"{fault.name} skal ikke ha tekst utenfor elementene sine. Fjern teksten."
    yield fault.problem("text", text, "bare elementer", "tekst")


def _element(fault: Complaint) -> Iterator[Problem]:
    element, declaration = fault.element, fault.by
    if declaration.fixed is not None and element.text != declaration.fixed:
        text = f"{fault.name} har feil verdi. Her skal det stå «{declaration.fixed}»."
        yield fault.problem("fixed", text, declaration.fixed, fault.kind)
    elif len(element) and declaration.type.has_simple_content():
        text = f"{fault.name} skal bare ha tekst, ikke elementer inne i seg. Fjern dem."
        inside = kinds.several(child.tag for child in element)
        yield fault.problem("unexpected", text, of_type(declaration.type), inside)
    elif declaration.type.is_empty() and (element.text or "").strip():
        yield from _loose_text(fault)
    else:
        text = f"{fault.name} følger ikke skjemaet. Fjern xsi:nil og xsi:type, om de er der."
        here = kinds.several(name for name in element.attrib if name in _XSI)
        yield fault.problem("other", text, "et element uten xsi:nil og xsi:type", here)


def _fixed_attribute(fault: Complaint) -> Iterator[Problem]:
    name, fixed = fault.by.name, fault.by.fixed
    text = f"Attributtet «{word(name)}» på {fault.name} har feil verdi. Her skal det stå «{fixed}»."
    yield fault.problem("fixed", text, fixed, kinds.text(fault.element.get(name)), name)


def _enumeration(fault: Complaint) -> Iterator[Problem]:
    allowed = one_of([str(value) for value in fault.by.enumeration])
    text = f"{fault.who} har en verdi som ikke er tillatt. Her skal det stå {allowed}."
    yield fault.problem("enumeration", text, allowed, fault.kind)


def _pattern(fault: Complaint) -> Iterator[Problem]:
    yield _not_a_value(fault, of_patterns(fault.by.regexps))


def _value(fault: Complaint) -> Iterator[Problem]:
    """Text that is no value of its datatype: the declared one, since the complaint may name a part of it."""
    declaration = fault.declaration
    declared: object = None if declaration is None else declaration.type
    if declaration is not None and fault.attribute:
        declared = getattr(declaration.attributes.get(fault.attribute), "type", None)
    yield _not_a_value(fault, of_type(declared))


def _not_a_value(fault: Complaint, expected: str) -> Problem:
    wanted = f"Her skal det stå {expected}." if expected else "Se skjemaet."
    return fault.problem("datatype", f"{fault.who} har ikke gyldig innhold. {wanted}", expected, fault.kind)


_KINDS: tuple[tuple[type, Callable[[Complaint], Iterator[Problem]]], ...] = (
    (XsdAttributeGroup, _attributes),
    (XsdAnyElement, _payload),
    (XMLSchema, _root),
    (XsdGroup, _group),
    (XsdElement, _element),
    (XsdAttribute, _fixed_attribute),
    (XsdEnumerationFacets, _enumeration),
    (XsdPatternFacets, _pattern),
)
