"""What some rules find in a history, which must be the same whatever the order of its messages."""

from collections.abc import Sequence
from itertools import islice, permutations
from typing import Any

from histories import AVTALE, at
from judging import EXAMPLES, OF_EXAMPLES, event
from sequels import facts, rules

from consumers.evaluate import Evaluation, evaluate
from consumers.rule import Rule
from schemas.agreements import Agreement, Part
from schemas.avvik import Standing

LATE = "2026-03-20T12:00"
"""When every limit of the histories in February has passed."""


def evaluated(of: Sequence[Rule], *history: Any, now: str = LATE, avtale: Agreement = AVTALE) -> Evaluation:
    """The answer of those rules at `now`, Oslo wall clock."""
    first = evaluate(history, at(now), avtale, of)
    for order in islice(permutations(history), 24):
        assert facts(evaluate(order, at(now), avtale, of).avvik) == facts(first.avvik)
    return first


def standing(
    of: Sequence[Rule], *history: Any, now: str = LATE, avtale: Agreement = AVTALE
) -> tuple[Standing, ...]:
    """Their avvik."""
    return evaluated(of, *history, now=now, avtale=avtale).avvik


def found(of: Sequence[Rule], *history: Any, now: str = LATE, avtale: Agreement = AVTALE) -> list[str]:
    """Ids of the rules that have found something, sorted."""
    return rules(standing(of, *history, now=now, avtale=avtale))


AVTALE_OFFICIAL = Agreement(
    parts=(
        Part("59", "Sykehuset", "helseforetak", egen=True),
        Part("99387", "Kommunen", "kommune", kommunenr="5501"),
        Part("91096", "Legekontoret", "fastlege"),
    )
)
"""Who sends and gets the official examples of PLO."""


def official(of: Sequence[Rule], start: str) -> list[str]:
    """Ids of the rules that find something in an official example whose name starts so, each by itself."""
    events = [
        event(path.read_bytes(), agreement=OF_EXAMPLES) for path in EXAMPLES if path.name.startswith(start)
    ]
    assert events
    return [
        rule for told in events for rule in found(of, told, now="2027-01-01T12:00", avtale=AVTALE_OFFICIAL)
    ]
