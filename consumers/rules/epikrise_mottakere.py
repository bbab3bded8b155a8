"""Epikrise: that everybody gets it who must.

Source: HISD 80806:2012 §8.1 and HIS 80226: the fastlege, and whoever follows the patient up.
"""

from collections.abc import Iterator
from typing import Final

from consumers.document import Document
from consumers.gone import died_within
from consumers.mangler import oppramset
from consumers.rule import MOTTAKER, Finding, Rule, Terms
from consumers.stay import Stay
from schemas.events import EpikriseMottatt

SUBJECT: Final = "EPIKRISE"
FASTLEGE: Final = frozenset({"fastlege", "ukjent"})
"""A receiver whom no agreement knows may be one."""


def ikke_sendt(stay: Stay, terms: Terms) -> Iterator[Finding]:
    """An epikrise was written, and the kommune or the fastlege is not among its receivers in time."""
    sent = [doc for doc in stay.utskrivende if not doc.refused]
    if not sent or stay.t1 is None or stay.overflyttet or stay.nyfodt:
        return
    hers = {her for doc in sent for her in _mottakere(doc)}
    limit = terms.limit("epikrise.hard", stay.t1)
    uten = []
    if not any(terms.agreement.kind(her) in FASTLEGE for her in hers):
        uten.append("fastlegen")
    follows_up = terms.party.kind == "kommune" and not died_within(stay, limit.deadline)
    if follows_up and terms.party.her not in hers:
        uten.append("kommunen")
    if uten:
        text = f"Epikrisen er ikke sendt elektronisk til {oppramset(uten)} innen fristen."
        yield Finding(SUBJECT, tuple(sent), limit.deadline, limit.over, text=text)


def _mottakere(doc: Document[EpikriseMottatt]) -> Iterator[str]:
    """Level-1 HER-ids of whoever got any version of it."""
    yield from doc.reached
    for again in doc.versions[1:]:
        yield from (again.receiver, *again.copies)


IKKE_SENDT = Rule(
    id="R-U21",
    version=1,
    name="Epikrise ikke sendt fastlege/kommune",
    betyr="Det finnes en epikrise, men kommunen eller fastlegen er ikke blant mottakerne.",
    frister=("epikrise.hard",),
    source="HISD 80806:2012 §8.1",
    category="EPIKRISE",
    severity="middels",
    confidence="lav",
    text="Epikrisen er ikke sendt elektronisk til både fastlegen og kommunen innen fristen.",
    check=ikke_sendt,
    towards=MOTTAKER,
    av="Regelen krever innsyn i postkassene til alle mottakere, og det har vi vanligvis ikke.",
)

RULES = (IKKE_SENDT,)
