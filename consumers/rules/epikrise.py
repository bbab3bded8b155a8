"""Epikrise: that it comes, and in time.

Source: HISD 80806:2012 §8.1 (veiviser: one of the messages at discharge); the limit of 7 days is that of the
national indicator (rules.md §2). HIS 80226 says who must get it: the fastlege and whoever follows up.
"""

from collections.abc import Iterator

from consumers.document import Document
from consumers.gone import died_within, first_delivered
from consumers.rule import MOTTAKER, Finding, Limit, Rule, Terms
from consumers.stay import Stay
from schemas.events import EpikriseMottatt

SUBJECT = "EPIKRISE"


def manglende(stay: Stay, terms: Terms) -> Iterator[Finding]:
    """The patient was discharged, and no epikrise to the kommune or a fastlege has come in time.

    Only where we see the mailbox (`dekning`): elsewhere it may have come without our knowing.
    """
    if SUBJECT.lower() not in terms.party.dekning:
        return
    limit = limit_of(stay, terms)
    if limit and first_epikrise(stay, terms) is None:
        yield Finding(SUBJECT, stay.evidence, limit.deadline, limit.over)


def sen(stay: Stay, terms: Terms) -> Iterator[Finding]:
    """The first epikrise to the kommune or a fastlege was sent after the limit."""
    limit, first = limit_of(stay, terms), first_epikrise(stay, terms)
    if limit and first and first.sent >= limit.over:
        yield Finding(SUBJECT, (*stay.utskrevet, first), limit.deadline, arrived_at=first.sent)


def limit_of(stay: Stay, terms: Terms) -> Limit | None:
    """When it must have come; None where nobody is owed one.

    That is so for a newborn, after a transfer, and where the patient has objected.
    """
    if stay.t1 is None or stay.overflyttet or stay.nyfodt or stay.forbehold:
        return None
    limit = terms.limit("epikrise.hard", stay.t1)
    # Whoever gave the patient services has no more use of it; the fastlege still has (rules.md §9).
    needless = terms.party.kind == "kommune" and died_within(stay, limit.deadline)
    return None if needless else limit


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
    version=2,
    name="Manglende epikrise",
    betyr=(
        "Pasienten er skrevet ut og har ikke reservert seg, og verken kommunen eller fastlegen har fått "
        "epikrise."
    ),
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
    version=2,
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
