"""Technical avvik of a history, the same whatever order its messages come in."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from findings import LATE, evaluated
from histories import AVTALE, at
from judging import EXAMPLES, OF_EXAMPLES, event

from consumers.evaluate import evaluate
from consumers.rule import Rule
from schemas.agreements import Agreement, Part
from schemas.avvik import Standing


def told(
    table: Sequence[Rule], *history: Any, now: str = LATE, agreement: Agreement = AVTALE
) -> list[Standing]:
    """What stands, by rule; each as every technical avvik is (rules.md §12.18)."""
    avvik = evaluated(table, *history, now=now, avtale=agreement).avvik
    for one in avvik:
        how = (one.kind, one.direction, one.category, one.severity, one.confidence)
        assert how == ("teknisk", "ingen", "TEKNISK", "lav", "hoy")
        assert not any(character.isdigit() for character in one.text)
    return sorted(avvik, key=lambda one: (one.rule, one.subject))


def ids(table: Sequence[Rule], *history: Any, now: str = LATE) -> list[str]:
    """Ids of the rules."""
    return [one.rule for one in told(table, *history, now=now)]


@cache
def examples() -> tuple[Any, ...]:
    """The events of all official examples."""
    assert len(EXAMPLES) > 30
    return tuple(event(path.read_bytes(), agreement=OF_EXAMPLES) for path in EXAMPLES)


def of_examples(table: Sequence[Rule]) -> list[Standing]:
    """What some rules find in official examples, each by itself, with all of its parties known."""
    return [one for example in examples() for one in _found(table, [example])]


def of_examples_together(table: Sequence[Rule]) -> list[Standing]:
    """The same, with all that is about one patient in one history."""
    pids = {example.pid for example in examples()}
    each = [[example for example in examples() if example.pid == pid] for pid in sorted(pids)]
    return [one for history in each for one in _found(table, history)]


def _found(table: Sequence[Rule], history: Sequence[Any]) -> tuple[Standing, ...]:
    hers = {her for one in history for her in (one.sender, one.receiver, *one.copies)}
    knowing = Agreement(parts=tuple(Part(her, "Part", "helseforetak") for her in sorted(hers)))
    return evaluate(history, at(LATE), knowing, table).avvik
