"""A patient's messages as the documents they add up to: N, M and C resolved. Pure.

Source: messages.md §3.3, rules.md §9, HISD 1154:2018 (N, M, C). Nothing here looks at the order in which
messages came in, so any order gives the same documents.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from consumers.deliveries import Refusals, deliveries, is_delivered, reached
from consumers.document import Document, sent_time
from consumers.likeness import cancel_newest, without_twins
from schemas.agreements import Agreement
from schemas.events import AnyEvent, PatientEvent

_RANK = {"N": 0, "M": 1, "C": 2}


def documents(history: Iterable[AnyEvent], agreement: Agreement) -> list[Document[PatientEvent]]:
    """Every document of a history, the cancelled ones too; test messages are left out (rules.md §9)."""
    events, refusals = deliveries(history)
    sent = {event.id: sent_time(event, agreement) for event in events}
    by_msg: dict[tuple[str, str, str], PatientEvent] = {
        (event.type, event.sender, event.msg_id): event for event in events
    }
    grouped: dict[tuple[str, str, str], list[PatientEvent]] = defaultdict(list)
    for event in events:
        grouped[event.type, event.sender, _root(event, by_msg)].append(event)
    found: list[Document[PatientEvent]] = []
    loose: list[PatientEvent] = []
    for (_, _, series), group in grouped.items():
        if len(group) > 1:
            group.sort(key=lambda e: (sent[e.id], e.received_at, _RANK[e.status], e.msg_id))
        versions = [event for event in group if event.status != "C"]
        if versions:
            found.append(_document(series, versions, group, sent, refusals))
        elif group[0].conversation_id is None and group[0].parent_id is None:
            loose += group
    for cancel in sorted(loose, key=lambda e: (sent[e.id], e.msg_id)):
        cancel_newest(cancel, sent, found)
    return without_twins(found)


def _root(event: PatientEvent, by_msg: Mapping[tuple[str, str, str], PatientEvent]) -> str:
    """The series of a message: RefToConversation, or RefToParent followed back as far as it goes."""
    at, seen = event, [event.msg_id]
    while up := at.conversation_id or (at.parent_id if at.status != "N" else None):
        above = by_msg.get((event.type, event.sender, up))
        if above is None or above is at:
            return up
        if up in seen:
            return min(seen)
        seen.append(up)
        at = above
    return at.msg_id


def _document(
    series: str,
    versions: Sequence[PatientEvent],
    group: Sequence[PatientEvent],
    sent: Mapping[UUID, datetime],
    refusals: Refusals,
) -> Document[PatientEvent]:
    """The document of a group that is in order of sending."""
    if len(group) == 1:  # nearly always, and many times faster
        (only,) = versions
        to_all = reached(only, refusals)
        return Document(series, only, only, sent[only.id], to_all, not is_delivered(only, to_all))
    to = {event.id: reached(event, refusals) for event in versions}
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
    )
