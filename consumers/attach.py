"""Which stay a document belongs to. Pure.

Source: rules.md §3 and §12.6: by the event date in the message; else to the newest stay that had begun.
(Its conversation series needs no look: a series is one document.) §12.16 for the epikrise.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from consumers.document import Document
from consumers.moments import told
from consumers.stay import DAY, Stay
from schemas.events import EpikriseMottatt
from schemas.tid import Tidspunkt

FOLLOW = timedelta(days=30)
"""How long after a discharge messages of the stay may still come."""


def place(doc: Document[Any], stays: Sequence[Stay]) -> Stay | None:
    """The stay that a PLO document belongs to; None when there is no such stay yet."""
    event = doc.latest
    innlagt, utskrevet = told(event, "innlagt"), told(event, "utskrevet")
    other = told(event, "avmeldt") or told(event, "utskrivningsklar")
    if innlagt:
        return _nearest(innlagt, stays) or _newest(s for s in stays if _holds(s, innlagt.utc))
    if utskrevet:
        return _newest(s for s in stays if s.t1 and s.t1.dato == utskrevet.dato) or _on(utskrevet, stays)
    return _on(other, stays) if other else _begun(doc.sent, stays)


def covered(doc: Document[EpikriseMottatt], stays: Sequence[Stay]) -> list[Stay]:
    """The stays an epikrise tells of, one at most for each party: those whose dates match, else overlap."""
    start, end = doc.latest.innlagt, doc.latest.utskrevet
    fits: Iterable[Stay]
    if start or end:
        fits = [s for s in stays if _agrees(s, start, end)] or [s for s in stays if _overlaps(s, start, end)]
    else:
        fits = filter(
            None, (_begun(doc.sent, [s for s in stays if s.party == her]) for her in _parties(stays))
        )
    best: dict[str, Stay] = {}
    for stay in sorted(fits, key=lambda s: (_distance(s, start, end), s.begin)):
        best.setdefault(stay.party, stay)
    return list(best.values())


def same_dates(doc: Document[EpikriseMottatt], stay: Stay) -> bool:
    """Both ends of the epikrise are on the very dates of the stay."""
    start, end = doc.latest.innlagt, doc.latest.utskrevet
    if not (start and end and stay.t0 and stay.t1):
        return False
    return start.dato == stay.t0.dato and end.dato == stay.t1.dato


def _parties(stays: Iterable[Stay]) -> list[str]:
    return sorted({stay.party for stay in stays})


def _newest(stays: Iterable[Stay]) -> Stay | None:
    return max(stays, key=lambda s: s.begin, default=None)


def _nearest(innlagt: Tidspunkt, stays: Iterable[Stay]) -> Stay | None:
    """The stay whose T0 is nearest, within 24 h."""
    apart = [(abs(s.t0.utc - innlagt.utc), s) for s in stays if s.t0]
    near = [(gap, s) for gap, s in apart if gap <= DAY]
    return min(near, key=lambda pair: (pair[0], pair[1].begin))[1] if near else None


def _holds(stay: Stay, moment: datetime) -> bool:
    end = stay.end
    return stay.begin <= moment and (end is None or moment <= end)


def _on(time: Tidspunkt, stays: Iterable[Stay]) -> Stay | None:
    """The stay going on at `time`: one that began before the date goes before one that began on it."""
    begun = [s for s in stays if s.begin <= time.senest and _follows(s, time.utc)]
    going = [s for s in begun if s.begin < time.utc and _holds(s, time.utc)]
    return _newest(going) or _newest(begun)


def _begun(moment: datetime, stays: Iterable[Stay]) -> Stay | None:
    """The newest stay that had begun, or was to begin within a day."""
    known = [s for s in stays if s.begin - DAY <= moment and _follows(s, moment)]
    return _newest(s for s in known if s.begin <= moment) or _newest(known)


def _follows(stay: Stay, moment: datetime) -> bool:
    return stay.t1 is None or moment <= stay.t1.senest + FOLLOW


def _agrees(stay: Stay, start: Tidspunkt | None, end: Tidspunkt | None) -> bool:
    """|start − T0| ≤ 24 h and |end − T1| ≤ 1 day, where both are known; at least one must be."""
    near = []
    if start and stay.t0:
        near.append(abs(start.utc - stay.t0.utc) <= DAY)
    if end and stay.t1:
        near.append(abs(end.dato - stay.t1.dato) <= DAY)
    return bool(near) and all(near)


def _overlaps(stay: Stay, start: Tidspunkt | None, end: Tidspunkt | None) -> bool:
    first, last = start or end, end or start
    if not first or not last:
        return False
    stay_end = stay.end
    return stay.begin <= last.senest and (stay_end is None or first.utc <= stay_end)


def _distance(stay: Stay, start: Tidspunkt | None, end: Tidspunkt | None) -> timedelta:
    if start and stay.t0:
        return abs(start.utc - stay.t0.utc)
    if end and stay.t1:
        return abs(end.utc - stay.t1.utc)
    return timedelta.max
