"""Innleggelsesrapport from the kommune: that it comes, and in time.

Source: HIS 1143:2014 §1 (a døgn after the admission at the latest) and HIS 80704:2014 (after LOG_INNLAGT was
received), whichever is later. LOG_INNLAGT is sent for those with services only: it tells of them by itself.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from consumers.acknowledged import had_at
from consumers.document import Document
from consumers.gone import died_within, first_delivered, left_within
from consumers.rule import Finding, Limit, Rule, Terms
from consumers.stay import Stay
from schemas.events import PasientInnlagt

SUBJECT = "INNLEGGELSESRAPPORT"
FRIST = "innleggelsesrapport"


class Duty(NamedTuple):
    """What obliges the kommune to send a report, and until when."""

    innlagt: Document[PasientInnlagt]
    limit: Limit


def manglende(stay: Stay, terms: Terms) -> Iterator[Finding]:
    """The kommune has LOG_INNLAGT, and no report has come from it in time."""
    duty = _duty(stay, terms)
    if duty and first_report(stay) is None:
        yield Finding(SUBJECT, (duty.innlagt,), duty.limit.deadline, duty.limit.over)


def sen(stay: Stay, terms: Terms) -> Iterator[Finding]:
    """The first report was sent too long after the admission, and after LOG_INNLAGT was received."""
    duty, first = _duty(stay, terms), first_report(stay)
    if duty and first and first.sent >= duty.limit.over:
        yield Finding(SUBJECT, (duty.innlagt, first), duty.limit.deadline, arrived_at=first.sent)


def _duty(stay: Stay, terms: Terms) -> Duty | None:
    """None before the kommune has acknowledged LOG_INNLAGT, and for a patient who is gone by the deadline."""
    has = [(since, doc) for doc in stay.innlagt if (since := had_at(doc, stay.party, terms))]
    if not has:
        return None
    since, innlagt = min(has, key=lambda one: (one[0], one[1].series))
    limit = max(terms.limit(FRIST, start) for start in (since, stay.t0) if start)
    gone = left_within(stay, limit.deadline) or died_within(stay, limit.deadline)
    return None if gone else Duty(innlagt, limit)


def first_report(stay: Stay) -> Document[Any] | None:
    """The first report; in PLO 2.0 a sammenfatning from the kommune is one."""
    from_party = (doc for doc in stay.sammenfatninger if doc.latest.sender == stay.party)
    return first_delivered((*stay.innleggelsesrapporter, *from_party))


MANGLENDE = Rule(
    id="R-K01",
    version=1,
    name="Manglende innleggelsesrapport",
    betyr="Kommunen har fått melding om innleggelsen, og sykehuset har ikke fått innleggelsesrapport.",
    frister=("innleggelsesrapport",),
    source="HIS 1143:2014 §1",
    category="INNLRAPPORT",
    severity="hoy",
    confidence="hoy",
    text="Innleggelsesrapport er ikke mottatt elektronisk innen fristen.",
    check=manglende,
    direction="fra_UNN",
    bare_med=("innlagt",),
)

SEN = Rule(
    id="R-K02",
    version=1,
    name="Sen innleggelsesrapport",
    betyr="Innleggelsesrapporten ble sendt senere enn fristen.",
    frister=("innleggelsesrapport",),
    source="HIS 1143:2014 §1",
    category="INNLRAPPORT",
    severity="middels",
    confidence="hoy",
    text="Innleggelsesrapporten ble sendt etter fristen.",
    check=sen,
    pair="R-K01",
    direction="fra_UNN",
    bare_med=("innlagt",),
)

RULES = (MANGLENDE, SEN)
