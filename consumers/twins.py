"""The same content under several MsgIds: one document, that knows its twins. Pure.

Source: rules.md R-T06: a copy receiver in the same organisation may get its own MsgId (acceptance tests 20a
and 20b), and a sender may send again what it has sent; "one avvik maximum", within 7 days.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Final

from consumers.document import Document
from consumers.moments import times
from schemas.events import DialogMottatt, MottakAvklart, PatientEvent

Doc = Document[PatientEvent]

VINDU: Final = timedelta(days=7)
"""The same content sent further apart is sent for a reason."""

INNLAGT: Final = "pasient_innlagt.v1"
"""A new admission: what tells of no time itself is about that one when it is sent after it."""
TURNS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "pasient_utskrivningsklar.v1": ("utskrivningsklar_avmeldt.v1",),
        "innleggelsesrapport_mottatt.v1": ("pasient_utskrevet.v1",),
    }
)
"""Type of event -> the types that, told in between, make it new: ready, not ready, ready."""


def without_twins(found: list[Doc]) -> list[Doc]:
    """One document for each content; what is cancelled or refused is no twin of what stands."""
    alike: dict[tuple[object, ...], list[Doc]] = defaultdict(list)
    for doc in found:
        alike[_likeness(doc)].append(doc)
    if len(alike) == len(found):
        return found
    return [one for group in alike.values() for one in _merged(group, found)]


def _likeness(doc: Doc) -> tuple[object, ...]:
    """What twins have in common; an event from before there was an avtrykk is known by its times."""
    event = doc.first
    if not _stands(doc) or not (event.avtrykk or event.sent_at):
        return (doc.series,)
    parties = (event.type, event.sender, event.receiver)
    if event.avtrykk is None:
        return (*parties, event.sent_at, _told(event))
    refers = (event.message_type, *_refers(event)) if _is_said(event) else ()
    return (*parties, event.avtrykk, *refers)


def _told(event: PatientEvent) -> object:
    """What two messages sent at one moment have in common when they are the same, as far as can be told."""
    if isinstance(event, DialogMottatt):
        asked = (event.foresporsel_kodeverk, event.foresporsel, *_refers(event))
        return event.message_type, event.tema_kodeverk, event.tema, asked
    return times(event)


def _is_said(event: PatientEvent) -> bool:
    """The same words in another conversation say something else."""
    return isinstance(event, DialogMottatt | MottakAvklart)


def _refers(event: PatientEvent) -> tuple[str | None, str | None]:
    return event.conversation_id, event.parent_id


def _merged(group: list[Doc], found: Sequence[Doc]) -> Iterator[Doc]:
    """One document for each run of sendings; the next one is later than VINDU, or says it anew."""
    if len(group) == 1:
        yield group[0]
        return
    group.sort(key=lambda doc: (doc.sent, doc.series))
    one, last = group[0], group[0].sent
    for doc in group[1:]:
        if doc.sent - last <= VINDU and not _is_anew(doc, last, found):
            _join(one, doc)
        else:
            yield one
            one = doc
        last = doc.sent
    yield one


def _is_anew(doc: Doc, last: datetime, found: Sequence[Doc]) -> bool:
    """Whether something was told in between that makes the same words mean something else."""
    event = doc.first
    both = {event.sender, event.receiver}
    between = [other.first for other in found if last <= other.sent <= doc.sent and _stands(other)]
    if not any(times(event)) and any(other.type == INNLAGT for other in between):
        return True
    ours = [other for other in between if {other.sender, other.receiver} == both]
    if any(other.type in TURNS.get(event.type, ()) for other in ours):
        return True
    others = (other for other in ours if other.sender == event.sender and _differs(other, event))
    return event.parent_id is not None and _is_said(event) and any(map(_refers_as(event), others))


def _stands(doc: Doc) -> bool:
    return doc.cancelled_at is None and not doc.refused


def _refers_as(event: PatientEvent) -> Callable[[PatientEvent], bool]:
    return lambda other: _refers(other) == _refers(event)


def _differs(one: PatientEvent, other: PatientEvent) -> bool:
    return one.type != other.type or one.avtrykk != other.avtrykk


def _join(one: Document[Any], twin: Document[Any]) -> None:
    """Take in a twin that was sent later, or at the same moment."""
    one.latest = max(one.latest, twin.latest, key=_newness)
    one.reached |= twin.reached
    both = sorted(
        zip((*one.times, *twin.times), (*one.versions, *twin.versions), strict=True),
        key=lambda pair: (pair[0], _newness(pair[1])),
    )
    one.times, one.versions = tuple(time for time, _ in both), tuple(event for _, event in both)
    one.answers = tuple(
        sorted((*one.answers, *twin.answers), key=lambda a: (a.sent_at or a.received_at, a.msg_id))
    )
    one.kanselleringer += twin.kanselleringer
    one.twins += (twin.first.msg_id, *twin.twins)


def _newness(event: PatientEvent) -> tuple[datetime, bool, str]:
    return (event.sent_at or event.received_at, event.status == "M", event.msg_id)
