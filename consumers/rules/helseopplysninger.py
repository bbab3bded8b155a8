"""Helseopplysninger before a patient is ready to leave.

Source: HISD 80806:2012 §10.5.2: the kommune has received updated helseopplysninger when the patient is
declared utskrivningsklar. HIS 1144:2014 §1 allows the two to be sent together. How old they may be is the
agreement's (`helseoppl.max_alder`): no source gives a number.
"""

from collections.abc import Iterator
from datetime import datetime

from consumers.rule import SECOND, Finding, Rule, Terms
from consumers.stay import Stay

SUBJECT = "HELSEOPPL_SOKNAD"


def utskrivningsklar_uten(stay: Stay, terms: Terms) -> Iterator[Finding]:
    """Ready to leave, and no helseopplysninger that are fresh, nor any that came before the patient left."""
    sent = [time for doc in stay.helseopplysninger if not doc.refused for time in doc.times]
    told = (doc for doc in stay.klar if not doc.refused)
    without = (doc for doc in told if not any(_counts(time, doc.sent, stay, terms) for time in sent))
    klar = min(without, key=lambda doc: (doc.sent, doc.series), default=None)
    if klar and not stay.bare_ikke_helse:
        limit = terms.limit("helseoppl_for_utskrivningsklar", klar.sent)
        together = klar.sent + terms.length("helseoppl.samtidig")
        yield Finding(SUBJECT, (klar,), limit.deadline, max(limit.over, together + SECOND))


def _counts(time: datetime, klar: datetime, stay: Stay, terms: Terms) -> bool:
    """Helseopplysninger of `time`, for a patient declared ready at `klar`; all UTC."""
    if time < klar - terms.length("helseoppl.max_alder"):
        return False
    together = time <= klar + terms.length("helseoppl.samtidig")
    return together or stay.t1 is None or time <= stay.t1.senest


UTSKRIVNINGSKLAR_UTEN = Rule(
    id="R-U08",
    version=1,
    name="Utskrivningsklar uten oppdaterte helseopplysninger",
    betyr="Pasienten ble meldt utskrivningsklar uten at kommunen hadde fått ferske helseopplysninger.",
    frister=("helseoppl_for_utskrivningsklar", "helseoppl.max_alder", "helseoppl.samtidig"),
    source="HISD 80806:2012 §10.5.2",
    category="HELSEOPPL",
    severity="hoy",
    confidence="hoy",
    text="Pasienten er meldt utskrivningsklar, og oppdaterte helseopplysninger er ikke mottatt elektronisk.",
    check=utskrivningsklar_uten,
    bare_med=("klar",),
)

RULES = (UTSKRIVNINGSKLAR_UTEN,)
