"""Feilsendt melding: to the wrong kommune or service, or about the wrong patient.

Source: HIS 1151:2006, corrected 2018 (DIALOG_AVVIK 8117/1, feil adressat: an answer to a message that was
taken over and cannot be used), and the codes E20 and E21 of AppRec (8221). A Kansellering withdraws.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, Final

from consumers.attach import FOLLOW
from consumers.document import Document
from consumers.known import Known
from consumers.moments import times
from consumers.papers import Papers
from consumers.rule import MOTTAKER, Finding, Rule, Terms
from consumers.single import first_answers, messages
from consumers.stay import Stay
from schemas.codes import APPREC_AVVIST

Doc = Document[Any]

FEIL_ADRESSAT: Final = ("8117", "1")
UKJENT_MOTTAKER: Final = frozenset({"E20", "E21"})


def feilsendt(papers: Papers, terms: Terms) -> Iterator[Finding]:
    """A message from the hospital came to the wrong place, and has not been sent again since."""
    if terms.agreement.kind(papers.hospital) not in ("helseforetak", "kad"):
        return
    known = papers.kjent if isinstance(papers, Stay) else Known.of(papers.documents())
    returns = [doc for doc in known.dialoger if _hands_back(doc, papers.hospital)]
    for doc in messages(papers):
        mine = doc.first.sender == papers.hospital and _is_wrong(doc, returns)
        again = (other for other in known.documents if _is_again(other, doc))
        if mine and all(_is_wrong(other, returns) for other in again):
            yield Finding(doc.series, (doc, *_back(doc, returns)))
    for doc in papers.avviste:
        back = _back(doc, returns)
        if doc.first.sender == papers.hospital and (back or UKJENT_MOTTAKER.intersection(_codes(doc))):
            yield Finding(doc.series, (doc, *back))
    yield from _of_unseen(papers, (*known.documents, *papers.kansellerte, *papers.avviste))


def _back(doc: Doc, returns: Sequence[Doc]) -> tuple[Doc, ...]:
    return tuple(back for back in returns if back.refs & doc.msg_ids)


def _codes(doc: Doc) -> list[str]:
    """Of 8221, of what we refused ourselves."""
    return [code for version in doc.versions for code in version.errors]


def _of_unseen(papers: Papers, seen: Sequence[Doc]) -> Iterator[Finding]:
    """What was handed back, where the message itself is not among those that we have seen."""
    returns = [doc for doc in papers.dialoger if _hands_back(doc, papers.hospital)]
    msg_ids = {msg_id for doc in seen for msg_id in doc.msg_ids} if returns else set()
    unseen: dict[str, list[Doc]] = defaultdict(list)
    for doc in returns:
        if not doc.refs & msg_ids:
            unseen[doc.first.conversation_id or doc.first.parent_id or doc.series].append(doc)
    for subject, docs in unseen.items():
        yield Finding(subject, tuple(docs))


def _hands_back(doc: Doc, hospital: str) -> bool:
    event = doc.latest
    if event.message_type != "DIALOG_AVVIK" or doc.refused or event.receiver != hospital:
        return False
    return (event.tema_kodeverk, event.tema) == FEIL_ADRESSAT


def _is_wrong(doc: Doc, returns: Sequence[Doc]) -> bool:
    return any([back.refs & doc.msg_ids for back in returns]) or _is_unknown_there(doc)


def _is_unknown_there(doc: Doc) -> bool:
    """Refused by a receiver that does not exist there; of several versions the last one answered counts."""
    if all([answer.status != APPREC_AVVIST for answer in doc.answers]):  # nearly always
        return False
    last = {her: answer for (_, her), answer in first_answers(doc).items()}
    refused = (answer for answer in last.values() if answer.status == APPREC_AVVIST)
    return any(UKJENT_MOTTAKER.intersection(answer.errors) for answer in refused)


def _is_again(other: Doc, wrong: Doc) -> bool:
    """The same told anew: elsewhere, or, of what was refused, to the same receiver."""
    one, two = other.latest, wrong.latest
    if other.refused or not wrong.sent < other.sent <= wrong.sent + FOLLOW:
        return False
    same = (one.message_type, one.sender, times(one)) == (two.message_type, two.sender, times(two))
    elsewhere = (one.receiver, one.receiver_service) != (two.receiver, two.receiver_service)
    return same and (elsewhere or _is_unknown_there(wrong))


FEILSENDT = Rule(
    id="R-U30",
    version=2,
    name="Feilsendt melding",
    betyr="Mottakeren har meldt tilbake at meldingen var til feil kommune, tjeneste eller pasient.",
    source="HIS 1151:2006",
    category="INFO",
    severity="middels",
    confidence="hoy",
    text="Meldingen ble sendt til en mottaker som ikke skulle hatt den.",
    check=feilsendt,
    loose=feilsendt,
    towards=MOTTAKER,
)

RULES = (FEILSENDT,)
