"""Sentences about children that do not fit where they stand."""

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from adapters.errors import Problem
from adapters.xml import kinds
from adapters.xml.names import one_of, path, prefixed, word
from adapters.xml.namespaces import STANDARDS, versions_apart


@dataclass(frozen=True, slots=True)
class Child:
    """A child that is there, or (without an element) one that a repair has put in."""

    tag: str
    element: etree._Element | None = None


@dataclass(frozen=True, slots=True)
class Misfit:
    """The first place where the children leave the model, and what it asks for there."""

    index: int
    expected: tuple[str, ...]


def missing(parent: etree._Element, children: Sequence[Child], misfit: Misfit) -> Problem:
    """What should have stood before the child at the misfit's place, or last."""
    index, expected = misfit.index, misfit.expected
    after = f"rett etter «{word(children[index - 1].tag)}»" if index else "først"
    at = next((c.element for c in children[index:] if c.element is not None), None)
    names = one_of([f"«{word(name)}»" for name in expected]) or "Et innhold"
    text = f"{names} mangler i «{word(parent.tag)}». Legg det inn {after}."
    here = kinds.named(at.tag) if at is not None else f"slutten av {prefixed(parent.tag)}"
    wanted = one_of([prefixed(name) for name in expected])
    return _problem("xsd.missing", text, parent, parent if at is None else at, wanted, here)


def unknown(parent: etree._Element, child: Child, expected: Sequence[str]) -> Problem:
    """A child that has no place here at all."""
    own, here = (etree.QName(tag).namespace for tag in (child.tag, parent.tag))
    space = next((etree.QName(name).namespace for name in expected), here)
    wanted = one_of([prefixed(name) for name in expected]) or f"ikke noe mer i {prefixed(parent.tag)}"
    found = kinds.named(child.tag)
    if versions_apart(own, space):
        text = (
            f"«{word(child.tag)}» er fra {STANDARDS[own].titled}, men «{word(parent.tag)}» har innhold fra "
            f"{STANDARDS[space].titled}, som ikke har noe med det navnet. Fjern det, eller bytt versjon."
        )
        return _problem("xsd.version", text, child.element, child.element, wanted, found)
    text = f"«{word(child.tag)}» hører ikke hjemme her i «{word(parent.tag)}». Fjern det, eller rett navnet."
    return _problem("xsd.unexpected", text, child.element, child.element, wanted, found)


def repeated(parent: etree._Element, child: Child, there: int, most: int | None) -> Problem:
    """One child too many of its name; `there` are there, and `most` may be."""
    text = f"«{word(child.tag)}» står en gang for mye i «{word(parent.tag)}». Fjern det."
    name = prefixed(child.tag)
    wanted = f"høyst {most} {name}" if most else f"færre {name}"
    return _problem("xsd.too_many", text, child.element, child.element, wanted, f"{there} {name}")


def misplaced(parent: etree._Element, child: Child, following: Child) -> Problem:
    """A child that should have stood before `following`."""
    text = (
        f"«{word(child.tag)}» står på feil plass i «{word(parent.tag)}». "
        f"Rekkefølgen er fast: flytt det foran «{word(following.tag)}»."
    )
    name, other = prefixed(child.tag), prefixed(following.tag)
    return _problem(
        "xsd.order", text, child.element, child.element, f"{name} foran {other}", f"{name} etter {other}"
    )


def more(parent: etree._Element) -> Problem:
    """There is more than we look for in one list of children."""
    text = f"Det er flere feil blant elementene rett under «{word(parent.tag)}». Rett de viste først."
    return _problem("xsd.more", text, parent, parent, "", "")


def _problem(
    code: str, text: str, place: etree._Element, line_of: etree._Element, expected: str, found: str
) -> Problem:
    return Problem(code, "T02", text, path(place), line_of.sourceline or 0, expected, found)
