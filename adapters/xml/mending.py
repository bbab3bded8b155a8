"""A list of children put right with as little as possible: moved before added, added before taken away.

A fault shows where the children leave the model, and lies there or before. Each mending that could help
is tried on the whole list, and the one that carries furthest is kept. A fault alone in its list needs one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

from adapters.xml.child import Child
from adapters.xml.model import Model

_MOST_MENDINGS = 10
_MOST_PLACES = 40
_FEW_CHILDREN = 200  # each mending reads all children again and again, so a longer list has but one


@dataclass(slots=True)
class Mended:
    """Attributes:
    children: as they should stand.
    over: children for which no place was found.
    whole: False where there is more wrong than was looked for.
    """

    children: list[Child]
    over: list[Child] = field(default_factory=list)
    whole: bool = False


def mend(model: Model, children: Sequence[Child]) -> Mended:
    """The same children as the model wants them."""
    mended = Mended(list(children))
    for _ in range(_MOST_MENDINGS if len(children) <= _FEW_CHILDREN else 1):
        if reads(model, mended.children):
            break
        mended = max(_tries(model, mended), key=lambda tried: _worth(model, tried))
    mended.whole = reads(model, mended.children)
    return _put_back(model, mended) if mended.whole else mended


def reads(model: Model, children: Sequence[Child]) -> bool:
    """Whether nothing is wrong with a list."""
    number, state = model.read(child.label for child in children)
    return number == len(children) and model.done(state)


def places(children: Sequence[Child], near: int) -> list[int]:
    """Where another child could be put: between children of different names, the nearest first."""
    always = (0, len(children), near, near + 1)
    every = range(len(children) + 1)
    between = [at for at in every if at in always or children[at - 1].label != children[at].label]
    return sorted(between, key=lambda at: abs(at - near))[:_MOST_PLACES]


def _worth(model: Model, tried: Mended) -> tuple[bool, int]:
    """Whether all is well after it, and how many of the file's children are read or put aside."""
    number, state = model.read(child.label for child in tried.children)
    whole = number == len(tried.children) and model.done(state)
    there = sum(child.element is not None for child in islice(tried.children, number))
    return whole, there + len(tried.over)


def _tries(model: Model, mended: Mended) -> Iterator[Mended]:
    """What could be done, the best first: of equals the first is taken."""
    children, over = mended.children, mended.over
    at, state = model.read(child.label for child in children)
    if at < len(children):
        rest = [*children[:at], *children[at + 1 :]]
        for place in places(rest, at):
            if place != at:
                yield Mended(_with(rest, place, children[at]), over)
        for later in _wanted_later(model, children, at, state):
            moved = [*children[:later], *children[later + 1 :]]
            yield Mended(_with(moved, at, children[later]), over)
    yield from _added(model, mended, at, state)
    if at < len(children):
        for out in range(at, max(-1, at - _MOST_PLACES), -1):  # one before it may have been read too early
            yield Mended([*children[:out], *children[out + 1 :]], [*over, children[out]])


def _with(children: list[Child], place: int, child: Child) -> list[Child]:
    return [*children[:place], child, *children[place:]]


def _wanted_later(model: Model, children: list[Child], at: int, state: int) -> Iterator[int]:
    """Children further on that may stand here already, the first of each name."""
    seen: set[int] = set()
    for later in range(at + 1, len(children)):
        label = children[later].label
        if label not in seen and model.step(state, label):
            seen.add(label)
            yield later


def _added(model: Model, mended: Mended, at: int, state: int) -> Iterator[Mended]:
    """With what must stand before the child that does not fit: what was put aside, or else new."""
    children = mended.children
    following = children[at].label if at < len(children) else None
    way = model.way(state, following)
    if not way:
        return
    over, new = list(mended.over), []
    for name in way:
        does = [name, *_either(model, following, state, name)] if len(way) == 1 else [name]
        back = next((child for child in over if child.tag in does), None)
        if back is not None:
            over.remove(back)
        new.append(back or Child(name, model.label(name), either=tuple(does[1:])))
    yield Mended([*children[:at], *new, *children[at:]], over)


def _either(model: Model, following: int | None, state: int, name: str) -> list[str]:
    """Other names that would do as well."""
    others = [other for other in model.may_follow(state) if other != name]
    after = [(other, model.step(state, model.label(other))) for other in others]
    return [other for other, then in after if model.way(then, following) == ()]


def _put_back(model: Model, mended: Mended) -> Mended:
    """Each child that was put aside, where it has a place after all: first that of one thought missing."""
    over: list[Child] = []
    for child in mended.over:
        lists = (_with(mended.children, at, child) for at in places(mended.children, child.index))
        tried = chain(_instead(mended.children, child), (each for each in lists if reads(model, each)))
        found = next(tried, None)
        if found is None:
            over.append(child)
        else:
            mended.children = found
    mended.over = over
    return mended


def _instead(children: list[Child], child: Child) -> Iterator[list[Child]]:
    for at, other in enumerate(children):
        if other.element is None and child.tag in (other.tag, *other.either):
            yield [*children[:at], child, *children[at + 1 :]]
