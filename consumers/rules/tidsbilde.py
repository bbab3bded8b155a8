"""Times that cannot all be right, in one message.

Source: HIS 1149:2014 §3 (event 1 innlagt, event 2 utskrevet) and the epikrise (DateOfDeath). Which distances
are impossible is rules.md R-T08's.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

from consumers.moments import told
from consumers.papers import Papers
from consumers.rule import Finding, Terms
from consumers.single import messages, technical
from schemas.tid import Tidspunkt

FORUT: Final = timedelta(days=7)
"""How long before a discharge a message may tell of it."""


def umulig(papers: Papers, terms: Terms) -> Iterator[Finding]:
    """A message whose times contradict each other, or the time it was sent."""
    for doc in messages(papers):
        wrong = [] if doc.refused else list(_wrong(doc.latest, papers.t0, terms))
        if wrong:
            text = f"Meldingen har et umulig tidsbilde: {' og '.join(wrong)}."
            yield Finding(doc.series, (doc,), text=text)


def _wrong(event: Any, t0: Tidspunkt | None, terms: Terms) -> Iterator[str]:
    """In words; `t0` is when the stay began, for a message that does not say so itself."""
    begun, left, died = told(event, "innlagt") or t0, told(event, "utskrevet"), told(event, "dod")
    skew = terms.agreement.frist("clock_skew", terms.party.kommunenr).length
    if _is_before(left, begun):
        yield "utskrivningen er før innleggelsen"
    if _is_before(died, begun):
        yield "dødsfallet er før innleggelsen"
    if event.sent_at and event.sent_at - event.received_at > skew:
        yield "den er datert frem i tid"
    if left and event.sent_at and left.utc - event.sent_at > FORUT:
        yield "utskrivningen er mer enn en uke etter at den ble sendt"


def _is_before(one: Tidspunkt | None, other: Tidspunkt | None) -> bool:
    """By date where either has no clock time."""
    if one is None or other is None:
        return False
    return one.dato < other.dato if one.bare_dato or other.bare_dato else one.utc < other.utc


UMULIG = technical(
    umulig,
    id="R-T08",
    version=1,
    name="Umulig tidsbilde",
    betyr="Tidene i meldingen kan ikke alle være riktige.",
    source="HIS 1149:2014 §3",
    text="Meldingen har et umulig tidsbilde.",
)

RULES = (UMULIG,)
