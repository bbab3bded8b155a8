"""A history gone through as it came, until some avvik stand. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from consumers.deliveries import answering
from consumers.documents import documents
from consumers.found import found_in
from consumers.own_refusals import own_refusals
from consumers.rules import RULES
from consumers.stays import stays
from schemas.agreements import Agreement
from schemas.avvik import avvik_id
from schemas.events import Hendelse


class Asked(NamedTuple):
    """Some avvik of the same papers.

    Attributes:
        papers: their id.
        begun: id of each avvik -> before this had come, UTC, there was nothing that it could be said of.
        keys: of their rules.
    """

    papers: UUID
    begun: Mapping[UUID, datetime]
    keys: frozenset[str]


def looked_through(asked: Asked, events: Sequence[Hendelse], agreement: Agreement) -> Mapping[UUID, datetime]:
    """Go through a history as it came until all has been found."""
    found: dict[UUID, datetime] = {}
    left = dict(asked.begun)
    for came, until, seen in _steps(events, min(left.values())):
        if came < min(left.values()):
            continue
        for id_, since in _would_stand(asked, seen, agreement):
            at = max(came, since or came)
            if id_ in left and (until is None or at < until):
                found[id_] = min(at, found.get(id_, at))
        left = {id_: begun for id_, begun in left.items() if id_ not in found}
        if not left:
            break
    return found


def _steps(
    events: Sequence[Hendelse], start: datetime
) -> Iterator[tuple[datetime, datetime | None, Sequence[Hendelse]]]:
    """Each moment at which anything came, from `start`; the next, None after the last; all that had come."""
    came = [event.received_at for event in events]
    for end in range(1, len(events) + 1):
        until = came[end] if end < len(events) else None
        if came[end - 1] >= start and until != came[end - 1]:
            yield came[end - 1], until, events[:end]


def _would_stand(
    asked: Asked, seen: Sequence[Hendelse], agreement: Agreement
) -> Iterator[tuple[UUID, datetime | None]]:
    """Which of them would stand, and from when, had no more come."""
    filed = stays(documents(seen, agreement), agreement, own_refusals(seen, agreement))
    for rule, finding in found_in(asked.papers, filed, agreement, RULES, asked.keys, answering(seen)):
        id_ = avvik_id(rule.key, asked.papers, finding.subject)
        if id_ in asked.begun:
            yield id_, finding.since
