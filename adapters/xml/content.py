"""Children that the content model does not accept: missing, misplaced, one too many, unknown.

A validator stops reading a parent's children at the first one that does not fit. So the list is put right
(mending.py), and what was done to it is told: every fault, and only of what stands in the file.
"""

from collections.abc import Iterator, Sequence
from itertools import islice

from lxml import etree
from xmlschema.validators import XsdGroup

from adapters.errors import Problem
from adapters.xml import misfits
from adapters.xml.child import Child
from adapters.xml.foreign import Foreign, sorted_out
from adapters.xml.mending import Mended, mend
from adapters.xml.model import Model, model_of
from adapters.xml.place import Place

_MOST_TOLD = 10


def problems(parent: etree._Element, group: XsdGroup) -> Iterator[Problem]:
    """All that is wrong with the children of `parent`, which `group` describes."""
    model = model_of(group)
    known, foreign = sorted_out(model, list(parent.iterchildren(etree.Element)))
    mended = mend(model, known)
    told = list(islice(_told(parent, model, mended, foreign), _MOST_TOLD + 1))
    yield from told[:_MOST_TOLD]
    if not mended.whole or len(told) > _MOST_TOLD or not told:
        yield misfits.more(parent)


def _told(
    parent: etree._Element, model: Model, mended: Mended, foreign: Sequence[Foreign]
) -> Iterator[Problem]:
    stay = unmoved(mended.children)
    instead: set[Child] = set()
    for one in foreign:
        at = _gap(mended.children, stay, one.index)
        here = mended.children[at] if at < len(mended.children) else None
        if one.right is None and here is not None and here.element is None and here not in instead:
            instead.add(here)
            yield misfits.replaced(parent, one.element, here)
        else:
            yield one.problem(parent, _place(model, mended.children, at))
    for at, child in enumerate(mended.children):
        if child.element is None and child not in instead:
            yield misfits.missing(parent, mended.children, at, stay)
        elif child.element is not None and child not in stay:
            yield misfits.misplaced(parent, mended.children, at, stay)
    for child in mended.over:
        yield _over(parent, model, mended, stay, child)


def _over(parent: etree._Element, model: Model, mended: Mended, stay: set[Child], child: Child) -> Problem:
    there = sum(other.label == child.label and other.element is not None for other in mended.children)
    if mended.whole and there:
        return misfits.repeated(parent, child, there)
    at = _gap(mended.children, stay, child.index)
    return misfits.unfit(parent, child, _place(model, mended.children, at), mended.whole)


def unmoved(children: Sequence[Child]) -> set[Child]:
    """The most children that stand in the order of the file."""
    ends: list[Child] = []  # of runs of one, two, three …: the earliest in the file that such a run ends with
    before: dict[Child, Child | None] = {}
    for child in children:
        if child.element is None:
            continue
        length = sum(end.index < child.index for end in ends)
        before[child] = ends[length - 1] if length else None
        ends[length : length + 1] = [child]
    last = ends[-1] if ends else None
    stay: set[Child] = set()
    while last is not None:
        stay.add(last)
        last = before[last]
    return stay


def _gap(children: Sequence[Child], stay: set[Child], index: int) -> int:
    """Where in the list a child belongs that stood at `index` in the file: after what stands before it."""
    earlier = (at for at, child in enumerate(children) if child in stay and child.index < index)
    return max(earlier, default=-1) + 1


def _place(model: Model, children: Sequence[Child], at: int) -> Place:
    """What could stand there with what else stands in the list, and what does."""
    number, state = model.read(child.label for child in children[:at])
    if number < at:
        return Place((), "", known=False)
    names: list[str] = []
    for name in model.may_follow(state):
        after = model.step(state, model.label(name))
        for child in children[at:]:
            after = model.step(after, child.label)
        if after and (model.done(after) or not names):
            names.append(name)
    following = children[at].tag if at < len(children) else ""
    return Place(tuple(filter(None, names)), following, bare=not model.names)
