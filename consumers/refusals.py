"""Which documents were refused, with a negative AppRec or at our own door, and not sent again since. Pure.

Source: apprec.md §1 and §4 (8221); rules.md §12.5: a refused message is not delivered until it is sent again.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from consumers.moments import times
from consumers.papers import Papers
from consumers.single import Doc, first_answers, messages, receivers, taken_back
from schemas.codes import APPREC_AVVIST
from schemas.events import DialogMottatt, KvitteringMottatt, PatientEvent


class Refusal(NamedTuple):
    """One refused document.

    Attributes:
        codes: of 8221, from all who refuse it, each once and sorted; an AppRec may come without any.
            What we refused ourselves, and whose AppRec is known too, is one refusal.
    """

    doc: Doc
    codes: tuple[str, ...]


def refusals(papers: Papers) -> Iterator[Refusal]:
    """The refused documents, each once."""
    found: dict[str, Refusal] = {}
    for doc, codes in (*_by_others(papers), *_by_us(papers)):
        before = found.get(doc.series)
        found[doc.series] = (
            Refusal(before.doc, _sorted((*before.codes, *codes))) if before else Refusal(doc, codes)
        )
    yield from found.values()


def _by_others(papers: Papers) -> Iterator[Refusal]:
    for doc in messages(papers):
        if all([answer.status != APPREC_AVVIST for answer in doc.answers]):  # nearly always
            continue
        if refused := [answer for answer in _negative(doc) if not _is_sent_again(doc, answer, papers)]:
            yield Refusal(doc, _codes(refused))
    for group in taken_back(papers):
        for doc in group:
            if refused := [answer for answer in _negative(doc) if not _is_taken_since(group, answer)]:
                yield Refusal(doc, _codes(refused))


def _is_taken_since(group: Sequence[Doc], answer: KvitteringMottatt) -> bool:
    """Of what takes one document back, a later one was not refused by the same receiver."""
    return any(doc.sent > _since(answer) and answer.sender in doc.reached for doc in group)


def _codes(refused: Iterable[KvitteringMottatt]) -> tuple[str, ...]:
    return _sorted(code for answer in refused for code in answer.errors)


def _by_us(papers: Papers) -> Iterator[Refusal]:
    for doc in papers.avviste:
        given = [code for version in doc.versions for code in version.errors]
        yield Refusal(doc, _sorted([*given, *(code for answer in _negative(doc) for code in answer.errors)]))


def _sorted(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(codes)))


def _negative(doc: Doc) -> Iterator[KvitteringMottatt]:
    to = receivers(doc.latest)
    for answer in first_answers(doc).values():
        if answer.status == APPREC_AVVIST and answer.sender in to:
            yield answer


def _is_sent_again(doc: Doc, answer: KvitteringMottatt, papers: Papers) -> bool:
    """As a later version, or as a document of its own: a corrected message has a new MsgId."""
    since = _since(answer)
    versions = zip(doc.versions, doc.times, strict=True)
    if any(time > since and each.msg_id != answer.answers for each, time in versions):
        return True
    told = _told(doc.latest)
    return told is not None and any(
        other.sent > since and answer.sender in other.reached and _told(other.latest) == told
        for other in papers.documents()
    )


def _since(answer: KvitteringMottatt) -> datetime:
    """When what it answers was sent, UTC, where it says so."""
    return answer.answers_sent_at or answer.sent_at or answer.received_at


def _told(event: PatientEvent) -> tuple[object, ...] | None:
    """What a message and the same one sent again have in common; None where nothing tells them from others.

    Of a report the last one sent is the valid one, and complete (HIS 1144:2014 §1).
    """
    if isinstance(event, DialogMottatt):
        said = (event.parent_id, event.tema, event.foresporsel)
        return (event.message_type, event.sender, *said) if event.parent_id else None
    return (event.type, event.sender, *times(event))
