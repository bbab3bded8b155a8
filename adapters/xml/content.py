"""Children that the content model does not accept: missing, misplaced, one too many, unknown.

A validator stops reading a parent's children at the first one that does not fit. So the list of
their names is repaired, one fault at a time, and read again: every fault is found, in its order.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree
from xmlschema.validators import XsdGroup

from adapters.errors import Problem
from adapters.xml.names import path, prefixed, word
from adapters.xml.words import one_of

_MOST_REPAIRS = 10
_MOST_PLACES = 8
_FEW_CHILDREN = 200  # each repair reads all children again, so a longer list is read once


@dataclass(frozen=True, slots=True)
class _Child:
    """A child that is there, or (without an element) one that a repair has put in."""

    tag: str
    element: etree._Element | None = None


@dataclass(frozen=True, slots=True)
class _Misfit:
    """The first place where the children leave the model, and what it asks for there."""

    index: int
    expected: tuple[str, ...]


def problems(parent: etree._Element, group: XsdGroup) -> Iterator[Problem]:
    """All that is wrong with the children of `parent`, which `group` describes."""
    children = [_Child(e.tag, e) for e in parent.iterchildren(etree.Element)]
    for _ in range(_MOST_REPAIRS if len(children) <= _FEW_CHILDREN else 1):
        misfit = _first_misfit(group, children)
        if misfit is None:
            return
        yield _repair(parent, group, children, misfit)
    if _first_misfit(group, children):
        text = f"Det er flere feil blant elementene rett under «{word(parent.tag)}»."
        yield _problem("xsd.more", text, parent, parent, "")


def _first_misfit(group: XsdGroup, children: list[_Child]) -> _Misfit | None:
    model = group.get_model_visitor()
    for index, child in enumerate(children):
        while model.element is not None:
            fits = model.match_element(child.tag) is not None
            for _particle, _occurs, expected in model.advance(fits):
                return _Misfit(index, _names(expected))
            if fits:
                break
        else:
            return _Misfit(index, ())
    if model.element is not None:
        for _particle, _occurs, expected in model.stop():
            return _Misfit(len(children), _names(expected))
    return None


def _names(expected: Sequence[object] | None) -> tuple[str, ...]:
    return tuple(name for part in expected or () if (name := getattr(part, "name", None)))


def _repair(parent: etree._Element, group: XsdGroup, children: list[_Child], misfit: _Misfit) -> Problem:
    index = misfit.index
    if index == len(children):
        return _missing(parent, children, misfit)
    child = children[index]
    if group.match_element(child.tag) is None:
        del children[index]
        return _unknown(parent, child)
    place = _earlier_place(group, children, index)
    if place is not None:
        children.insert(place, children.pop(index))
        return _misplaced(parent, child, children[place + 1])
    if any(before.tag == child.tag for before in children[:index]):
        del children[index]
        return _repeated(parent, child)
    later = _later(children, misfit)
    if later is not None:
        children.insert(index, children.pop(later))
        return _misplaced(parent, children[index], child)
    if misfit.expected:
        return _missing(parent, children, misfit)
    del children[index]
    return _unknown(parent, child)


def _later(children: list[_Child], misfit: _Misfit) -> int | None:
    """Where the element that is asked for stands, when it only comes too late."""
    rest = range(misfit.index + 1, len(children))
    return next(
        (i for i in rest if children[i].tag in misfit.expected and children[i].element is not None), None
    )


def _earlier_place(group: XsdGroup, children: list[_Child], index: int) -> int | None:
    """Where the child should have stood, when it only comes too late."""
    if len(children) > _FEW_CHILDREN:
        return None
    for place in reversed(range(max(0, index - _MOST_PLACES), index)):
        moved = [*children[:place], children[index], *children[place:index], *children[index + 1 :]]
        misfit = _first_misfit(group, moved)
        if misfit is None or misfit.index > index:
            return place
    return None


def _missing(parent: etree._Element, children: list[_Child], misfit: _Misfit) -> Problem:
    index, expected = misfit.index, misfit.expected
    where = f"etter «{word(children[index - 1].tag)}»" if index else "først"
    at = next((c.element for c in children[index:] if c.element is not None), parent)
    children.insert(index, _Child(expected[0] if expected else ""))
    names = one_of([f"«{word(name)}»" for name in expected]) or "Et innhold"
    text = f"{names} mangler i «{word(parent.tag)}». Legg til {where}."
    return _problem("xsd.missing", text, parent, at, one_of([prefixed(name) for name in expected]))


def _unknown(parent: etree._Element, child: _Child) -> Problem:
    text = f"«{word(child.tag)}» hører ikke hjemme her i «{word(parent.tag)}». Fjern det, eller rett navnet."
    return _problem("xsd.unexpected", text, child.element, child.element, "")


def _repeated(parent: etree._Element, child: _Child) -> Problem:
    text = f"«{word(child.tag)}» står en gang for mye i «{word(parent.tag)}». Fjern det."
    return _problem("xsd.too_many", text, child.element, child.element, "")


def _misplaced(parent: etree._Element, child: _Child, following: _Child) -> Problem:
    text = (
        f"«{word(child.tag)}» står på feil plass i «{word(parent.tag)}». "
        f"Rekkefølgen er fast: flytt det foran «{word(following.tag)}»."
    )
    expected = f"{prefixed(child.tag)} foran {prefixed(following.tag)}"
    return _problem("xsd.order", text, child.element, child.element, expected)


def _problem(code: str, text: str, place: etree._Element, line_of: etree._Element, expected: str) -> Problem:
    return Problem(code, "T02", text, path(place), line_of.sourceline or 0, expected)
