"""Which stay a PLO document belongs to. Pure.

Source: rules.md §3 and §12.6: by the event date in the message; else to the newest stay that had begun.
(Its conversation series needs no look: a series is one document.)
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from consumers.document import Document
from consumers.moments import told
from consumers.stay import DAY, Stay
from schemas.events import HelseopplysningerMottatt, InnleggelsesrapportMottatt
from schemas.tid import Tidspunkt

FOLLOW = timedelta(days=30)
"""How long after a discharge messages of the stay may still come."""


def place(doc: Document[Any], stays: Sequence[Stay]) -> Stay | None:
    """The stay that a PLO document belongs to; None when there is no such stay yet."""
    event = doc.latest
    innlagt, utskrevet = told(event, "innlagt"), told(event, "utskrevet")
    other = told(event, "avmeldt") or told(event, "utskrivningsklar")
    if innlagt:
        return _nearest(innlagt, stays) or newest(s for s in stays if _holds(s, innlagt.utc))
    if utskrevet:
        return newest(s for s in stays if s.t1 and s.t1.dato == utskrevet.dato) or _on(utskrevet, stays)
    if other:
        return _on(other, stays) or _ends_next(other.utc, stays)
    if isinstance(event, InnleggelsesrapportMottatt | HelseopplysningerMottatt):
        return _at_admission(doc, stays)
    return begun(doc.sent, stays) or _ends_next(doc.sent, stays)


def begun(moment: datetime, stays: Iterable[Stay]) -> Stay | None:
    """The newest stay that had begun, or was to begin within a day."""
    known = [s for s in stays if s.begin - DAY <= moment and _follows(s, moment)]
    return newest(s for s in known if s.begin <= moment) or newest(known)


def newest(stays: Iterable[Stay]) -> Stay | None:
    """The stay that began last."""
    return max(stays, key=lambda s: s.begin, default=None)


def _at_admission(doc: Document[Any], stays: Sequence[Stay]) -> Stay | None:
    """For what is sent when a patient comes: a stay that has ended by then is the last choice."""
    moment = doc.sent
    known = [
        s for s in stays if s.begin - DAY <= moment and _follows(s, moment) and not _tells_of_later(doc, s)
    ]
    going = newest(s for s in known if s.begin <= moment and _is_there(s, moment))
    coming = min((s for s in known if moment < s.begin), key=lambda s: s.begin, default=None)
    return going or coming or _ends_next(moment, stays) or newest(known)


def _is_there(stay: Stay, moment: datetime) -> bool:
    """Not gone yet: a date of discharge counts as a whole day for those who came within a day."""
    if stay.t1 is None or moment <= stay.t1.utc:
        return True
    return moment - stay.begin <= DAY and moment <= stay.t1.senest


def _tells_of_later(doc: Document[Any], stay: Stay) -> bool:
    """Sent after the stay, and expecting the patient to be ready on a date after it."""
    expected: Tidspunkt | None = vars(doc.latest).get("forventet_utskrivningsklar")
    ended = stay.t1
    return bool(expected and ended and doc.sent > ended.senest and expected.dato > ended.dato)


def _ends_next(moment: datetime, stays: Sequence[Stay]) -> Stay | None:
    """The stay that ends next, where nothing tells when it began."""
    ahead = [s for s in stays if s.t1 and moment < s.begin and moment <= s.t1.senest]
    first = min(ahead, key=lambda s: s.begin, default=None)
    if first is None or first.t0 or first.innlagt or first.begin - moment > FOLLOW:
        return None
    return first


def _nearest(innlagt: Tidspunkt, stays: Iterable[Stay]) -> Stay | None:
    """The stay whose T0, or LOG_INNLAGT where that tells of none, is nearest, within 24 h."""
    begun = innlagt.utc
    near = [(gap, s) for s in stays if (s.t0 or s.innlagt) and (gap := abs(s.begin - begun)) <= DAY]
    return min(near, key=lambda pair: (pair[0], pair[1].begin))[1] if near else None


def _holds(stay: Stay, moment: datetime) -> bool:
    end = stay.end
    return stay.begin <= moment and (end is None or moment <= end)


def _on(time: Tidspunkt, stays: Iterable[Stay]) -> Stay | None:
    """The stay going on at `time`: one that began before the date goes before one that began on it."""
    known = [s for s in stays if s.begin <= time.senest and _follows(s, time.utc)]
    going = [s for s in known if s.begin < time.utc and _holds(s, time.utc)]
    return newest(going) or newest(known)


def _follows(stay: Stay, moment: datetime) -> bool:
    last = stay.t1.senest if stay.t1 else stay.kansellert_at
    return last is None or moment <= last + FOLLOW
