"""What rules on dialogue find in a history; no text of theirs has a figure in it."""

from collections.abc import Sequence
from typing import Any

from findings import LATE, evaluated
from histories import AVTALE

from consumers.rule import Rule
from schemas.agreements import Agreement
from schemas.avvik import Standing


def standing(
    table: Sequence[Rule], *history: Any, now: str = LATE, agreement: Agreement = AVTALE
) -> list[Standing]:
    """What stands at `now`, by rule and subject."""
    avvik = evaluated(table, *history, now=now, avtale=agreement).avvik
    for one in avvik:
        assert not any(character.isdigit() for character in one.text)
    return sorted(avvik, key=lambda one: (one.rule, one.subject))


def ids(table: Sequence[Rule], *history: Any, now: str = LATE, agreement: Agreement = AVTALE) -> list[str]:
    """Ids of their rules."""
    return [one.rule for one in standing(table, *history, now=now, agreement=agreement)]
