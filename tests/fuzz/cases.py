"""What is tried: a message with something wrong, made from a seed and a number and from nothing else."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from fuzz import large, raw, trees, tricks
from fuzz.corpus import one_of

Wrong = Callable[[random.Random, bytes], bytes]

TREES: dict[str, tuple[int, Wrong]] = {
    "ny id": (2, trees.renumbered),
    "skjema": (8, trees.by_schema),
    "verdier": (8, trees.valued),
    "byttet": (5, trees.swapped),
    "podet": (6, trees.grafted),
    "fremmed": (4, trees.foreign),
    "beskåret": (4, trees.pruned),
}
"""Name -> how often, and the wrong; these need a message that is XML."""
BYTES: dict[str, tuple[int, Wrong]] = {
    "byte": (8, raw.flipped),
    "avkortet": (4, raw.cut),
    "blandet": (6, raw.mixed),
    "tegn": (8, raw.inserted),
    "tegnsett": (6, raw.encoded),
    "pakket": (2, raw.packed),
    "entiteter": (4, tricks.entities),
    "navnerom": (6, tricks.namespaces),
    "xsi": (5, tricks.instance),
}
LARGE: dict[str, tuple[int, Wrong]] = {
    "stor fylling": (7, large.filled),
    "stor verdi": (3, large.valued),
    "stor type": (2, large.typed),
    "stort vedlegg": (2, large.attached),
    "stor UTF-16": (1, large.wide),
}
KINDS = TREES | BYTES | LARGE
RENUMBERED, BOTH = 0.4, 0.25
"""How often a message has an id of its own, and how often wrong bytes come on top of a wrong tree."""


@dataclass(frozen=True, slots=True)
class Case:
    """One try.

    Attributes:
        number: with the seed, enough to make it again.
        kind: one of KINDS.
    """

    number: int
    kind: str
    raw: bytes = field(repr=False)


def case(seed: int, number: int) -> Case:
    """The same each time."""
    chance = random.Random(f"{seed} {number}")  # noqa: S311 - repeatable, not secret
    kind = _drawn(chance, KINDS)
    message = one_of(chance)
    if chance.random() < RENUMBERED:
        message = trees.renumbered(chance, message)
    if kind in BYTES and chance.random() < BOTH:
        message = TREES[_drawn(chance, TREES)][1](chance, message)
    return Case(number, kind, KINDS[kind][1](chance, message))


def _drawn(chance: random.Random, kinds: dict[str, tuple[int, Wrong]]) -> str:
    return chance.choices(list(kinds), [often for often, _ in kinds.values()])[0]
