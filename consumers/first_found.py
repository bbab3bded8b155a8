"""When each avvik could first be found, also when nobody looked for days. Pure.

Found is what stood when all that had come by then was looked at. Much of what an avvik rests on may come
after that: what is late was missing until then (rules.md §4: *manglende* → *for sen* is one avvik), and an
Endring lacks what the first one lacked. And much that it does not rest on decides when it was found: before
the Kansellering came, what it takes back was not missing. So the history is gone through as it came.
"""

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from operator import attrgetter
from typing import Final, NamedTuple
from uuid import UUID

from consumers.deliveries import answering
from consumers.documents import documents
from consumers.evaluate import Evaluation
from consumers.found import found_in
from consumers.nearby import Nearby, names, refers
from consumers.own_refusals import own_refusals
from consumers.papers import Papers
from consumers.parties import of_today
from consumers.rules import RULES
from consumers.stay import Stay
from consumers.stays import stays
from schemas.agreements import Agreement
from schemas.avvik import Standing, avvik_id
from schemas.events import Hendelse

KEYS: Final = {rule.id: rule.key for rule in RULES}
_CAME = attrgetter("received_at")


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


def first_found(
    history: Sequence[Hendelse], evaluation: Evaluation, agreement: Agreement, known: Container[UUID] = ()
) -> Evaluation:
    """The same answer; what is not `known`, as found when it could be for the first time."""
    unsure: dict[UUID, list[Standing]] = defaultdict(list)
    for one in evaluation.avvik:
        if one.id not in known:
            unsure[one.stay_id].append(one)
    if not unsure:
        return evaluation
    came = sorted(of_today(history, agreement), key=_CAME)
    near = Nearby(came, (*evaluation.stays, *evaluation.loose))
    detected = dict(evaluation.detected)
    for papers in (*evaluation.stays, *evaluation.loose):
        if standing := unsure.get(papers.id):
            detected.update(_first_in(papers, standing, near, agreement))
    return replace(evaluation, detected=detected)


def _first_in(
    papers: Papers, standing: Sequence[Standing], near: Nearby, agreement: Agreement
) -> Mapping[UUID, datetime]:
    """Id -> when it stood for the first time, of some avvik of the same papers."""
    begun = {one.id: _begun(papers, one, near) for one in standing}
    asked = Asked(papers.id, begun, frozenset(KEYS[one.rule] for one in standing))
    found = _looked(asked, near.around(papers, min(begun.values())), agreement)
    if len(found) < len(begun):  # something far off matters after all
        found = _looked(asked, near.events, agreement)
    return found


def _begun(papers: Papers, one: Standing, near: Nearby) -> datetime:
    """When the first came that names the document it is about, or that is of the date of its stay."""
    docs = (*papers.documents(), *papers.kansellerte, *papers.avviste)
    msg_id, _, _ = one.subject.partition("/")
    about = [doc for doc in docs if msg_id == doc.series or msg_id in doc.msg_ids]
    if isinstance(papers, Stay) and not about:
        return near.begins(papers)
    mine = names(about or docs)
    return next(event.received_at for event in near.events if not mine.isdisjoint(refers(event)))


def _looked(asked: Asked, events: Sequence[Hendelse], agreement: Agreement) -> Mapping[UUID, datetime]:
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
    ends = [index for index, event in enumerate(events, 1) if event.received_at >= start]
    last = [end for end in ends if end == len(events) or _CAME(events[end]) > _CAME(events[end - 1])]
    for end in last:
        yield _CAME(events[end - 1]), _CAME(events[end]) if end < len(events) else None, events[:end]


def _would_stand(
    asked: Asked, seen: Sequence[Hendelse], agreement: Agreement
) -> Iterator[tuple[UUID, datetime | None]]:
    """Which of them would stand, and from when, had no more come."""
    filed = stays(documents(seen, agreement), agreement, own_refusals(seen, agreement))
    for rule, finding in found_in(asked.papers, filed, agreement, RULES, asked.keys, answering(seen)):
        id_ = avvik_id(rule.key, asked.papers, finding.subject)
        if id_ in asked.begun:
            yield id_, finding.since
