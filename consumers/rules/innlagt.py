"""Melding om innlagt pasient, LOG_INNLAGT.

Source: HIS 1149:2014 §3.2: it is sent as soon as possible after the admission. No source gives a number;
the limit is the agreement's (`log_innlagt.hard`).
"""

from collections.abc import Iterator
from typing import Any

from consumers.document import Document
from consumers.gone import first_delivered
from consumers.moments import told
from consumers.rule import Finding, Rule, Terms
from consumers.stay import Stay

SUBJECT = "LOG_INNLAGT"
FRIST = "log_innlagt.hard"


def manglende(stay: Stay, terms: Terms) -> Iterator[Finding]:
    """A patient with services was admitted, as something else tells, and no LOG_INNLAGT has come.

    The deadline is that of the admission; but a stay first heard of later is given as long from then on.
    """
    if stay.tjenester is None or first_delivered(stay.innlagt):
        return
    first = min(_telling(stay), key=lambda doc: (doc.sent, doc.series), default=None)
    if first is None:
        return
    seen = terms.limit(FRIST, first.sent)
    limit = terms.limit(FRIST, stay.t0) if stay.t0 else seen
    yield Finding(SUBJECT, (first,), limit.deadline, max(limit.over, seen.over))


def sen(stay: Stay, terms: Terms) -> Iterator[Finding]:
    """The first LOG_INNLAGT was sent too long after the admission, or tells of no admission at all."""
    first = first_delivered(stay.innlagt)
    if first is None:
        return
    limit = terms.limit(FRIST, stay.t0) if stay.t0 else None
    if limit and first.sent >= limit.over:
        yield Finding(SUBJECT, (first,), limit.deadline, arrived_at=first.sent)
    elif first.latest.innlagt is None:
        yield Finding(SUBJECT, (first,), severity="lav", text=UTEN_TIDSPUNKT)


def _telling(stay: Stay) -> Iterator[Document[Any]]:
    """What tells that the patient was admitted; a LOG_INNLAGT that was refused does too."""
    yield from (*stay.innlagt, *stay.helseopplysninger, *stay.innleggelsesrapporter)
    yield from (doc for doc in stay.opening if told(doc.latest, "innlagt"))


UTEN_TIDSPUNKT = "Melding om innlagt pasient mangler tidspunkt for innleggelsen."

MANGLENDE = Rule(
    id="R-U01",
    version=1,
    name="Manglende melding om innlagt pasient",
    betyr=(
        "Andre meldinger viser at en bruker av kommunale tjenester er innlagt, men sykehuset har ikke"
        " meldt fra om innleggelsen."
    ),
    frister=("log_innlagt.hard",),
    source="HIS 1149:2014 §3.2",
    category="INNLAGT",
    severity="middels",
    confidence="middels",
    text="Melding om innlagt pasient er ikke mottatt elektronisk innen fristen.",
    check=manglende,
)

SEN = Rule(
    id="R-U02",
    version=1,
    name="Sen melding om innlagt pasient",
    betyr="Sykehuset meldte fra om innleggelsen senere enn fristen, eller uten å si når den var.",
    frister=("log_innlagt.hard",),
    source="HIS 1149:2014 §3.2",
    category="INNLAGT",
    severity="middels",
    confidence="hoy",
    text="Melding om innlagt pasient ble sendt etter fristen.",
    check=sen,
    pair="R-U01",
    bare_med=("innlagt",),
)

RULES = (MANGLENDE, SEN)
