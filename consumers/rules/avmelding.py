"""Avmelding av utskrivningsklar pasient, LOG_AVMELDING.

Source: HIS 1149:2014 §3.4: it is sent at once when a patient is not ready after all. Messages show that only
by what they tell of instead, another date: so it is a sign, and no more.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from consumers.document import Document
from consumers.rule import Finding, Rule, Terms
from consumers.stay import Stay
from schemas.events import PasientUtskrivningsklar
from schemas.tid import Tidspunkt

SUBJECT = "LOG_AVMELDING"


class Tells(NamedTuple):
    """What tells, sent at `at` (UTC), that a patient is not ready when LOG_UTSKRIVNINGSKLAR said so."""

    at: datetime
    doc: Document[Any]


def manglende(stay: Stay, terms: Terms) -> Iterator[Finding]:
    """Declared ready, then told of with another date, and no LOG_AVMELDING by the end of that day."""
    last = max((doc.sent for doc in stay.avmeldt if not doc.refused), default=None)
    for klar in sorted(stay.klar, key=lambda doc: (doc.sent, doc.series)):
        ready = klar.latest.utskrivningsklar
        if klar.refused or ready is None or (last and klar.sent <= last):
            continue
        tells = min(_otherwise(klar, ready, stay), key=lambda one: (one.at, one.doc.series), default=None)
        if tells:
            limit = terms.limit("avmelding", tells.at)
            yield Finding(SUBJECT, (klar, tells.doc), limit.deadline, limit.over)
            return


def _otherwise(klar: Document[PasientUtskrivningsklar], ready: Tidspunkt, stay: Stay) -> Iterator[Tells]:
    """Sent after it and before the discharge: another date of readiness, or a later one that is expected."""
    for doc in stay.klar:
        told = doc.latest.utskrivningsklar
        if not doc.refused and told and told.dato != ready.dato and _is_between(klar.sent, doc.sent, stay):
            yield Tells(doc.sent, doc)
    for soknad in stay.helseopplysninger:
        for version, time in zip(soknad.versions, soknad.times, strict=True):
            expected = None if soknad.refused else version.forventet_utskrivningsklar
            if expected and expected.dato > ready.dato and _is_between(klar.sent, time, stay):
                yield Tells(time, soknad)


def _is_between(klar: datetime, time: datetime, stay: Stay) -> bool:
    return klar < time and (stay.t1 is None or time <= stay.t1.senest)


MANGLENDE = Rule(
    id="R-U23",
    version=1,
    name="Manglende avmelding av utskrivningsklar",
    betyr="Sykehuset har endret når pasienten er utskrivningsklar, uten å avmelde den forrige meldingen.",
    frister=("avmelding",),
    source="HIS 1149:2014 §3.4",
    category="INFO",
    severity="middels",
    confidence="lav",
    text="Pasienten ble ikke utskrivningsklar som meldt, og avmelding er ikke mottatt elektronisk.",
    check=manglende,
    bare_med=("klar",),
)

RULES = (MANGLENDE,)
