"""Epikrise: that it comes, and in time.

Source: HISD 80806:2012 §8.1 (veiviser: one of the messages at discharge); the limit of 7 days is that of the
national indicator (rules.md §2). HIS 80226 says who must get it: the fastlege and whoever follows up.
"""

from collections.abc import Iterator

from consumers.document import Document
from consumers.gone import died_within, first_delivered
from consumers.rule import MOTTAKER, Finding, Rule, Terms
from consumers.stay import Stay
from schemas.events import EpikriseMottatt

SUBJECT = "EPIKRISE"


def manglende(stay: Stay, terms: Terms) -> Iterator[Finding]:
    """The patient was discharged, and no epikrise to the kommune or a fastlege has come in time.

    Only where we see the mailbox (`dekning`): elsewhere it may have come without our knowing.
    """
    if SUBJECT.lower() not in terms.party.dekning or stay.t1 is None or not _is_due(stay):
        return
    if first_epikrise(stay, terms):
        return
    limit = terms.limit("epikrise.hard", stay.t1)
    if not died_within(stay, limit.deadline):
        yield Finding(SUBJECT, stay.evidence, limit.deadline, limit.over)


def sen(stay: Stay, terms: Terms) -> Iterator[Finding]:
    """The first epikrise to the kommune or a fastlege was sent after the limit."""
    first = first_epikrise(stay, terms)
    if first is None or stay.t1 is None or not _is_due(stay):
        return
    limit = terms.limit("epikrise.hard", stay.t1)
    # Whoever gave the patient services has no more use of it; the fastlege still has (rules.md §9).
    needless = terms.party.kind == "kommune" and died_within(stay, limit.deadline)
    if first.sent >= limit.over and not needless:
        yield Finding(SUBJECT, (*stay.utskrevet, first), limit.deadline, arrived_at=first.sent)


def _is_due(stay: Stay) -> bool:
    """Not for a newborn, nor for a unit that passed the patient on."""
    return not (stay.overflyttet or stay.nyfodt)


def first_epikrise(stay: Stay, terms: Terms) -> Document[EpikriseMottatt] | None:
    """The first epikrise that reached the party or a fastlege; an unknown receiver may be one."""
    kind = terms.agreement.kind
    return first_delivered(
        doc
        for doc in stay.utskrivende
        if terms.party.her in doc.reached or any(kind(her) in ("fastlege", "ukjent") for her in doc.reached)
    )


MANGLENDE = Rule(
    id="R-U17",
    version=1,
    name="Manglende epikrise",
    betyr="Pasienten er skrevet ut, og verken kommunen eller fastlegen har fått epikrise.",
    frister=("epikrise.hard",),
    source="HISD 80806:2012 §8.1",
    category="EPIKRISE",
    severity="hoy",
    confidence="middels",
    text="Epikrise er ikke mottatt elektronisk innen fristen.",
    check=manglende,
    towards=MOTTAKER,
)

SEN = Rule(
    id="R-U18",
    version=1,
    name="Sen epikrise",
    betyr="Den første epikrisen ble sendt senere enn fristen etter utskrivningen.",
    frister=("epikrise.hard",),
    source="HISD 80806:2012 §8.1",
    category="EPIKRISE",
    severity="hoy",
    confidence="hoy",
    text="Epikrisen ble sendt etter fristen.",
    check=sen,
    pair="R-U17",
    towards=MOTTAKER,
    bare_med=("epikriser",),
)

RULES = (MANGLENDE, SEN)
