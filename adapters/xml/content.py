"""Children that the content model does not accept: missing, misplaced, one too many, unknown.

A validator stops reading a parent's children at the first one that does not fit. So the list of
their names is repaired, one fault at a time, and read again: every fault is found, in its order.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from lxml import etree
from xmlschema.validators import XsdGroup

from adapters.errors import Problem
from adapters.xml import misfits
from adapters.xml.misfits import Child, Misfit
from adapters.xml.strangers import misnamed, namesakes

_MOST_REPAIRS = 10
_MOST_PLACES = 8
_FEW_CHILDREN = 200  # each repair reads all children again, so a longer list is read once


def problems(parent: etree._Element, group: XsdGroup) -> Iterator[Problem]:
    """All that is wrong with the children of `parent`, which `group` describes."""
    children = [Child(e.tag, e) for e in parent.iterchildren(etree.Element)]
    for _ in range(_MOST_REPAIRS if len(children) <= _FEW_CHILDREN else 1):
        misfit = _first_misfit(group, children)
        if misfit is None:
            return
        yield _repair(parent, group, children, misfit)
    if _first_misfit(group, children):
        yield misfits.more(parent)


def _first_misfit(group: XsdGroup, children: list[Child]) -> Misfit | None:
    model = group.get_model_visitor()
    for index, child in enumerate(children):
        while model.element is not None:
            fits = model.match_element(child.tag) is not None
            for _particle, _occurs, expected in model.advance(fits):
                return Misfit(index, _names(expected))
            if fits:
                break
        else:
            return Misfit(index, ())
    if model.element is not None:
        for _particle, _occurs, expected in model.stop():
            return Misfit(len(children), _names(expected))
    return None


def _names(expected: Sequence[object] | None) -> tuple[str, ...]:
    return tuple(name for part in expected or () if (name := getattr(part, "name", None)))


def _repair(parent: etree._Element, group: XsdGroup, children: list[Child], misfit: Misfit) -> Problem:
    index = misfit.index
    if index == len(children):
        return _missing(parent, children, misfit)
    child = children[index]
    if group.match_element(child.tag) is None:
        return _stranger(parent, group, children, misfit)
    place = _earlier_place(group, children, index)
    if place is not None:
        children.insert(place, children.pop(index))
        return misfits.misplaced(parent, child, children[place + 1])
    if any(before.tag == child.tag for before in children[:index]):
        return _repeated(parent, group, children, index)
    later = _later(children, misfit)
    if later is not None:
        children.insert(index, children.pop(later))
        return misfits.misplaced(parent, children[index], child)
    if misfit.expected:
        return _missing(parent, children, misfit)
    return misfits.unknown(parent, children.pop(index), ())


def _missing(parent: etree._Element, children: list[Child], misfit: Misfit) -> Problem:
    problem = misfits.missing(parent, children, misfit)
    children.insert(misfit.index, Child(misfit.expected[0] if misfit.expected else ""))
    return problem


def _repeated(parent: etree._Element, group: XsdGroup, children: list[Child], index: int) -> Problem:
    child = children[index]
    there = sum(other.tag == child.tag and other.element is not None for other in children)
    most = getattr(group.match_element(child.tag), "max_occurs", None)
    del children[index]
    return misfits.repeated(parent, child, there, most)


def _stranger(parent: etree._Element, group: XsdGroup, children: list[Child], misfit: Misfit) -> Problem:
    """A name that the model does not have; every sibling with the same wrong namespace is the same fault."""
    child = children[misfit.index]
    names = [name for part in group.iter_elements() if (name := part.name)]
    alike = namesakes(child.tag, names)
    if not alike:
        return misfits.unknown(parent, children.pop(misfit.index), misfit.expected)
    wrong, right = (etree.QName(tag).namespace for tag in (child.tag, alike[0]))
    for place, other in enumerate(children):
        renamed = f"{{{right}}}{other.tag.rpartition('}')[2]}"
        if other.element is not None and etree.QName(other.tag).namespace == wrong and renamed in names:
            children[place] = replace(other, tag=renamed)
    return misnamed(child.element, alike)


def _later(children: list[Child], misfit: Misfit) -> int | None:
    """Where the element that is asked for stands, when it only comes too late."""
    rest = range(misfit.index + 1, len(children))
    return next(
        (i for i in rest if children[i].tag in misfit.expected and children[i].element is not None), None
    )


def _earlier_place(group: XsdGroup, children: list[Child], index: int) -> int | None:
    """Where the child should have stood, when it only comes too late."""
    if len(children) > _FEW_CHILDREN:
        return None
    for place in reversed(range(max(0, index - _MOST_PLACES), index)):
        moved = [*children[:place], children[index], *children[place:index], *children[index + 1 :]]
        misfit = _first_misfit(group, moved)
        if misfit is None or misfit.index > index:
            return place
    return None
