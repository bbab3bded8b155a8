"""Utskrivningsrapport: that it comes, and in time.

Source: HIS 1148:2014 §1 and HISD 80806:2012 §10.2: it is sent on the day of discharge. At death, at a
transfer, and where the services are no health services, LOG_UTSKREVET alone is right (HIS 1149:2014 §3.5).
"""

from collections.abc import Iterator
from typing import Any

from consumers.document import Document
from consumers.rule import Finding, Rule, Terms, died_within, first_delivered
from consumers.stay import Stay

SUBJECT = "UTSKRIVNINGSRAPPORT"

HJEM = "1"
"""UtTil (8408): bosted, arbeidssted m.v.; the only code that the sources know."""


def manglende(stay: Stay, terms: Terms) -> Iterator[Finding]:
    """LOG_UTSKREVET tells that the patient has gone home, and no report has come by the end of that day."""
    if _first(stay) or not stay.utskrevet or stay.t1 is None or not _is_due(stay):
        return
    limit = terms.limit("utskrivningsrapport", stay.t1)
    if not died_within(stay, limit.deadline):
        yield Finding(SUBJECT, tuple(stay.utskrevet), limit.deadline, limit.over)


def sen(stay: Stay, terms: Terms) -> Iterator[Finding]:
    """The first report was sent after the end of the day of discharge."""
    first = _first(stay)
    if first is None or stay.t1 is None or not _is_due(stay):
        return
    limit = terms.limit("utskrivningsrapport", stay.t1)
    if first.sent >= limit.over and not died_within(stay, limit.deadline):
        yield Finding(SUBJECT, (*stay.utskrevet, first), limit.deadline, arrived_at=first.sent)


def _first(stay: Stay) -> Document[Any] | None:
    """The first report; in PLO 2.0 a sammenfatning from the hospital is one."""
    return first_delivered((*stay.rapporter, *stay.oppsummert))


def _is_due(stay: Stay) -> bool:
    """Health services, not passed on to another hospital, and not told to have gone elsewhere than home."""
    places = {doc.latest.ut_til for doc in stay.utskrevet}
    return not (stay.overflyttet or stay.bare_ikke_helse) and (not places or HJEM in places)


MANGLENDE = Rule(
    id="R-U14",
    version=2,
    name="Manglende utskrivningsrapport",
    betyr="Pasienten er skrevet ut til kommunen, og utskrivningsrapporten kom ikke den dagen.",
    frister=("utskrivningsrapport",),
    source="HIS 1148:2014 §1",
    category="HELSEOPPL",
    severity="hoy",
    confidence="middels",
    text="Utskrivningsrapport er ikke mottatt elektronisk innen fristen.",
    check=manglende,
)

SEN = Rule(
    id="R-U15",
    version=2,
    name="Sen utskrivningsrapport",
    betyr="Utskrivningsrapporten ble sendt etter utskrivningsdagen.",
    frister=("utskrivningsrapport",),
    source="HIS 1148:2014 §1",
    category="HELSEOPPL",
    severity="middels",
    confidence="hoy",
    text="Utskrivningsrapporten ble sendt etter fristen.",
    check=sen,
    pair="R-U14",
)

RULES = (MANGLENDE, SEN)
