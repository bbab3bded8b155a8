"""Which stays an epikrise covers, by its dates. Pure.

Source: rules.md §3 and §12.16: start within 24 h of T0 and end within a day of T1, else overlap.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from consumers.attach import FOLLOW, begun
from consumers.document import Document
from consumers.moments import is_before
from consumers.stay import DAY, Stay
from schemas.events import EpikriseMottatt, UtskrivningsrapportMottatt
from schemas.tid import Tidspunkt


def covered(doc: Document[EpikriseMottatt], stays: Sequence[Stay]) -> list[Stay]:
    """The stays an epikrise tells of, one at most for each party: those whose dates match, else overlap.

    Where its end is before its start (R-T08) one of the two is enough, and it covers nothing between them;
    where neither is right, or it has none, it is of the stay that had begun when it was sent.
    """
    start, end = doc.latest.innlagt, doc.latest.utskrevet
    if is_before(end, start):
        fits = [s for s in stays if _begins_with(s, start) or _ends_with(s, end)]
    else:
        fits = [s for s in stays if _agrees(s, start, end)] or [s for s in stays if _overlaps(s, start, end)]
    if not fits and (is_before(end, start) or not (start or end)):
        fits = list(_begun_when_sent(doc, stays))
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


def _begun_when_sent(doc: Document[EpikriseMottatt], stays: Sequence[Stay]) -> Iterator[Stay]:
    for her in sorted({stay.party for stay in stays}):
        if stay := begun(doc.sent, [stay for stay in stays if stay.party == her]):
            yield stay


def _agrees(stay: Stay, start: Tidspunkt | None, end: Tidspunkt | None) -> bool:
    """|start − T0| ≤ 24 h and |end − T1| ≤ 1 day, where both are known; at least one must be."""
    if start and stay.t0 and not _begins_with(stay, start):
        return False
    if end and stay.t1:
        return _ends_with(stay, end)
    return bool(start and stay.t0)


def _begins_with(stay: Stay, start: Tidspunkt | None) -> bool:
    return bool(start and stay.t0 and abs(start.utc - stay.t0.utc) <= DAY)


def _ends_with(stay: Stay, end: Tidspunkt | None) -> bool:
    return bool(end and stay.t1 and abs(end.dato - stay.t1.dato) <= DAY)


def _overlaps(stay: Stay, start: Tidspunkt | None, end: Tidspunkt | None) -> bool:
    first, last = start or end, end or start
    if not first or not last:
        return False
    stay_end = stay.end
    until = last.senest + (FOLLOW if _is_report_alone(stay) else timedelta())
    return stay.begin <= until and (stay_end is None or first.utc <= stay_end)


def _is_report_alone(stay: Stay) -> bool:
    """Known from an utskrivningsrapport without dates: sent when the stay was over, or after."""
    return not (stay.t0 or stay.t1) and isinstance(stay.first.latest, UtskrivningsrapportMottatt)


def _distance(stay: Stay, start: Tidspunkt | None, end: Tidspunkt | None) -> timedelta:
    if start and stay.t0:
        return abs(start.utc - stay.t0.utc)
    if end and stay.t1:
        return abs(end.utc - stay.t1.utc)
    return timedelta.max
