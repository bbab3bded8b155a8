"""Melding om utskrevet pasient, LOG_UTSKREVET.

Source: HIS 1149:2014 §3.5: it is sent on the day of discharge, also when the patient has died; and tells when
that was, and where to.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from consumers.document import Document
from consumers.gone import first_delivered
from consumers.moments import oslo_date, starts
from consumers.rule import Finding, Rule, Terms
from consumers.stay import Stay
from schemas.events import PasientUtskrevet, TjenestetilbudMottatt

SUBJECT = "LOG_UTSKREVET"

UT_TIL_VALGFRI = "2.0"
"""The version in which UtTil may be left out."""

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
    elif service := _new_service(stay):
        limit = terms.limit("log_utskrevet", service.latest.tjeneste_fra or service.sent)
        yield Finding(SUBJECT, (stay.first, service), limit.deadline, limit.over)
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


def mangelfull(stay: Stay, terms: Terms) -> Iterator[Finding]:
    """It lacks when or where to, or tells of a discharge that was still to come when it was sent."""
    if stay.overflyttet:
        return
    skew = terms.length("clock_skew")
    for doc in stay.utskrevet:
        faults = [] if doc.refused else _faults(doc.latest, skew)
        if faults:
            yield Finding(doc.series, (doc,), text=f"Melding om utskrevet pasient {' og '.join(faults)}.")


def _faults(told: PasientUtskrevet, skew: timedelta) -> list[str]:
    latest = (told.sent_at or told.received_at) + skew
    found = {
        "mangler hvor pasienten er utskrevet til": told.version != UT_TIL_VALGFRI and not told.ut_til,
        "mangler tidspunkt for utskrivningen": told.utskrevet is None,
        "er sendt før utskrivningen": told.utskrevet is not None and told.utskrevet.utc > latest,
    }
    return [text for text, holds in found.items() if holds]


def _new_service(stay: Stay) -> Document[TjenestetilbudMottatt] | None:
    """The first word of the kommune of a service that has begun since the patient was admitted.

    Before the next admission, where there is one: on its date it may be of that.
    """
    if stay.dod:
        return None
    again = oslo_date(starts(stay.neste)) if stay.neste else date.max
    for doc in stay.kjent.tjenestetilbud:
        begun = doc.latest.tjeneste_fra
        if begun is None or doc.latest.sender != stay.party or doc.refused:
            continue
        if oslo_date(stay.begin) < begun.dato <= oslo_date(doc.sent) and begun.dato < again:
            return doc
    return None


def _is_correction(stay: Stay) -> bool:
    if stay.neste is None:
        return False
    again = starts(stay.neste)
    return any(again - time.senest <= RETTELSE for time in stay.told() if time.utc <= again)


MANGLENDE = Rule(
    id="R-U11",
    version=3,
    name="Manglende melding om utskrevet pasient",
    betyr="Noe annet viser at pasienten er skrevet ut, men sykehuset har ikke meldt det den dagen.",
    frister=("log_utskrevet",),
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
    betyr="Sykehuset meldte fra om utskrivningen etter utskrivningsdagen.",
    frister=("log_utskrevet",),
    source="HIS 1149:2014 §3.5",
    category="UTSKREVET",
    severity="hoy",
    confidence="hoy",
    text="Melding om utskrevet pasient ble sendt etter fristen.",
    check=sen,
    pair="R-U11",
    bare_med=("utskrevet",),
)

MANGELFULL = Rule(
    id="R-U13",
    version=2,
    name="Mangelfull melding om utskrevet pasient",
    betyr=(
        "Meldingen om utskrevet pasient sier ikke når eller hvor pasienten ble skrevet ut, eller er "
        "datert frem i tid."
    ),
    source="HIS 1149:2014 §3.5",
    category="UTSKREVET",
    severity="lav",
    confidence="hoy",
    text="Melding om utskrevet pasient er mangelfull.",
    check=mangelfull,
    innhold=True,
    bare_med=("utskrevet",),
)

RULES = (MANGLENDE, SEN, MANGELFULL)
