"""Where the documents go that open no stay: to one that is there, or to none. Pure.

Source: rules.md §3 (any message between the two parties of a stay, in its time) and §9; messages.md §3.3
(ConversationRef).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from consumers.attach import begun, place
from consumers.covering import covered
from consumers.document import Document
from consumers.epikriser import receivers
from consumers.own_refusals import Refused, is_sent_again
from consumers.papers import OPENING, Papers
from consumers.parties import ends, kommunenr
from consumers.stay import Stay
from consumers.threads import threads
from schemas.agreements import Agreement
from schemas.events import EpikriseMottatt, computed_id

Doc = Document[Any]

ANEW: Final = timedelta(days=7)
"""So soon after a refusal the same type of message, where no stay tells which are the same, is it anew."""
EPIKRISE: Final = "EPIKRISE"


class Loose:
    """What belongs to no stay, a conversation or a single document in each; made as it is asked for."""

    def __init__(self, found: Sequence[Stay], agreement: Agreement) -> None:
        """`found` are the stays that documents may belong to."""
        self._found = found
        self._agreement = agreement
        self._papers: dict[UUID, Papers] = {}

    @property
    def papers(self) -> tuple[Papers, ...]:
        """All of it."""
        return tuple(self._papers.values())

    def file_others(self, docs: Iterable[Doc]) -> None:
        """Give documents to the stays between their two parties that had begun."""
        for doc in docs:
            (_in_its_time(doc, self._found) or self._of(doc, doc.series)).add(doc)

    def file_epikrise(self, doc: Document[EpikriseMottatt]) -> None:
        """One of an outpatient visit belongs to no stay; its content can be judged all the same."""
        papers = self._of(doc, doc.series, (doc.latest.sender, receivers(doc, self._agreement)[0]))
        papers.add(doc)
        papers.egne.append(doc)

    def file_said(self, said: Sequence[Doc]) -> None:
        """Give conversations to what they refer to; else to the stays of their parties and time."""
        if not said:
            return
        known = self._lying()
        for name, docs in threads(said).items():
            refs = (name, *(doc.first.parent_id for doc in docs))
            about = next((known[ref] for ref in refs if ref and ref in known), None)
            papers = about or _in_its_time(docs[0], self._found) or self._of(docs[0], name)
            for doc in docs:
                papers.add(doc)

    def file_cancelled(self, docs: Iterable[Doc]) -> None:
        """What is taken back, and each Kansellering that waits, lie beside what they would belong to."""
        for doc in docs:
            (_beside(doc, self._found) or self._of(doc, doc.series)).kansellerte.append(doc)

    def file_refused(self, refused: Iterable[Refused], docs: Sequence[Doc]) -> None:
        """Give what we refused, and is not sent again, to what it refers to or the stay of its time.

        `docs` are all documents of the patient.
        """
        known: Mapping[str, Papers] | None = None
        for doc in refused:
            known = self._lying() if known is None else known
            refs = (doc.series, doc.latest.conversation_id, doc.latest.parent_id)
            about = next((known[ref] for ref in refs if ref and ref in known), None)
            papers = about or _around(doc, self._found)
            near = (one for one in docs if one.sent <= doc.sent + ANEW)
            others = (*papers.documents(), *papers.kansellerte) if papers else near
            if not any(is_sent_again(doc, other) for other in others):
                (papers or self._of(doc, doc.series)).avviste.append(doc)

    def _lying(self) -> Mapping[str, Papers]:
        """MsgId -> where the message lies."""
        everywhere = (*self._found, *self.papers)
        return {id_: papers for papers in everywhere for doc in papers.documents() for id_ in doc.msg_ids}

    def _of(self, doc: Doc, name: str, pair: tuple[str, str] | None = None) -> Papers:
        hospital, party = pair or ends(doc.latest, self._agreement)
        pid = doc.first.pid
        id_ = UUID(computed_id(f"{pid}|{hospital}|{party}|{name}"))
        if id_ not in self._papers:
            kommune = kommunenr(party, self._agreement)
            self._papers[id_] = Papers(hospital, party, kommune, pid=pid, id=id_)
        return self._papers[id_]


def _in_its_time(doc: Doc, found: Sequence[Stay]) -> Stay | None:
    """The stay between its two parties that had begun; a cancelled one only until it was cancelled."""
    mine = _of_pair(doc, found)
    gone = [stay for stay in mine if stay.kansellert_at and doc.sent <= stay.kansellert_at]
    return begun(doc.sent, [stay for stay in mine if not stay.kansellert_at]) or begun(doc.sent, gone)


def _beside(doc: Doc, found: Sequence[Stay]) -> Stay | None:
    """The stay that a document would belong to."""
    if isinstance(doc.latest, EpikriseMottatt):
        return next(iter(covered(doc, [stay for stay in found if stay.hospital == doc.first.sender])), None)
    mine = _of_pair(doc, found)
    return place(doc, mine) if doc.latest.type in OPENING else begun(doc.sent, mine)


def _around(doc: Refused, found: Iterable[Stay]) -> Stay | None:
    """The stay that had begun, of those between its parties; for an epikrise any of its hospital."""
    event = doc.latest
    hers = {event.sender, event.receiver, *event.copies}
    mine = (
        stay
        for stay in found
        if {stay.hospital, stay.party} <= hers
        or (event.message_type == EPIKRISE and stay.hospital == event.sender)
    )
    return begun(doc.sent, [stay for stay in mine if not stay.kansellert_at])


def _of_pair(doc: Doc, found: Iterable[Stay]) -> list[Stay]:
    both = {doc.first.sender, doc.first.receiver}
    return [stay for stay in found if {stay.hospital, stay.party} == both]
