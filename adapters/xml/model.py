"""What may stand in a parent and in what order, as an automaton that is read in one pass.

Glushkov's construction: a state for each element of the content model, so a list of children is read with
one look-up a child, however often it is tried in another order. Exact for what the schemas have: sequences
and choices, each part at most once or without limit.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from xmlschema.validators import XsdAnyElement, XsdGroup

START = 1
"""The state before the first child. States are bits, and a set of them is their sum."""


class Model:
    """A content model.

    Attributes:
        names: of all elements it has, in their order; "" stands for one that may be anything.
    """

    def __init__(self, group: XsdGroup) -> None:
        self._follow: list[int] = [0]
        self._parts: list[object] = [None]
        empty, first, last = self._group(group)
        self._follow[0] = first
        self._accepting = last | (START if empty else 0)
        self._bits: dict[str, int] = {}
        for bit, part in enumerate(self._parts[1:], start=1):
            name = "" if isinstance(part, XsdAnyElement) else str(getattr(part, "name", ""))
            self._bits[name] = self._bits.get(name, 0) | 1 << bit
        self._steps: dict[tuple[int, int], int] = {}
        self.names = tuple(self._bits)

    def label(self, tag: str) -> int:
        """The states that a child of this name can lead to: 0 for a stranger."""
        known = self._bits.get(tag)
        return known if known is not None else self._anything(tag)

    def step(self, state: int, label: int) -> int:
        """The state after one more child, 0 where it may not stand."""
        after = self._steps.get((state, label))
        if after is None:
            after = self._steps[state, label] = self._next(state) & label
        return after

    def read(self, labels: Iterable[int]) -> tuple[int, int]:
        """How many children are read until one may not stand, and the state then."""
        state, number = START, 0
        for label in labels:
            after = self.step(state, label)
            if not after:
                break
            state, number = after, number + 1
        return number, state

    def done(self, state: int) -> bool:
        """Whether the list may end here."""
        return bool(state & self._accepting)

    def may_follow(self, state: int) -> list[str]:
        """Names that may stand next."""
        after = self._next(state)
        return [name for name, bits in self._bits.items() if bits & after]

    def way(self, state: int, label: int | None) -> tuple[str, ...] | None:
        """The fewest names that must stand before this child may (None: before the end); None: never."""
        seen, ways = {state}, [(state, ())]  # type: tuple[set[int], list[tuple[int, tuple[str, ...]]]]
        for here, names in ways:
            if self.done(here) if label is None else self.step(here, label):
                return names
            for name in self.may_follow(here):
                after = self.step(here, self._bits[name])
                if after not in seen:
                    seen.add(after)
                    ways.append((after, (*names, name)))
        return None

    def _next(self, state: int) -> int:
        return _union(self._follow[bit] for bit in _ones(state))

    def _anything(self, tag: str) -> int:
        open_to = (bit for bit in _ones(self._bits.get("", 0)) if _matches(self._parts[bit], tag))
        return sum(1 << bit for bit in open_to)

    def _group(self, group: XsdGroup) -> tuple[bool, int, int]:
        """Whether it may be empty, and what it can begin and end with."""
        choice = group.model == "choice" and len(group) > 0
        empty, first, last = not choice, 0, 0
        for part in group:
            if part.max_occurs == 0:
                continue
            may, begins, ends = self._group(part) if isinstance(part, XsdGroup) else self._element(part)
            if choice:
                empty, first, last = empty or may, first | begins, last | ends
                continue
            self._join(last, begins)
            first, last = first | (begins if empty else 0), ends | (last if may else 0)
            empty = empty and may
        return self._times(group, empty, first, last)

    def _element(self, part: object) -> tuple[bool, int, int]:
        bit = 1 << len(self._parts)
        self._parts.append(part)
        self._follow.append(0)
        return self._times(part, False, bit, bit)

    def _times(self, part: object, empty: bool, first: int, last: int) -> tuple[bool, int, int]:
        if getattr(part, "max_occurs", 1) != 1:
            self._join(last, first)
        return empty or getattr(part, "min_occurs", 1) == 0, first, last

    def _join(self, ends: int, begins: int) -> None:
        for bit in _ones(ends):
            self._follow[bit] |= begins


@lru_cache(maxsize=1024)
def model_of(group: XsdGroup) -> Model:
    """Built once for each group of a schema."""
    return Model(group)


def _matches(part: object, tag: str) -> bool:
    return bool(part.is_matching(tag))  # type: ignore[attr-defined]


def _ones(bits: int) -> Iterator[int]:
    while bits:
        low = bits & -bits
        yield low.bit_length() - 1
        bits ^= low


def _union(sets: Iterable[int]) -> int:
    together = 0
    for each in sets:
        together |= each
    return together
