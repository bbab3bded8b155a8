"""The part of a long history that one stay, or one conversation, can depend on. Pure.

A short history is all of it. Of a long one, stays that were over long before, and what was told of them, are
left out: whole ones, as a document alone would look like a stay that goes on. Kept are those in which
something is remembered longer: services (consumers.services), children (R-K10), CAVE (R-U26).
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from consumers.known import BARN
from consumers.moments import times
from consumers.papers import Papers
from consumers.services import TJENESTER
from consumers.stay import Stay
from schemas.events import Event, Hendelse, KvitteringMottatt, MeldingAvvist

SHORT: Final = 80
"""Events that are gone through whole: to choose among them takes as long."""
BEFORE: Final = timedelta(days=45)
"""A stay that was over longer before: what belongs to it has come (30 days), and is not mixed up."""
SAME_DATE: Final = timedelta(hours=26)
"""Two moments further apart are not on one date: a day in October has 25 hours."""
REMEMBERED: Final = frozenset({BARN, TJENESTER, "cave"})
TILBUD: Final = "tjenestetilbud_mottatt.v1"


class Over(NamedTuple):
    """Papers that nothing more is told of.

    Attributes:
        last: the last moment that anything in them tells of, UTC.
        remembered: documents that matter for years.
        names: of all the documents, as events may call them.
    """

    last: datetime
    papers: Papers
    remembered: tuple[Any, ...]
    names: frozenset[str]


class Nearby:
    """A history in order of receipt, and what lies where in it."""

    def __init__(self, events: Sequence[Hendelse], papers: Iterable[Papers]) -> None:
        """`papers` are all stays and loose papers of the whole history."""
        self.events = events
        self._over = () if len(events) <= SHORT else tuple(over for one in papers if (over := _over(one)))
        receipts = [event for event in reversed(events) if isinstance(event, KvitteringMottatt)]
        first = {event.sender: event for event in receipts}
        self._answering = frozenset(map(id, first.values()))  # who answers at all (§12.21)
        self._moments = tuple((event.received_at, tuple(moments(event))) for event in events)

    def around(self, papers: Papers, start: datetime) -> Sequence[Hendelse]:
        """What may matter to `papers`, of which nothing came before `start` (UTC)."""
        far = [one for one in self._over if one.last < start - BEFORE and one.papers is not papers]
        kept = {id(doc) for doc in _newest(doc for one in far for doc in one.remembered)}
        left_out = [one.names for one in far if kept.isdisjoint(map(id, one.remembered))]
        if not left_out:
            return self.events
        gone = frozenset[str]().union(*left_out)
        return [
            event for event in self.events if gone.isdisjoint(refers(event)) or id(event) in self._answering
        ]

    def begins(self, stay: Stay) -> datetime:
        """When the first came, UTC, that tells of anything on the date on which a stay began (§12.15)."""
        least, most = stay.begin - SAME_DATE, stay.begin + SAME_DATE
        near = (came for came, told in self._moments if any([least <= moment <= most for moment in told]))
        return min(near, default=self.first)

    @property
    def first(self) -> datetime:
        """When the first of all came, UTC: nothing can be found before, whatever is not understood."""
        return self.events[0].received_at


def _over(papers: Papers) -> Over | None:
    """None for a stay that has not ended, and for what nobody but we has refused."""
    if isinstance(papers, Stay) and papers.end is None:
        return None
    docs = (*papers.documents(), *papers.kansellerte, *papers.avviste)
    last = max((moment for doc in docs for event in doc.versions for moment in moments(event)), default=None)
    if last is None:
        return None
    remembered = tuple(doc for doc in (*papers.documents(), *papers.kansellerte) if _remembered(doc))
    return Over(last, papers, remembered, names(docs))


def _remembered(doc: Any) -> frozenset[str]:
    """What any version tells of that counts for years."""
    told = REMEMBERED.intersection(part for version in doc.versions for part in version.deler)
    return told | {TJENESTER} if doc.latest.type == TILBUD else told


def _newest(docs: Iterable[Any]) -> list[Any]:
    """Of each kind and two parties the newest, which is the one that counts; and all that are not plain."""
    newest: dict[object, Any] = {}
    odd = []
    for doc in docs:
        if doc.refused or doc.cancelled_at or doc.waits or not _is_steady(doc):
            odd.append(doc)
            continue
        for part in _remembered(doc):
            key = (part, frozenset((doc.latest.sender, doc.latest.receiver)))
            newest[key] = max(doc, newest.get(key, doc), key=lambda one: (one.sent, one.series))
    return [*odd, *newest.values()]


def _is_steady(doc: Any) -> bool:
    """Every version tells of the same."""
    return len({REMEMBERED.intersection(version.deler) for version in doc.versions}) == 1


def moments(event: Any) -> Iterator[datetime]:
    """When a message was sent and came, and what it tells of when; UTC."""
    yield event.received_at
    if sent := getattr(event, "sent_at", None):
        yield sent
    yield from (time.utc for time in times(event) if time)


def names(docs: Iterable[Any]) -> frozenset[str]:
    """What events may call these documents."""
    return frozenset(name for doc in docs for name in (doc.series, *doc.msg_ids))


def refers(event: Hendelse) -> Sequence[str]:
    """The names in an event: its own, and those of what it is about."""
    if isinstance(event, KvitteringMottatt):
        return (event.answers,)
    if not isinstance(event, Event | MeldingAvvist):
        return ()
    if event.conversation_id is None and event.parent_id is None:
        return (event.msg_id,)
    return tuple(filter(None, (event.msg_id, event.conversation_id, event.parent_id)))
