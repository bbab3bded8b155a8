"""Forespørsel: whoever is asked about a patient, answers.

Source: HISD 80806:2012 §6.2: three days between the kommune and the fastlege; towards hospitals the local
agreement (`foresporsel.sykehus`). A question may belong to no stay. An AppRec is no answer.
"""

from collections.abc import Iterator
from typing import Any

from consumers.document import Document
from consumers.papers import Papers
from consumers.rule import Finding, Rule, Terms
from consumers.tilbud import is_tilbakemelding
from schemas.events import DialogMottatt

Question = Document[DialogMottatt]

FORESPORSEL = "DIALOG_FORESPORSEL"
HELSEFAGLIG = "DIALOG_HELSEFAGLIG"
AV_PLO, AV_LEGE, AV_SYKEHUS = "9152", "9153", "9154"
"""TypeForesp: the code list tells who asks (messages.md §6)."""
SYKEHUS = ("helseforetak", "kad")


def til_sykehuset(papers: Papers, terms: Terms) -> Iterator[Finding]:
    """A question from the kommune, or a dialogue it opens, that the hospital has not answered in time."""
    if terms.agreement.kind(papers.hospital) not in SYKEHUS:
        return
    for doc in papers.dialoger:
        asks = doc.latest.foresporsel_kodeverk == AV_PLO if _is_foresporsel(doc) else _opens(doc)
        if asks and _goes(doc, papers.party, papers.hospital):
            yield from _unanswered(papers, doc, "foresporsel.sykehus", terms)


def til_kommunen(papers: Papers, terms: Terms) -> Iterator[Finding]:
    """A question from a hospital or a doctor that the kommune has not answered in time."""
    asker = terms.agreement.kind(papers.hospital)
    if asker not in (*SYKEHUS, "fastlege"):
        return
    key = "foresporsel.plo_fastlege" if asker == "fastlege" else "foresporsel.sykehus"
    for doc in papers.dialoger:
        asks = _is_foresporsel(doc) and doc.latest.foresporsel_kodeverk in (AV_LEGE, AV_SYKEHUS)
        if asks and _goes(doc, papers.hospital, papers.party):
            yield from _unanswered(papers, doc, key, terms)


def _unanswered(papers: Papers, doc: Question, key: str, terms: Terms) -> Iterator[Finding]:
    if not doc.refused and not any(_answers(other, doc) for other in papers.documents()):
        limit = terms.limit("foresporsel.haster" if doc.latest.haster else key, doc.sent)
        yield Finding(doc.series, (doc,), limit.deadline, limit.over)


def _is_foresporsel(doc: Question) -> bool:
    return doc.latest.message_type == FORESPORSEL


def _opens(doc: Question) -> bool:
    """The first of a dialogue; what refers to something goes on from there (HIS 1077: from no. 2 on)."""
    return doc.latest.message_type == HELSEFAGLIG and not doc.refs and not is_tilbakemelding(doc.latest)


def _goes(doc: Question, sender: str, receiver: str) -> bool:
    return (doc.latest.sender, doc.latest.receiver) == (sender, receiver)


def _answers(other: Document[Any], doc: Question) -> bool:
    """Refers to the question, or goes on with its conversation; a document it asked for does too."""
    if other.refused or other.first.sender == doc.first.sender or other.latest.message_type == FORESPORSEL:
        return False
    refs = other.refs
    if refs & doc.msg_ids:
        return True
    same = refs & doc.refs if refs else "svar" in other.latest.deler and _is_about(other, doc)
    return bool(same) and other.sent >= doc.sent


def _is_about(other: Document[Any], doc: Question) -> bool:
    """An answer without a reference may repeat the question; one that repeats another is not about this."""
    asked = getattr(other.latest, "foresporsel", None)
    return asked is None or asked == doc.latest.foresporsel


TIL_SYKEHUSET = Rule(
    id="R-U25",
    version=1,
    name="Ubesvart forespørsel til sykehuset",
    betyr="Sykehuset har ikke svart på en forespørsel fra kommunen.",
    frister=("foresporsel.sykehus", "foresporsel.haster"),
    source="HISD 80806:2012 §6.2",
    category="DIALOG",
    severity="middels",
    confidence="hoy",
    text="Svar på kommunens forespørsel til sykehuset er ikke mottatt elektronisk innen fristen.",
    check=til_sykehuset,
    loose=til_sykehuset,
    bare_med=("dialoger",),
)

TIL_KOMMUNEN = Rule(
    id="R-K09",
    version=1,
    name="Ubesvart forespørsel til kommunen",
    betyr="Kommunen har ikke svart på en forespørsel fra sykehuset eller fastlegen.",
    frister=("foresporsel.sykehus", "foresporsel.plo_fastlege", "foresporsel.haster"),
    source="HISD 80806:2012 §6.2",
    category="DIALOG",
    severity="middels",
    confidence="hoy",
    text="Svar på forespørselen til kommunen er ikke mottatt elektronisk innen fristen.",
    check=til_kommunen,
    loose=til_kommunen,
    direction="fra_UNN",
    bare_med=("dialoger",),
)

RULES = (TIL_SYKEHUSET, TIL_KOMMUNEN)
