"""CAVE ved utskrivning: that the hospital passes on what the kommune told it.

Source: HIS 1148:2014 and HISD 1033:2010 (CAVE, when registered); rules.md R-U26. That the two word it in
different ways is no avvik: the official pair does.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import chain
from typing import Any, Final

from consumers.document import Document
from consumers.papers import OVERFLYTTET
from consumers.rule import MOTTAKER, Finding, Rule, Terms
from consumers.stay import Stay
from schemas.events import InnleggelsesrapportMottatt

CAVE: Final = "cave"
HUSKES: Final = timedelta(days=2 * 365)
"""How long what the kommune told is thought to be known at the hospital."""


def manglende(stay: Stay, _: Terms) -> Iterator[Finding]:
    """A document at discharge without CAVE, though a report from the kommune within two years before had it.

    Each document by itself; a unit that passed the patient on has not discharged anyone.
    """
    epikriser = (doc for doc in stay.egne if doc.latest.adm_outcome not in OVERFLYTTET)
    for doc in chain[Document[Any]](stay.rapporter, epikriser):
        if doc.refused or CAVE in doc.latest.deler:
            continue
        told = [report for report in _innleggelsesrapporter(stay) if _fortalte(report, _sendt(doc))]
        if told:
            yield Finding(doc.series, (told[-1], doc))


def _innleggelsesrapporter(stay: Stay) -> Iterator[Document[InnleggelsesrapportMottatt]]:
    """Those that this hospital took, in order of sending."""
    return (doc for doc in stay.kjent.innleggelsesrapporter if stay.hospital in doc.reached)


def _fortalte(report: Document[InnleggelsesrapportMottatt], then: datetime) -> bool:
    """Whether the report, as it stood at a moment, had CAVE and was not too old."""
    stood = [
        (sent, version is report.latest, CAVE in version.deler)
        for version, sent in zip(report.versions, report.times, strict=True)
        if then - HUSKES <= sent <= then
    ]
    return max(stood, default=(then, False, False))[-1]


def _sendt(doc: Document[Any]) -> datetime:
    """When the version that is judged was sent."""
    return doc.times[doc.versions.index(doc.latest)]


MANGLENDE = Rule(
    id="R-U26",
    version=1,
    name="Manglende CAVE ved utskrivning",
    betyr="Innleggelsesrapporten hadde cave, men utskrivningsrapporten eller epikrisen har ingen.",
    source="HIS 1148:2014 og HISD 1033:2010",
    category="INFO",
    severity="hoy",
    confidence="middels",
    text="CAVE fra kommunens innleggelsesrapport er ikke mottatt elektronisk ved utskrivning.",
    check=manglende,
    innhold=True,
    towards=MOTTAKER,
    bare_med=("rapporter", "egne"),
)

RULES = (MANGLENDE,)
