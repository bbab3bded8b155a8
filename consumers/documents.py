"""A patient's messages as the documents they add up to: N, M and C resolved. Pure.

Source: messages.md §3.3, rules.md §9, HISD 1154:2018 (N, M, C). Nothing here looks at the order in which
messages came in, so any order gives the same documents.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from consumers.deliveries import Answers, deliveries, is_delivered, reached
from consumers.document import Document, sent_time
from consumers.likeness import cancel_newest
from consumers.twins import without_twins
from schemas.agreements import Agreement
from schemas.events import Hendelse, PatientEvent

SAYINGS: Final = frozenset({"dialog_mottatt.v1", "mottak_avklart.v1"})
"""What is said in a conversation: each stands for itself, whatever it refers to."""

_RANK = {"N": 0, "M": 1, "C": 2}

Sent = Mapping[UUID, datetime]


def documents(history: Iterable[Hendelse], agreement: Agreement) -> list[Document[PatientEvent]]:
    """Every document of a history, the cancelled ones too; test messages are left out (rules.md §9).

    A Kansellering whose original has not come, or that may mean several, is a document that `waits`.
    """
    events, answers = deliveries(history)
    sent = {event.id: sent_time(event, agreement) for event in events}
    by_msg: dict[tuple[str, str, str], PatientEvent] = {
        (event.type, event.sender, event.msg_id): event for event in events
    }
    grouped: dict[tuple[str, str, str], list[PatientEvent]] = defaultdict(list)
    for event in events:
        grouped[event.type, event.sender, _root(event, by_msg)].append(event)
    found: list[Document[PatientEvent]] = []
    loose: list[PatientEvent] = []
    waiting: list[Document[PatientEvent]] = []
    for (_, _, series), group in grouped.items():
        if len(group) > 1:
            group.sort(key=lambda e: (sent[e.id], e.received_at, _RANK[e.status], e.msg_id))
        versions = [event for event in group if event.status != "C"]
        if versions:
            found.append(_document(series, versions, group, sent, answers))
        elif any(event.conversation_id or event.parent_id for event in group):
            waiting.append(_waiting(series, group[0], sent, answers))
        else:
            loose += group
    for cancel in sorted(loose, key=lambda e: (sent[e.id], e.msg_id)):
        if not cancel_newest(cancel, sent[cancel.id], found):
            waiting.append(_waiting(cancel.msg_id, cancel, sent, answers))
    return without_twins(found) + waiting


def _root(event: PatientEvent, by_msg: Mapping[tuple[str, str, str], PatientEvent]) -> str:
    """The series of a message: RefToConversation, or RefToParent followed back as far as it goes."""
    at, seen = event, [event.msg_id]
    while up := _above(at):
        above = by_msg.get((event.type, event.sender, up))
        if above is None or above is at:
            return up
        if up in seen:
            return min(seen)
        seen.append(up)
        at = above
    return at.msg_id


def _above(event: PatientEvent) -> str | None:
    """What a message says that it is a version of."""
    parent = event.parent_id if event.status != "N" else None
    return parent if event.type in SAYINGS else event.conversation_id or parent


def _waiting(series: str, cancel: PatientEvent, sent: Sent, answers: Answers) -> Document[PatientEvent]:
    given = answers.get((cancel.sender, cancel.msg_id), ())
    when = sent[cancel.id]
    to_all = reached(cancel, given)
    return Document(
        series, cancel, cancel, when, to_all, False, None, (cancel,), (when,), given, has_original=False
    )


def _document(
    series: str,
    versions: Sequence[PatientEvent],
    group: Sequence[PatientEvent],
    sent: Sent,
    answers: Answers,
) -> Document[PatientEvent]:
    """The document of a group that is in order of sending."""
    if len(group) == 1:  # nearly always, and many times faster
        (only,) = versions
        given, when = answers.get((only.sender, only.msg_id), ()), sent[only.id]
        to_all = reached(only, given)
        gone, is_first = not is_delivered(only, to_all), only.status == "N"
        return Document(series, only, only, when, to_all, gone, None, (only,), (when,), given, is_first)
    given_to = {event.id: answers.get((event.sender, event.msg_id), ()) for event in versions}
    to = {event.id: reached(event, given_to[event.id]) for event in versions}
    delivered = [event for event in versions if is_delivered(event, to[event.id])]
    usable = delivered or versions
    parents = {event.parent_id for event in usable}
    # Two versions may carry the same GenDate (pitfalls.md §4.4): one that another builds on is not last.
    last = [event for event in usable if event.msg_id not in parents] or usable
    cancels = [event for event in group if event.status == "C"]
    return Document(
        series,
        usable[0],
        last[-1],
        sent[usable[0].id],
        to[usable[0].id],
        not delivered,
        sent[cancels[0].id] if cancels else None,
        tuple(usable),
        tuple(sent[event.id] for event in usable),
        tuple(answer for event in versions for answer in given_to[event.id]),
        any(event.status == "N" for event in versions),
    )
