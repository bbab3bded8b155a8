"""Documents that belong together although no reference says so. Pure."""

from datetime import timedelta

from consumers.deliveries import is_delivered
from consumers.document import Document
from consumers.moments import times
from schemas.events import PatientEvent

RIVAL = timedelta(days=30)
"""A Kansellering without reference means the newest document, unless another was sent this near it."""


def cancel_newest(alone: Document[PatientEvent], found: list[Document[PatientEvent]]) -> bool:
    """Apply a Kansellering without reference, where there is one document it can mean (rules.md §9).

    One candidate, or the newest, counts; where the Kansellering still tells of the event (LOG_INNLAGT
    does), only those that tell of the same one. When two could be meant, a person must decide: False.
    One that was refused belongs to its document, and takes nothing back (§12.5).
    """
    fits = [doc for doc in found if _may_mean(alone, doc) and doc.sent <= alone.sent]
    told = times(alone.latest)
    if any(told):
        fits = [doc for doc in fits if times(doc.latest) == told] or fits
    fits.sort(key=lambda doc: (doc.sent, doc.series))
    if not fits or (len(fits) > 1 and fits[-1].sent - fits[-2].sent <= RIVAL):
        return False
    fits[-1].kanselleringer += (alone,)
    if _is_taken(alone):
        fits[-1].cancelled_at = alone.sent
    return True


def _is_taken(alone: Document[PatientEvent]) -> bool:
    return is_delivered(alone.latest, alone.reached)


def _may_mean(alone: Document[PatientEvent], doc: Document[PatientEvent]) -> bool:
    event, cancel = doc.first, alone.latest
    again = doc.cancelled_at is not None and alone.sent <= doc.cancelled_at and not _is_taken(alone)
    return (
        (doc.cancelled_at is None or again)
        and event.message_type == cancel.message_type
        and event.type == cancel.type
        and event.sender == cancel.sender
        and event.receiver == cancel.receiver
    )
