"""What was delivered: each message once, and who has refused which. Pure.

Source: rules.md §9 (test messages, repeated MsgIds) and §12.5 (a refused message is not delivered).
"""

from collections.abc import Iterable, Mapping

from schemas.events import AnyEvent, Event, KvitteringMottatt, PatientEvent

Refusals = Mapping[tuple[str, str], frozenset[str]]
"""(sender, MsgId) -> level-1 HER-ids of the receivers whose first AppRec refuses it (apprec.md §6)."""


def deliveries(history: Iterable[AnyEvent]) -> tuple[list[PatientEvent], Refusals]:
    """The messages, each as first received, without test messages; and the refusals."""
    once: dict[object, AnyEvent] = {}
    for event in history:
        other = once.get(event.id)
        if other is None or event.received_at < other.received_at:
            once[event.id] = event
    events: list[PatientEvent] = []
    answers: list[KvitteringMottatt] = []
    for event in once.values():
        if isinstance(event, KvitteringMottatt):
            answers.append(event)
        elif not event.test:
            events.append(event)
    return events, _refusals(answers) if answers else {}


def _refusals(answers: list[KvitteringMottatt]) -> Refusals:
    answers.sort(key=lambda a: (a.sent_at or a.received_at, a.msg_id), reverse=True)
    first = {(a.receiver, a.answers, a.sender): a.status for a in answers}
    refusals: dict[tuple[str, str], frozenset[str]] = {}
    for (sender, msg_id, by), status in first.items():
        if status == "2":  # 8258: avvist
            refusals[sender, msg_id] = refusals.get((sender, msg_id), frozenset()) | {by}
    return refusals


def reached(event: Event, refusals: Refusals) -> frozenset[str]:
    """Level-1 HER-ids of the receivers that have not refused a message."""
    return frozenset((event.receiver, *event.copies)) - refusals.get(
        (event.sender, event.msg_id), frozenset()
    )


def is_delivered(event: PatientEvent, to: frozenset[str]) -> bool:
    """An epikrise is for all who get it; the other messages are for their receiver."""
    return bool(to) if event.type == "epikrise_mottatt.v1" else event.receiver in to
