"""What some rules find in a history, the same whatever order its messages come in."""

from collections.abc import Sequence
from itertools import islice, permutations
from typing import Any

from histories import AVTALE, at
from sequels import facts

from consumers.evaluate import evaluate
from consumers.rule import Rule
from schemas.agreements import Agreement
from schemas.avvik import Standing

LATER = "2026-03-20T12:00"


def standing(
    table: Sequence[Rule], *history: Any, now: str = LATER, agreement: Agreement = AVTALE
) -> list[Standing]:
    """What stands at `now`, by rule and subject."""
    avvik = evaluate(history, at(now), agreement, table).avvik
    for order in islice(permutations(history), 24):
        assert facts(evaluate(order, at(now), agreement, table).avvik) == facts(avvik)
    for one in avvik:
        assert not any(character.isdigit() for character in one.text)
    return sorted(avvik, key=lambda one: (one.rule, one.subject))


def ids(table: Sequence[Rule], *history: Any, now: str = LATER, agreement: Agreement = AVTALE) -> list[str]:
    """Ids of their rules."""
    return [one.rule for one in standing(table, *history, now=now, agreement=agreement)]
