"""Rules that are not asked as what they look at is not there (`bare_med`): they would have found nothing."""

from copy import copy
from typing import TypeVar

from histories import AVTALE
from hypothesis import given, settings
from random_histories import histories
from sequels import History

from consumers.deliveries import answering
from consumers.documents import documents
from consumers.found import terms_of
from consumers.papers import Papers
from consumers.rule import Rule
from consumers.rules import RULES
from consumers.stays import stays

P = TypeVar("P", bound=Papers)
BOUND = tuple(rule for rule in RULES if rule.bare_med)


def without(papers: P, rule: Rule) -> P:
    """The same papers with nothing on the lists that a rule is bound to."""
    emptied = copy(papers)
    for name in rule.bare_med:
        setattr(emptied, name, [])
    return emptied


@settings(max_examples=100, deadline=None)
@given(histories())
def test_nothing_to_look_at(history: History) -> None:
    """Whatever else there is of a stay, or of what belongs to none."""
    filed, svarer = stays(documents(history, AVTALE), AVTALE), answering(history)
    for rule in BOUND:
        for stay in filed.stays:
            assert not list(rule.check(without(stay, rule), terms_of(stay, AVTALE, svarer)))
        for papers in filed.loose:
            assert rule.loose is None or not list(
                rule.loose(without(papers, rule), terms_of(papers, AVTALE, svarer))
            )
