"""Tilbakemelding: the kommune answers LOG_UTSKRIVNINGSKLAR at once, and tells when it has a place.

Source: HISD 80806:2012 §9.4. No source gives a number for "straks"; the limit is the agreement's
(`tilbakemelding.hard`), and runs from when the kommune had the message (apprec.md §6).
"""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from consumers.acknowledged import had_at
from consumers.gone import died_within, left_within
from consumers.moments import starts
from consumers.rule import SECOND, Finding, Limit, Rule, Terms
from consumers.stay import Stay
from consumers.tilbud import Klar, Offer, answers, offered, taken_back_at, went_home
from schemas.tid import Tidspunkt


def manglende(stay: Stay, terms: Terms) -> Iterator[Finding]:
    """The kommune had LOG_UTSKRIVNINGSKLAR, and has not answered within the limit."""
    for klar, _, limit in due(stay, terms):
        if not answers(stay, klar):
            yield Finding(klar.series, (klar,), limit.deadline, limit.over)


def sen(stay: Stay, terms: Terms) -> Iterator[Finding]:
    """The first answer was sent after the limit."""
    for klar, _, limit in due(stay, terms):
        first = next(iter(answers(stay, klar)), None)
        if first and first.sent >= limit.over:
            yield Finding(klar.series, (klar, first), limit.deadline, arrived_at=first.sent)


def ikke_etablert(stay: Stay, _: Terms) -> Iterator[Finding]:
    """The last answer gives a date after the one the patient is ready, and the patient is still there."""
    offer = offered(stay)
    if offer and offer.late and stay.end is None:
        yield Finding(offer.klar.series, (offer.klar, offer.answer))


def manglende_om_klart(stay: Stay, terms: Terms) -> Iterator[Finding]:
    """The patient has gone home, and the kommune never came back to it after it had put it off."""
    offer = offered(stay)
    if stay.t1 and offer and offer.late and went_home(stay) and not _came_back(offer, stay.t1):
        deadline = stay.t1.senest
        grace = terms.length("grace")
        rests_on = (*stay.evidence, offer.klar, offer.answer)
        yield Finding(offer.klar.series, rests_on, deadline, deadline + grace + SECOND)


def _came_back(offer: Offer, t1: Tidspunkt) -> bool:
    """With a place by the discharge, or with words that give no date; put off beyond it is no answer."""
    return not offer.last or (offer.anew and offer.place <= t1.dato)


class Due(NamedTuple):
    """A LOG_UTSKRIVNINGSKLAR that the kommune has to answer: since when it has had it, UTC, and the limit."""

    klar: Klar
    had: datetime
    limit: Limit


def due(stay: Stay, terms: Terms) -> Iterator[Due]:
    """Every one that the kommune had to answer."""
    for klar in () if stay.bare_ikke_helse else stay.klar:
        had = had_at(klar, stay.party, terms)
        if had is None:
            continue
        limit = terms.limit("tilbakemelding.hard", had)
        if not _is_past(stay, limit.deadline) and not _is_undone(stay, klar, limit.over):
            yield Due(klar, had, limit)


def _is_past(stay: Stay, deadline: datetime) -> bool:
    """Gone, dead or admitted anew by the deadline: there was nothing left to answer."""
    anew = stay.neste is not None and starts(stay.neste) <= deadline
    return anew or left_within(stay, deadline) or died_within(stay, deadline)


def _is_undone(stay: Stay, klar: Klar, over: datetime) -> bool:
    """Taken back by the hospital, or handed back as not for this receiver, in time."""
    taken_back = taken_back_at(stay, klar)
    undone = [taken_back] if taken_back else []
    handed_back = (doc for doc in stay.replies(klar) if doc.latest.message_type == "DIALOG_AVVIK")
    undone += [doc.sent for doc in handed_back if doc.first.sender == stay.party and not doc.refused]
    return any(time < over for time in undone)


MANGLENDE = Rule(
    id="R-K05",
    version=1,
    name="Manglende tilbakemelding på utskrivningsklar pasient",
    betyr="Kommunen har ikke svart på meldingen om utskrivningsklar pasient.",
    frister=("tilbakemelding.hard",),
    source="HISD 80806:2012 §9.4",
    category="DIALOG",
    severity="hoy",
    confidence="hoy",
    text="Tilbakemelding på melding om utskrivningsklar pasient er ikke mottatt elektronisk innen fristen.",
    check=manglende,
    direction="fra_UNN",
    bare_med=("klar",),
)

SEN = Rule(
    id="R-K06",
    version=1,
    name="Sen tilbakemelding på utskrivningsklar pasient",
    betyr="Kommunen svarte på meldingen om utskrivningsklar pasient etter fristen.",
    frister=("tilbakemelding.hard",),
    source="HISD 80806:2012 §9.4",
    category="DIALOG",
    severity="middels",
    confidence="hoy",
    text="Tilbakemelding på melding om utskrivningsklar pasient ble sendt etter fristen.",
    check=sen,
    pair="R-K05",
    direction="fra_UNN",
    bare_med=("klar",),
)

IKKE_ETABLERT = Rule(
    id="R-K07",
    version=1,
    name="Ikke etablert tilbud for utskrivningsklar pasient",
    betyr=(
        "Kommunen svarte at den ikke har et tilbud den dagen pasienten er utskrivningsklar. Bare svar i PLO "
        "2.0 kan vurderes: i 1.5 og 1.6 er svaret en dialogmelding, der datoen bare står i fritekst."
    ),
    source="HISD 80806:2012 §9.4",
    category="TILBUD",
    severity="hoy",
    confidence="middels",
    text="Kommunen har svart at den tar imot pasienten senere enn datoen pasienten er utskrivningsklar.",
    check=ikke_etablert,
    direction="fra_UNN",
    bare_med=("klar",),
)

MANGLENDE_OM_KLART = Rule(
    id="R-K08",
    version=2,
    name="Manglende melding om at tilbud er klart",
    betyr=(
        "Kommunen hadde ikke plass, pasienten ble siden skrevet ut til kommunen, og ingen ny melding "
        "om plass kom. Bare svar i PLO 2.0 kan vurderes: i 1.5 og 1.6 er svaret en dialogmelding, der "
        "datoen bare står i fritekst."
    ),
    source="HISD 80806:2012 §9.4",
    category="DIALOG",
    severity="middels",
    confidence="lav",
    text="Pasienten er utskrevet, men melding om at tilbudet er klart er ikke mottatt elektronisk.",
    check=manglende_om_klart,
    direction="fra_UNN",
    bare_med=("klar",),
)

RULES = (MANGLENDE, SEN, IKKE_ETABLERT, MANGLENDE_OM_KLART)
