"""A patient's messages as the documents they add up to: N, M and C resolved. Pure.

Source: messages.md §3.3, rules.md §9, HISD 1154:2018 (N, M, C). Nothing here looks at the order in which
messages came in, so any order gives the same documents.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from consumers.deliveries import Answers, deliveries, is_delivered, reached
from consumers.document import Document, sent_time
from consumers.likeness import cancel_newest
from consumers.twins import without_twins
from schemas.agreements import Agreement
from schemas.events import Hendelse, PatientEvent

SAYINGS: Final = frozenset({"dialog_mottatt.v1", "mottak_avklart.v1"})
"""What is said in a conversation: each stands for itself, whatever it refers to."""

_RANK = {"N": 0, "M": 1, "C": 2}

Sent = Mapping[int, datetime]
"""id() of an event -> when it was sent: to hash a UUID takes longer than all else that is done with it."""


def documents(history: Iterable[Hendelse], agreement: Agreement) -> list[Document[PatientEvent]]:
    """Every document of a history, the cancelled ones too; test messages are left out (rules.md §9).

    A Kansellering whose original has not come, or that may mean several, is a document that `waits`.
    """
    events, answers = deliveries(history)
    sent = {id(event): sent_time(event, agreement) for event in events}
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
            group.sort(key=lambda e: (sent[id(e)], e.received_at, _RANK[e.status], e.msg_id))
        if any([event.status != "C" for event in group]):
            found.append(_document(series, group, sent, answers))
        elif any(event.conversation_id or event.parent_id for event in group):
            waiting.append(_alone(series, group[0], sent, answers))
        else:
            loose += group
    for cancel in sorted(loose, key=lambda e: (sent[id(e)], e.msg_id)):
        alone = _alone(cancel.msg_id, cancel, sent, answers)
        if not cancel_newest(alone, found):
            waiting.append(alone)
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


def _alone(series: str, only: PatientEvent, sent: Sent, answers: Answers) -> Document[PatientEvent]:
    """The document of one message without other versions; a Kansellering waits, also when it was refused."""
    given, when = answers.get((only.sender, only.msg_id), ()), sent[id(only)]
    to_all = reached(only, given)
    gone = only.status != "C" and not is_delivered(only, to_all)
    return Document(series, only, only, when, to_all, gone, None, (only,), (when,), given, only.status == "N")


def _document(
    series: str, group: Sequence[PatientEvent], sent: Sent, answers: Answers
) -> Document[PatientEvent]:
    """The document of a group that is in order of sending."""
    if len(group) == 1:  # nearly always, and many times faster
        return _alone(series, group[0], sent, answers)
    versions = [event for event in group if event.status != "C"]
    given_to = {id(event): answers.get((event.sender, event.msg_id), ()) for event in versions}
    to = {id(event): reached(event, given_to[id(event)]) for event in versions}
    delivered = [event for event in versions if is_delivered(event, to[id(event)])]
    usable = delivered or versions
    parents = {event.parent_id for event in usable}
    # Two versions may carry the same GenDate (pitfalls.md §4.4): one that another builds on is not last.
    last = [event for event in usable if event.msg_id not in parents] or usable
    cancels = [_alone(each.msg_id, each, sent, answers) for each in group if each.status == "C"]
    taken = [cancel.sent for cancel in cancels if is_delivered(cancel.latest, cancel.reached)]
    return Document(
        series=series,
        first=usable[0],
        latest=last[-1],
        sent=sent[id(usable[0])],
        reached=to[id(usable[0])],
        refused=not delivered,
        cancelled_at=taken[0] if taken else None,
        versions=tuple(usable),
        times=tuple(sent[id(event)] for event in usable),
        answers=tuple(answer for event in versions for answer in given_to[id(event)]),
        has_original=any(event.status == "N" for event in versions),
        kanselleringer=tuple(cancels),
    )
