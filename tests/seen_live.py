"""A history as it is told of by whoever looks at it while it comes."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID

from histories import AVTALE

from consumers.changes import told as as_changed
from consumers.evaluate import evaluate
from consumers.first_found import first_found
from consumers.settle import told
from schemas.avvik import Avvik, Standing
from schemas.events import Hendelse

Known = dict[UUID, Avvik]


def look(seen: Sequence[Hendelse], known: Known, now: datetime, new: Iterable[UUID] = ()) -> datetime | None:
    """Settle a patient once, as detect and clock do; when to look again."""
    found = first_found(seen, evaluate(seen, now, AVTALE), AVTALE, known, frozenset(new))
    for change in told(found, known, now, incomplete=False):
        known[change.id] = change
    return found.wake_at


def as_it_came(history: Iterable[Hendelse], end: datetime) -> Known:
    """Looked at as each message came, and whenever a limit had passed, until `end`."""
    known: Known = {}
    seen: list[Hendelse] = []
    wake: datetime | None = None
    for came, batch in groupby(sorted(history, key=_received), _received):
        _wake_until(seen, known, wake, came)
        new = list(batch)
        seen += new
        wake = look(seen, known, came, (event.id for event in new))
    _wake_until(seen, known, wake, end + timedelta(microseconds=1))
    return known


def _wake_until(seen: Sequence[Hendelse], known: Known, wake: datetime | None, until: datetime) -> None:
    while wake and wake < until:
        wake = look(seen, known, wake)


def _received(event: Hendelse) -> datetime:
    return event.received_at


def when_found(known: Known) -> dict[UUID, datetime]:
    """When each that stands was found."""
    return {one.id: one.detected_at for one in known.values() if one.state != "trukket"}


def as_told(one: Standing, found_at: datetime) -> Avvik:
    """An avvik as somebody has been told of it already."""
    return as_changed(one, None, "oppdaget", found_at, found_at, incomplete=False)
