"""Stays by number: the same number of the same seed is always the same stay.

Every fault comes as often as any other; every fifth stay is another story without any, and one in three is
flawless. Noise is in all.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

from broker.simulate import usual
from broker.simulate.case import Case
from broker.simulate.drugs import DRUGS
from broker.simulate.faults import FAULTS, PLO20, REINNLEGGELSE, Fault
from broker.simulate.head import Party
from broker.simulate.local import DAY, dates
from broker.simulate.mended import MENDED, SHARE
from broker.simulate.noise import NOISE
from broker.simulate.people import person
from broker.simulate.stories import BORN_THEN, STORIES
from broker.simulate.stories import FAULTS as STORY_FAULTS
from broker.simulate.together import anew, nowhere
from broker.simulate.world import KAD, KOMMUNER, NORDLAND, UNN, Kommune

FIRST_DAY: Final = date(2025, 1, 13)
DAYS: Final = 240
"""All stays begin within these days, over a change of the clock."""
OLD: Final = 0.15
"""Share of the stays that are told of in PLO 1.5."""
REINNLAGT: Final = "reinnlagt"
"""The story of a second stay."""
MOST: Final = 30_000
"""So many synthetic people there are."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be simulated.

    Attributes:
        faults: ids of rules to break; none = flawless.
        live: it is to be posted, so that GenDate counts as received.
    """

    stays: int
    seed: int
    faults: frozenset[str]
    live: bool = False


def cases(wish: Wish) -> Iterator[Case]:
    """All stays, in order of admission; of a readmission the two follow each other."""
    rows = [row for row in (*FAULTS, *PLO20) if row.rule in wish.faults and not (wish.live and row.refused)]
    left = wish.stays
    number = 0
    while left > 0:
        found = _patient(wish, number, rows, twice=left > 1)
        left -= len(found)
        yield from found
        number += 1


def _patient(wish: Wish, number: int, rows: Sequence[Fault], *, twice: bool) -> list[Case]:
    """The stays of one patient."""
    chance = Random(f"{wish.seed}/{number}")  # noqa: S311 - repeatable, not secret
    kind = chance.choice([*STORIES]) if chance.random() < 0.2 else ""
    first = FIRST_DAY + timedelta(days=number * DAYS // wish.stays)
    chosen = _chosen(chance, rows, number) if not kind else _told_in(kind, chance, rows)
    case = _case(wish, number, chance, first, chosen, born=first if kind in BORN_THEN else None)
    if not any(row.new for row in chosen) and chance.random() < OLD:
        case.version = "1.5"
    _fill(case, kind, chosen)
    gone = not kind and {"rapport", "utskrevet", "epikrise"} & {*case.drafts}
    return [case, _again(wish, case)] if twice and gone and chance.random() < 0.06 else [case]


def _case(
    wish: Wish, number: int, chance: Random, first: date, chosen: Sequence[Fault], born: date | None
) -> Case:
    days = chance.randint(max([3, *(row.days for row in chosen)]), 12)
    t0, tk, t1 = dates(chance, first, days)
    patient = person((wish.seed * 7919 + number) % MOST, born)
    hospital, kommune = _hospital(chance), _kommune(chance, chosen)
    return Case(f"{wish.seed}-{number}", chance, patient, hospital, kommune, t0, tk, t1, wish.live)


def _hospital(chance: Random) -> Party:
    return chance.choices((UNN, NORDLAND, KAD), (88, 8, 4))[0]


def _kommune(chance: Random, chosen: Sequence[Fault]) -> Kommune:
    answering = [kommune for kommune in KOMMUNER if not kommune.egen]
    return chance.choice(answering if any(row.answered for row in chosen) else KOMMUNER)


def _chosen(chance: Random, rows: Sequence[Fault], number: int) -> list[Fault]:
    """Faults that do not disturb each other: none in a third of the stays, else one to five."""
    if not rows or chance.random() < 0.3:
        return []
    chosen = [rows[number % len(rows)]]
    for row in chance.sample(rows, min(4, len(rows))):
        if all(map(row.is_apart, chosen)) and chance.random() < 0.4:
            chosen.append(row)
    return chosen


def _told_in(kind: str, chance: Random, rows: Sequence[Fault]) -> list[Fault]:
    """At most one fault, in half of the stories that can have any."""
    fits = [row for row in rows if row.rule in STORY_FAULTS.get(kind, ())]
    return [chance.choice(fits)] if fits and chance.random() < 0.5 else []


def _fill(case: Case, kind: str, chosen: Sequence[Fault]) -> None:
    """Everything of one stay: its story, its faults, its noise."""
    case.drugs = tuple(case.chance.sample(DRUGS, case.chance.randint(2, len(DRUGS))))
    if kind:
        case.story = kind
        STORIES[kind](case)
    else:
        usual.flawless(case)
        usual.around(case)
    for row in chosen:
        row.inject(case)
        case.touched |= {touch.partition(".")[0] for touch in row.touches}
    if kind:
        return
    for share, disturb in (*((SHARE, mend) for mend in MENDED), *NOISE):
        if case.some(share):
            disturb(case)
    nowhere(case)


def _again(wish: Wish, before: Case) -> Case:
    """The same patient once more, flawless; soon only where that is a sign to be found."""
    soon = REINNLEGGELSE in wish.faults and before.some(0.7)
    gap = before.chance.randint(2, 29) if soon else before.chance.randint(32, 60)
    first = before.last_day + gap * DAY
    t0, tk, t1 = dates(before.chance, first, before.chance.randint(3, 9))
    who = before.chance, before.patient, before.hospital, before.kommune
    case = Case(f"{before.name}b", *who, t0, tk, t1, wish.live)
    case.story, case.version = REINNLAGT, before.version
    _fill(case, "", ())
    case.drop("tjenester")  # told of before
    anew(before, case, soon=soon)
    return case
