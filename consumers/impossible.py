"""Times in one message that cannot all be right, so that nothing is late by them. Pure.

Source: rules.md R-T08 (which distances are impossible; the content cannot be trusted: no rule on time looks
at such a message).
"""

from collections.abc import Iterator
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
    return not any(impossible(doc, papers.t0, terms) for doc in finding.rests_on)


def impossible(doc: Document[Any], t0: Tidspunkt | None, terms: Terms) -> tuple[str, ...]:
    """What cannot be, in words: of what it tells now, and of when any version says that it was sent.

    `t0` is when the stay began, for a message that does not say so itself.
    """
    ahead = any(_is_ahead(event, terms) for event in doc.versions or (doc.latest,))
    return (*_contradictions(doc.latest, t0), *(["den er datert frem i tid"] if ahead else []))


def _contradictions(event: Any, t0: Tidspunkt | None) -> Iterator[str]:
    begun, left, died = told(event, "innlagt") or t0, told(event, "utskrevet"), told(event, "dod")
    if is_before(left, begun):
        yield "utskrivningen er før innleggelsen"
    if is_before(died, begun):
        yield "dødsfallet er før innleggelsen"
    if left and event.sent_at and left.utc - event.sent_at > FORUT:
        yield "utskrivningen er mer enn en uke etter at den ble sendt"


def _is_ahead(event: Any, terms: Terms) -> bool:
    skew = terms.agreement.frist("clock_skew", terms.party.kommunenr).length
    return event.sent_at is not None and event.sent_at - event.received_at > skew
