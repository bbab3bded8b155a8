"""When each avvik could first be found, also when nobody looked for days. Pure.

Found is what stood when all that had come by then was looked at. Much of what an avvik rests on may come
after that: what is late was missing until then (rules.md §4: *manglende* → *for sen* is one avvik), and an
Endring lacks what the first one lacked. And much that it does not rest on decides when it was found: before
the Kansellering came, what it takes back was not missing. So the history is gone through as it came.
"""

from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from operator import attrgetter
from types import MappingProxyType
from typing import Final
from uuid import UUID

from consumers.as_it_came import Asked, looked_through
from consumers.evaluate import Evaluation
from consumers.nearby import Nearby, names, refers
from consumers.papers import Papers
from consumers.parties import of_today
from consumers.rules import RULES
from consumers.stay import Stay
from schemas.agreements import Agreement
from schemas.avvik import Avvik, Standing
from schemas.events import Hendelse

KEYS: Final = {rule.id: rule.key for rule in RULES}
NOTHING: Final[Mapping[UUID, Avvik]] = MappingProxyType({})
_CAME = attrgetter("received_at")


def first_found(
    history: Sequence[Hendelse],
    evaluation: Evaluation,
    agreement: Agreement,
    before: Mapping[UUID, Avvik] = NOTHING,
    new: Container[UUID] = (),
) -> Evaluation:
    """The same answer, with when each could be found for the first time.

    Args:
        before: as told. What was found before anything new came keeps its time; what was taken back does not.
        new: ids of the events that are new since then, and others.
    """
    came = min((event.received_at for event in history if event.id in new), default=None) if new else None
    kept = {
        one.id: one.detected_at
        for one in before.values()
        if one.state != "trukket" and (came is None or one.detected_at < came)
    }
    unsure: dict[UUID, list[Standing]] = defaultdict(list)
    for one in evaluation.avvik:
        if one.id not in kept:
            unsure[one.stay_id].append(one)
    return replace(evaluation, detected={**kept, **_found(unsure, history, evaluation, agreement)})


def _found(
    unsure: Mapping[UUID, Sequence[Standing]],
    history: Sequence[Hendelse],
    evaluation: Evaluation,
    agreement: Agreement,
) -> Mapping[UUID, datetime]:
    """Id -> when it stood for the first time; `unsure` by where they were found."""
    if not unsure:
        return {}
    everything = (*evaluation.stays, *evaluation.loose)
    near = Nearby(sorted(of_today(history, agreement), key=_CAME), everything)
    found: dict[UUID, datetime] = {}
    for papers in everything:
        if standing := unsure.get(papers.id):
            found.update(_first_in(papers, standing, near, agreement))
    return found


def _first_in(
    papers: Papers, standing: Sequence[Standing], near: Nearby, agreement: Agreement
) -> Mapping[UUID, datetime]:
    """Id -> when it stood for the first time, of some avvik of the same papers."""
    begun = {one.id: _begun(papers, one, near) for one in standing}
    asked = Asked(papers.id, begun, frozenset(KEYS[one.rule] for one in standing))
    found = looked_through(asked, near.around(papers, min(begun.values())), agreement)
    if len(found) < len(begun):  # something far off matters after all
        found = looked_through(asked, near.events, agreement)
    return found


def _begun(papers: Papers, one: Standing, near: Nearby) -> datetime:
    """When the first came that names the document it is about, or that is of the date of its stay."""
    docs = (*papers.documents(), *papers.kansellerte, *papers.avviste)
    msg_id, _, _ = one.subject.partition("/")
    about = [doc for doc in docs if msg_id == doc.series or msg_id in doc.msg_ids]
    if isinstance(papers, Stay) and not about:
        return near.begins(papers)
    mine = names(about or docs)
    named = (event.received_at for event in near.events if not mine.isdisjoint(refers(event)))
    return next(named, near.first)
