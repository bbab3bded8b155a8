"""Melding om innlagt pasient, LOG_INNLAGT.

Source: HIS 1149:2014 §3.2: it is sent as soon as possible after the admission. No source gives a number;
the limit is the agreement's (`log_innlagt.hard`).
"""

from collections.abc import Iterator

from consumers.rule import Finding, Rule, Terms, first_delivered
from consumers.stay import Stay

SUBJECT = "LOG_INNLAGT"


def sen(stay: Stay, terms: Terms) -> Iterator[Finding]:
    """The first LOG_INNLAGT was sent too long after event 1, or tells of no admission at all."""
    first = first_delivered(stay.innlagt)
    if first is None:
        return
    if first.latest.innlagt is None:
        yield Finding(SUBJECT, (first,), severity="lav", text=UTEN_TIDSPUNKT)
        return
    limit = terms.limit("log_innlagt.hard", stay.t0 or first.latest.innlagt)
    if first.sent >= limit.over:
        yield Finding(SUBJECT, (first,), limit.deadline, arrived_at=first.sent)


UTEN_TIDSPUNKT = "Melding om innlagt pasient mangler tidspunkt for innleggelsen."

SEN = Rule(
    id="R-U02",
    version=1,
    name="Sen melding om innlagt pasient",
    source="HIS 1149:2014 §3.2",
    category="INNLAGT",
    severity="middels",
    confidence="hoy",
    text="Melding om innlagt pasient ble sendt etter fristen.",
    check=sen,
    pair="R-U01",
)

RULES = (SEN,)
