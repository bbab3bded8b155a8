"""Simulated stays for tests: a wish, and what comes of it."""

from datetime import UTC, date, datetime
from random import Random

from broker.simulate import usual
from broker.simulate.case import Case
from broker.simulate.drugs import DRUGS
from broker.simulate.faults import RULES
from broker.simulate.made import Wish, cases
from broker.simulate.people import person
from broker.simulate.posted import Posted, posted
from broker.simulate.world import KOMMUNER, UNN

ALLE = frozenset(RULES)


def wish(stays: int, seed: int = 1, faults: frozenset[str] = ALLE) -> Wish:
    """What is to be simulated; every rule, R-K07 and R-K08 too."""
    return Wish(stays, seed, faults)


def messages(asked: Wish) -> list[Posted]:
    """All messages of it."""
    return [one for case in cases(asked) for one in posted(case)]


def by_hand(seed: int = 1) -> Case:
    """A flawless stay in Harstad, 3 to 10 February 2025."""
    times = (datetime(2025, 2, 3, 9, tzinfo=UTC), datetime(2025, 2, 9, 10, tzinfo=UTC))
    chance = Random(seed)  # noqa: S311 - repeatable, not secret
    t1 = datetime(2025, 2, 10, 12, tzinfo=UTC)
    case = Case(f"hand-{seed}", chance, person(7, date(1950, 1, 2)), UNN, KOMMUNER[1], *times, t1)
    case.drugs = DRUGS[:3]
    usual.flawless(case)
    return case


def must(case: Case) -> list[str]:
    """The rules of what must be found of a case, in order."""
    return sorted(one.rule for one in case.wrong)
