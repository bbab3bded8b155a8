"""Melding om utskrevet pasient, LOG_UTSKREVET.

Source: HIS 1149:2014 §3.5: it is sent on the day of discharge, also when the patient has died.
"""

from collections.abc import Iterator
from datetime import timedelta

from consumers.moments import starts
from consumers.rule import Finding, Rule, Terms, first_delivered
from consumers.stay import Stay

SUBJECT = "LOG_UTSKREVET"

RETTELSE = timedelta(hours=8)
"""A new LOG_INNLAGT this soon after the last evidence is probably a correction (rules.md §9)."""


def manglende(stay: Stay, terms: Terms) -> Iterator[Finding]:
    """Something tells of the discharge, and no LOG_UTSKREVET has come by the end of that day."""
    if stay.overflyttet or stay.uten_kommunale_tjenester or first_delivered(stay.utskrevet):
        return
    if _is_correction(stay):
        return
    if stay.t1:
        limit = terms.limit("log_utskrevet", stay.t1)
        yield Finding(SUBJECT, stay.evidence, limit.deadline, limit.over)
    elif stay.neste:
        # Nothing but the next admission tells that this stay has ended (rules.md §3 c).
        limit = terms.limit("log_utskrevet", starts(stay.neste))
        rests_on = (stay.first, stay.neste)
        yield Finding(SUBJECT, rests_on, limit.deadline, limit.over, confidence="lav")


def sen(stay: Stay, terms: Terms) -> Iterator[Finding]:
    """The first LOG_UTSKREVET was sent after the end of the day of event 2."""
    first = first_delivered(stay.utskrevet)
    if first is None or stay.t1 is None or stay.overflyttet:
        return
    limit = terms.limit("log_utskrevet", stay.t1)
    if first.sent >= limit.over:
        yield Finding(SUBJECT, (first,), limit.deadline, arrived_at=first.sent)


def _is_correction(stay: Stay) -> bool:
    if stay.neste is None:
        return False
    again = starts(stay.neste)
    return any(again - time.senest <= RETTELSE for time in stay.told() if time.utc <= again)


MANGLENDE = Rule(
    id="R-U11",
    version=1,
    name="Manglende melding om utskrevet pasient",
    source="HIS 1149:2014 §3.5",
    category="UTSKREVET",
    severity="hoy",
    confidence="middels",
    text="Melding om utskrevet pasient er ikke mottatt elektronisk innen fristen.",
    check=manglende,
)

SEN = Rule(
    id="R-U12",
    version=1,
    name="Sen melding om utskrevet pasient",
    source="HIS 1149:2014 §3.5",
    category="UTSKREVET",
    severity="hoy",
    confidence="hoy",
    text="Melding om utskrevet pasient ble sendt etter fristen.",
    check=sen,
    pair="R-U11",
)

RULES = (MANGLENDE, SEN)
