"""What was delivered: each message once, and how its receivers have answered. Pure.

Source: rules.md §9 (test messages, repeated MsgIds) and §12.5 (a refused message is not delivered).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypeVar

from schemas.codes import APPREC_AVVIST
from schemas.events import Event, Hendelse, KvitteringMottatt, PatientEvent

H = TypeVar("H", bound=Hendelse)

Answers = Mapping[tuple[str, str], tuple[KvitteringMottatt, ...]]
"""(sender, MsgId) -> the AppRecs that answer the message, the newest last."""


def deliveries(history: Iterable[Hendelse]) -> tuple[list[PatientEvent], Answers]:
    """The messages, each as first received, without test messages; and the answers."""
    events: list[PatientEvent] = []
    answers: list[KvitteringMottatt] = []
    for event in once(history):
        if isinstance(event, KvitteringMottatt):
            answers.append(event)
        elif isinstance(event, Event) and not event.test:
            events.append(event)
    return events, _by_message(answers) if answers else {}


def once(history: Iterable[H]) -> Collection[H]:
    """Each fact as first received."""
    found: dict[object, H] = {}
    for event in history:
        other = found.get(event.id)
        found[event.id] = event if other is None else _first(other, event)
    return found.values()


def _first(one: H, other: H) -> H:
    """The one received first; two of a backlog have the same time, and may not be quite alike."""
    if one.received_at == other.received_at:
        return one if one == other else min(one, other, key=repr)
    return min(one, other, key=lambda event: event.received_at)


def _by_message(answers: list[KvitteringMottatt]) -> Answers:
    answers.sort(key=lambda a: (a.sent_at or a.received_at, a.msg_id))
    found: dict[tuple[str, str], tuple[KvitteringMottatt, ...]] = {}
    for answer in answers:
        key = (answer.receiver, answer.answers)
        found[key] = (*found.get(key, ()), answer)
    return found


def answering(history: Iterable[Hendelse]) -> frozenset[str]:
    """Level-1 HER-ids of those who have sent an AppRec (rules.md §12.21)."""
    return frozenset(event.sender for event in history if isinstance(event, KvitteringMottatt))


def reached(event: Event, answers: Sequence[KvitteringMottatt]) -> frozenset[str]:
    """Level-1 HER-ids of the receivers whose first AppRec does not refuse a message (apprec.md §6)."""
    receivers = frozenset((event.receiver, *event.copies))
    if not answers:
        return receivers
    first = {answer.sender: answer.status for answer in reversed(answers)}
    return receivers - {her for her, status in first.items() if status == APPREC_AVVIST}


def is_delivered(event: PatientEvent, to: frozenset[str]) -> bool:
    """An epikrise is for all who get it; the other messages are for their receiver."""
    return bool(to) if event.type == "epikrise_mottatt.v1" else event.receiver in to
