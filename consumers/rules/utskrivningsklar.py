"""Melding om utskrivningsklar pasient, LOG_UTSKRIVNINGSKLAR.

Source: HIS 1149:2014 §3.3: it tells of the admission, of when the patient is ready, which may lie ahead, and
of the professional who decided so. HISD 80806:2012 §10.5.2: it comes before a patient with needs leaves.
"""

from collections.abc import Iterator
from datetime import datetime

from consumers.document import Document
from consumers.moments import is_before
from consumers.rule import SECOND, Finding, Rule, Terms, died_within
from consumers.stay import Stay
from schemas.events import PasientUtskrivningsklar

SUBJECT = "LOG_UTSKRIVNINGSKLAR"

Klar = Document[PasientUtskrivningsklar]


def mangelfull(stay: Stay, _: Terms) -> Iterator[Finding]:
    """It lacks a part, or says that the patient was ready before coming; a later one may correct it."""
    told = [(doc, _faults(doc.latest)) for doc in stay.klar if not doc.refused]
    whole = [doc.sent for doc, faults in told if not faults]
    for doc, faults in told:
        if faults and not any(doc.sent < later for later in whole):
            yield Finding(
                doc.series, (doc,), text=f"Melding om utskrivningsklar pasient {' og '.join(faults)}."
            )


def utskrevet_uten(stay: Stay, terms: Terms) -> Iterator[Finding]:
    """A patient with needs was discharged, and nothing told before that the patient was ready."""
    told = (*stay.utskrevet, *stay.rapporter, *stay.oppsummert)
    if not told or stay.t1 is None or stay.overflyttet or died_within(stay, stay.t1.senest):
        return
    deadline = stay.t1.senest
    over = deadline + terms.agreement.frist("grace", terms.party.kommunenr).length + SECOND
    ready = any(_said(doc) < over for doc in stay.klar if not doc.refused)
    if not ready and _has_needs(stay) and not stay.bare_ikke_helse:
        yield Finding(SUBJECT, told, deadline, over)


def _faults(klar: PasientUtskrivningsklar) -> list[str]:
    too_early = is_before(klar.utskrivningsklar, klar.innlagt)
    found = {
        "mangler tidspunkt for når pasienten er utskrivningsklar": klar.utskrivningsklar is None,
        "mangler ansvarlig helsepersonell": "ansvarlig" not in klar.deler,
        "sier at pasienten var utskrivningsklar før innleggelsen": too_early,
    }
    return [text for text, holds in found.items() if holds]


def _said(klar: Klar) -> datetime:
    """GenDate: what was long under way, and is heard of late, was said all the same."""
    return min(klar.sent, klar.first.sent_at or klar.sent)


def _has_needs(stay: Stay) -> bool:
    """New ones or lasting ones: there are helseopplysninger, or some message tells of TjenesteBehov."""
    told = (doc.latest.deler for doc in stay.documents())
    return bool(stay.helseopplysninger) or any("tjenestebehov" in deler for deler in told)


MANGELFULL = Rule(
    id="R-U09",
    version=1,
    name="Mangelfull melding om utskrivningsklar pasient",
    betyr=(
        "Meldingen om utskrivningsklar pasient mangler tidspunkt eller ansvarlig helsepersonell, "
        "eller har et tidspunkt før innleggelsen."
    ),
    source="HIS 1149:2014 §3.3",
    category="INFO",
    severity="lav",
    confidence="hoy",
    text="Melding om utskrivningsklar pasient er mangelfull.",
    check=mangelfull,
    innhold=True,
)

UTSKREVET_UTEN = Rule(
    id="R-U10",
    version=1,
    name="Utskrevet uten forutgående melding om utskrivningsklar",
    betyr="En pasient med behov for tjenester ble skrevet ut uten først å være meldt utskrivningsklar.",
    frister=("log_utskrevet",),
    source="HISD 80806:2012 §10.5.2",
    category="INFO",
    severity="hoy",
    confidence="middels",
    text="Pasienten er utskrevet, og melding om utskrivningsklar er ikke mottatt elektronisk før det.",
    check=utskrevet_uten,
)

RULES = (MANGELFULL, UTSKREVET_UTEN)
