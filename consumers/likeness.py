"""Documents that belong together although no reference says so. Pure."""

from collections import defaultdict
from datetime import datetime, timedelta

from consumers.document import Document
from consumers.moments import times
from schemas.events import DialogMottatt, PatientEvent

RIVAL = timedelta(days=30)
"""A Kansellering without reference means the newest document, unless another was sent this near it."""


def cancel_newest(cancel: PatientEvent, sent: datetime, found: list[Document[PatientEvent]]) -> bool:
    """Apply a Kansellering without reference, where there is one document it can mean (rules.md §9).

    One candidate, or the newest, counts; where the Kansellering still tells of the event (LOG_INNLAGT
    does), only those that tell of the same one. When two could be meant, a person must decide: False.
    """
    fits = [doc for doc in found if _may_mean(cancel, doc) and doc.sent <= sent]
    told = times(cancel)
    if any(told):
        fits = [doc for doc in fits if times(doc.latest) == told] or fits
    fits.sort(key=lambda doc: (doc.sent, doc.series))
    if not fits or (len(fits) > 1 and fits[-1].sent - fits[-2].sent <= RIVAL):
        return False
    fits[-1].cancelled_at = sent
    return True


def without_twins(found: list[Document[PatientEvent]]) -> list[Document[PatientEvent]]:
    """One document for each content: a copy receiver in the same organisation may get its own MsgId.

    Source: rules.md R-T06, acceptance tests 20a/20b: "one avvik maximum".
    """
    alike: dict[tuple[object, ...], list[Document[PatientEvent]]] = defaultdict(list)
    for doc in found:
        event = doc.first
        known = event.sent_at is not None and doc.cancelled_at is None
        alike[(event.type, event.sender, event.receiver, event.sent_at) if known else (doc.series,)].append(
            doc
        )
    if len(alike) == len(found):
        return found
    return [one for group in alike.values() for one in _merged(group)]


def _merged(group: list[Document[PatientEvent]]) -> list[Document[PatientEvent]]:
    by_content: dict[object, list[Document[PatientEvent]]] = defaultdict(list)
    for doc in sorted(group, key=lambda doc: doc.series):
        by_content[_content(doc.first)].append(doc)
    for first, *others in by_content.values():
        for other in others:
            _join(first, other)
    return [docs[0] for docs in by_content.values()]


def _join(one: Document[PatientEvent], twin: Document[PatientEvent]) -> None:
    one.latest = max(one.latest, twin.latest, key=_newness)
    one.sent = min(one.sent, twin.sent)
    one.reached |= twin.reached
    one.refused &= twin.refused
    both = sorted(
        zip((*one.times, *twin.times), (*one.versions, *twin.versions), strict=True),
        key=lambda pair: (pair[0], _newness(pair[1])),
    )
    one.times, one.versions = tuple(time for time, _ in both), tuple(event for _, event in both)
    one.answers = tuple(
        sorted((*one.answers, *twin.answers), key=lambda a: (a.sent_at or a.received_at, a.msg_id))
    )
    one.twins += (twin.first.msg_id, *twin.twins)


def _content(event: PatientEvent) -> object:
    """What two messages sent at one moment have in common when they are the same."""
    if isinstance(event, DialogMottatt):
        asked = (event.foresporsel_kodeverk, event.foresporsel, event.conversation_id, event.parent_id)
        return event.message_type, event.tema_kodeverk, event.tema, asked
    return times(event)


def _may_mean(cancel: PatientEvent, doc: Document[PatientEvent]) -> bool:
    event = doc.first
    return (
        doc.cancelled_at is None
        and event.message_type == cancel.message_type
        and event.type == cancel.type
        and event.sender == cancel.sender
        and event.receiver == cancel.receiver
    )


def _newness(event: PatientEvent) -> tuple[datetime, bool, str]:
    return (event.sent_at or event.received_at, event.status == "M", event.msg_id)
