"""Times in one message that cannot all be right, so that nothing is late by them. Pure.

Source: rules.md R-T08 (which distances are impossible; the content cannot be trusted: no rule on time looks
at such a message).
"""

from datetime import timedelta
from typing import Any, Final

from consumers.document import Document
from consumers.moments import is_before, told
from consumers.papers import Papers
from consumers.rule import Finding, Rule, Terms
from schemas.tid import Tidspunkt

FORUT: Final = timedelta(days=7)
"""How long before a discharge a message may tell of it."""


def is_trusted(rule: Rule, finding: Finding, papers: Papers, terms: Terms) -> bool:
    """Whether a finding may be told: one on time that rests on impossible times may not."""
    if finding.deadline is None or rule.teknisk:
        return True
    skew = terms.length("clock_skew")
    return not any([impossible(doc, papers.t0, skew) for doc in finding.rests_on])


def impossible(doc: Document[Any], t0: Tidspunkt | None, skew: timedelta) -> list[str]:
    """What cannot be, in words: of what it tells now, and of when any version says that it was sent.

    `t0` is when the stay began, for a message that does not say so itself; `skew` is how wrong clocks may be.
    """
    found = _contradictions(doc.latest, t0)
    if any([_is_ahead(event, skew) for event in doc.versions or (doc.latest,)]):
        found.append("den er datert frem i tid")
    return found


def _contradictions(event: Any, t0: Tidspunkt | None) -> list[str]:
    left, died = told(event, "utskrevet"), told(event, "dod")
    if left is None and died is None:
        return []
    begun = told(event, "innlagt") or t0
    found = {
        "utskrivningen er før innleggelsen": is_before(left, begun),
        "dødsfallet er før innleggelsen": is_before(died, begun),
        "utskrivningen er mer enn en uke etter at den ble sendt": _is_long_before(event, left),
    }
    return [text for text, holds in found.items() if holds]


def _is_long_before(event: Any, left: Tidspunkt | None) -> bool:
    return left is not None and event.sent_at is not None and left.utc - event.sent_at > FORUT


def _is_ahead(event: Any, skew: timedelta) -> bool:
    return event.sent_at is not None and event.sent_at - event.received_at > skew
