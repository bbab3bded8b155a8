"""Admissions and LOG_UTSKREVET of one hospital and one kommune -> the stays they open and close. Pure.

Source: rules.md §3 (second LOG_INNLAGT: duplicate, flytting or a new stay), §4 (kansellert opphold), §12.6.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from consumers.attach import FOLLOW
from consumers.document import Document
from consumers.moments import left, oslo_date, starts
from consumers.stay import DAY, Stay
from schemas.events import PasientInnlagt, PasientUtskrevet

Innlagt = Document[PasientInnlagt]
Utskrevet = Document[PasientUtskrevet]


class Admission(NamedTuple):
    """An admission: its moment, UTC, and the document that tells of it, a LOG_INNLAGT as a rule."""

    begun: datetime
    doc: Document[Any]


def admitted(
    new: Callable[[], Stay], admissions: Iterable[Admission], utskrevet: Iterable[Utskrevet]
) -> tuple[list[Stay], list[Utskrevet]]:
    """The stays, in order of T0, and the discharges that belong to none of them; `new` makes a stay."""
    found: list[Stay] = []
    waiting = sorted(utskrevet, key=lambda doc: (left(doc).utc, doc.sent, doc.series))
    last: datetime | None = None
    for begun, doc in sorted(admissions, key=lambda a: (a.begun, a.doc.sent, a.doc.series)):
        if last:
            waiting = [gone for gone in waiting if not _closes(found[-1], gone, last, begun)]
        if not (last and _goes_on(found[-1], doc, begun - last)):
            found.append(new())
        found[-1].add(doc)
        last = begun
    if last:
        waiting = [gone for gone in waiting if not _closes(found[-1], gone, last, None)]
    return found, waiting


def _goes_on(stay: Stay, doc: Document[Any], gap: timedelta) -> bool:
    """Moved inside the hospital; or the LOG_INNLAGT of a stay already known, without a time of its own."""
    confirms = bool(doc.latest.innlagt is None and not stay.innlagt)
    return not stay.utskrevet and (gap <= DAY or confirms)


def withdrawn(new: Callable[[], Stay], cancelled: Iterable[Innlagt], found: Iterable[Stay]) -> list[Stay]:
    """Stays whose LOG_INNLAGT was cancelled, and not replaced by one within a day."""
    gone: list[Stay] = []
    for doc in sorted(cancelled, key=lambda doc: (starts(doc), doc.sent, doc.series)):
        told = [known for stay in (*found, *gone) for known in stay.innlagt]
        replaced = any(abs(starts(known) - starts(doc)) <= DAY for known in told)
        inside = any(stay.t1 and stay.begin <= starts(doc) <= stay.t1.senest for stay in found)
        if not replaced and not inside:
            gone.append(new())
            gone[-1].kansellert_at = doc.cancelled_at
            gone[-1].add(doc)
    return gone


def _closes(stay: Stay, gone: Utskrevet, last: datetime, after: datetime | None) -> bool:
    """Give a discharge to `stay` when it is its own, `last` and `after` being the admissions around it."""
    if not _is_between(stay, gone, last, after):
        return False
    stay.add(gone)
    return True


def _is_between(stay: Stay, gone: Utskrevet, last: datetime, after: datetime | None) -> bool:
    time = left(gone)
    if time.senest < stay.begin or (stay.t1 and time.utc > stay.t1.senest + FOLLOW):
        return False
    if after is None:
        return True
    if not time.bare_dato or time.dato != oslo_date(after):
        return time.utc <= after
    if oslo_date(stay.begin) == time.dato or stay.utskrevet:
        return gone.sent < after
    # It began before that date, so the discharge is its own (§12.6), unless the patient was only moved.
    moved = after - last <= DAY and gone.sent >= after
    return not moved
