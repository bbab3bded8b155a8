"""Tidligvarsel, the first Helseopplysninger of a stay: that it comes, and in time.

Source: HISD 80806:2012 §10.1: within 24 h of the admission when the need is known then. HIS 1144:2014 §1 lets
the clock start when the need is found, so a human may withdraw what is found here.
"""

from collections.abc import Iterator
from datetime import datetime

from consumers.document import Document
from consumers.gone import died_within, left_within
from consumers.rule import Finding, Limit, Rule, Terms
from consumers.stay import Stay
from schemas.events import HelseopplysningerMottatt

SUBJECT = "HELSEOPPL_SOKNAD"
TIDLIGVARSEL = "1"
"""TypeInnhold (9140)."""

Varsel = tuple[datetime, Document[HelseopplysningerMottatt]]


def manglende(stay: Stay, terms: Terms) -> Iterator[Finding]:
    """A patient known to have services was admitted, and no tidligvarsel has come in time."""
    limit = _limit(stay, terms)
    if limit and first_varsel(stay) is None:
        yield Finding(SUBJECT, tuple(stay.innlagt) or (stay.first,), limit.deadline, limit.over)


def sen(stay: Stay, terms: Terms) -> Iterator[Finding]:
    """The first tidligvarsel was sent too long after the admission."""
    limit, first = _limit(stay, terms), first_varsel(stay)
    if limit and first and first[0] >= limit.over:
        yield Finding(SUBJECT, (*stay.innlagt, first[1]), limit.deadline, arrived_at=first[0])


def _limit(stay: Stay, terms: Terms) -> Limit | None:
    """When it must have come; None where it need not, or where nothing tells from when the time runs."""
    if stay.bare_ikke_helse:
        return None
    if stay.tjenester is None or isinstance(stay.tjenester.latest, HelseopplysningerMottatt):
        return None  # The helseopplysninger themselves are then what first tells of a need.
    admitted = stay.t0 or _heard_of(stay)
    if admitted is None:
        return None
    limit = terms.limit("tidligvarsel", admitted)
    gone = left_within(stay, limit.deadline) or died_within(stay, limit.deadline)
    return None if gone else limit


def _heard_of(stay: Stay) -> datetime | None:
    """When the first message was sent of those that are sent at admission."""
    return min((doc.sent for doc in (*stay.innlagt, *stay.innleggelsesrapporter)), default=None)


def first_varsel(stay: Stay) -> Varsel | None:
    """The first tidligvarsel of all versions that were delivered: when it was sent, and its document."""
    sent = [
        (time, doc)
        for doc in stay.helseopplysninger
        if not doc.refused
        for version, time in zip(doc.versions, doc.times, strict=True)
        if _is_varsel(version)
    ]
    return min(sent, key=lambda one: (one[0], one[1].series), default=None)


def _is_varsel(version: HelseopplysningerMottatt) -> bool:
    """TypeInnhold says so; 1.5 has none, and there any N counts."""
    if version.type_innhold is None:
        return version.status == "N"
    return version.type_innhold == TIDLIGVARSEL


MANGLENDE = Rule(
    id="R-U05",
    version=1,
    name="Manglende tidligvarsel (helseopplysninger)",
    betyr=(
        "En bruker av kommunale tjenester ble innlagt, og kommunen har ikke fått tidligvarsel med "
        "helseopplysninger."
    ),
    frister=("tidligvarsel",),
    source="HISD 80806:2012 §10.1",
    category="HELSEOPPL",
    severity="hoy",
    confidence="middels",
    text="Tidligvarsel med helseopplysninger er ikke mottatt elektronisk innen fristen.",
    check=manglende,
)

SEN = Rule(
    id="R-U06",
    version=1,
    name="Sent tidligvarsel",
    betyr="Tidligvarselet kom, men senere enn fristen etter innleggelsen.",
    frister=("tidligvarsel",),
    source="HISD 80806:2012 §10.1",
    category="HELSEOPPL",
    severity="middels",
    confidence="middels",
    text="Tidligvarsel med helseopplysninger ble sendt etter fristen.",
    check=sen,
    pair="R-U05",
    bare_med=("helseopplysninger",),
)

RULES = (MANGLENDE, SEN)
