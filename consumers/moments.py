"""When things happened, as a document tells of it. Pure; all answers in UTC."""

from datetime import date, datetime
from typing import Any

from consumers.document import Document
from schemas.events import EpikriseMottatt, Event, PasientInnlagt, PasientUtskrevet
from schemas.tid import OSLO, Tidspunkt, start_of_day

TIMES = ("innlagt", "utskrivningsklar", "avmeldt", "utskrevet", "dod")
"""The fields of events that hold a Tidspunkt."""


def starts(doc: Document[PasientInnlagt]) -> datetime:
    """The moment of admission a LOG_INNLAGT tells of; its sent time where it tells of none."""
    return doc.latest.innlagt.utc if doc.latest.innlagt else doc.sent


def left(doc: Document[PasientUtskrevet]) -> Tidspunkt:
    """The discharge a LOG_UTSKREVET tells of; the date it was sent where it tells of none (R-U13)."""
    return doc.latest.utskrevet or as_date(doc.sent)


def ends(doc: Document[EpikriseMottatt]) -> datetime:
    """The end of the stay an epikrise tells of; its sent time where it tells of none."""
    return doc.latest.utskrevet.utc if doc.latest.utskrevet else doc.sent


def earliest(doc: Document[Any]) -> datetime:
    """What puts a document in time when it tells of no admission: another event, else its sending."""
    known = (
        told(doc.latest, "utskrivningsklar") or told(doc.latest, "avmeldt") or told(doc.latest, "utskrevet")
    )
    return known.utc if known else doc.sent


def told(event: Event, name: str) -> Tidspunkt | None:
    """One of TIMES; None also for an event that has no such field."""
    time: Tidspunkt | None = vars(event).get(name)  # getattr of a field that is not there is slow in pydantic
    return time


def times(event: Event) -> tuple[Tidspunkt | None, ...]:
    """What a message tells of when, in the order of TIMES."""
    return tuple(map(vars(event).get, TIMES))


def is_before(one: Tidspunkt | None, other: Tidspunkt | None) -> bool:
    """Whether one is known to be earlier; by date where either has no clock time."""
    if one is None or other is None:
        return False
    return one.dato < other.dato if one.bare_dato or other.bare_dato else one.utc < other.utc


def oslo_date(moment: datetime) -> date:
    """The calendar date in Oslo."""
    return moment.astimezone(OSLO).date()


def as_date(moment: datetime) -> Tidspunkt:
    """The date of `moment` in Oslo, without a clock time."""
    return Tidspunkt(utc=start_of_day(oslo_date(moment)), bare_dato=True)
