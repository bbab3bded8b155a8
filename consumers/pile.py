"""A patient's documents in heaps, by what is to be done with each. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from consumers.document import Document
from consumers.documents import SAYINGS
from consumers.epikriser import is_final, is_shorter
from consumers.papers import OPENING
from consumers.parties import ends
from schemas.agreements import Agreement
from schemas.events import DodsfallMeldt, EpikriseMottatt, PasientInnlagt, PatientEvent

Doc = Document[Any]


@dataclass(slots=True)
class Pile:
    """The heaps, each in order of sending.

    Attributes:
        known: all that is not cancelled.
        plo: (hospital, party) -> the PLO documents that may open a stay; cancelled LOG_INNLAGT too.
        epikriser: those of a heldøgnsopphold.
        final: hospital -> those of them that tell of a discharge.
        shorter: epikriser of outpatient visits and dagopphold.
        said: dialogmeldinger, and answers to LOG_UTSKRIVNINGSKLAR.
        deaths: LOG_DOD.
        others: what only belongs to a stay, LOG_DOD too.
        cancelled: what was taken back, and each Kansellering that waits.
    """

    known: list[Doc] = field(default_factory=list)
    plo: dict[tuple[str, str], list[Doc]] = field(default_factory=lambda: defaultdict(list))
    epikriser: list[Document[EpikriseMottatt]] = field(default_factory=list)
    final: dict[str, list[Document[EpikriseMottatt]]] = field(default_factory=lambda: defaultdict(list))
    shorter: list[Document[EpikriseMottatt]] = field(default_factory=list)
    said: list[Doc] = field(default_factory=list)
    deaths: list[Document[DodsfallMeldt]] = field(default_factory=list)
    others: list[Doc] = field(default_factory=list)
    cancelled: list[Doc] = field(default_factory=list)


def pile(docs: Iterable[Document[PatientEvent]], agreement: Agreement) -> Pile:
    """Sort the documents into heaps."""
    made = Pile()
    for doc in sorted(docs, key=lambda doc: (doc.sent, doc.latest.type, doc.series)):
        event = doc.latest
        if doc.waits or (doc.cancelled_at and not isinstance(event, PasientInnlagt)):
            made.cancelled.append(doc)
            continue
        if not doc.cancelled_at:
            made.known.append(doc)
        if isinstance(event, EpikriseMottatt):
            _epikrise(made, doc)
        elif event.type in OPENING:
            made.plo[ends(event, agreement)].append(doc)
        elif event.type in SAYINGS:
            made.said.append(doc)
        else:
            made.others.append(doc)
    made.deaths += [doc for doc in made.others if isinstance(doc.latest, DodsfallMeldt)]
    return made


def _epikrise(made: Pile, doc: Document[Any]) -> None:
    (made.shorter if is_shorter(doc) else made.epikriser).append(doc)
    if is_final(doc):
        made.final[doc.latest.sender].append(doc)
