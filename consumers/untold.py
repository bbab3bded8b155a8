"""Admissions that no LOG_INNLAGT tells of, as other documents date them. Pure.

Source: rules.md §3 (provisional stays) and R-U01. A later date of admission than the one known is a new
admission when the patient was discharged in between; else the patient was only moved.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from consumers.admissions import Admission
from consumers.document import Document
from consumers.moments import told
from consumers.stay import DAY
from schemas.events import EpikriseMottatt
from schemas.tid import Tidspunkt


def untold(
    starts: Iterable[datetime],
    docs: Iterable[Document[Any]],
    epikriser: Sequence[Document[EpikriseMottatt]],
) -> list[Admission]:
    """The admissions beside those that LOG_INNLAGT tell of, which are at `starts` (the cancelled ones too).

    An epikrise names no kommune: here it counts only where `docs` tell of the discharge it tells of.
    """
    known = sorted(starts)
    docs = list(docs)
    own, shared = _far(docs, known), _far(epikriser, known)
    if not own and not shared:  # nearly always
        return []
    ends = [end for doc in docs if (end := told(doc.latest, "utskrevet"))]
    last = [end for doc in epikriser if (end := doc.latest.utskrevet)]
    left = sorted({end.senest for end in (*ends, *last)})
    found = [one for one in own if _is_new(one.begun, known, left, alone=True)]
    agreeing = [one for one in shared if _is_told(one, ends)]
    return found + [one for one in agreeing if _is_new(one.begun, known, left, alone=False)]


def _far(docs: Iterable[Document[Any]], known: Sequence[datetime]) -> list[Admission]:
    """The admissions that documents date more than a day from every known one, in order."""
    dated = ((start.utc, doc) for doc in docs if (start := told(doc.latest, "innlagt")))
    far = [Admission(begun, doc) for begun, doc in dated if not _is_near(begun, known)]
    return sorted(far, key=lambda one: (one.begun, one.doc.sent, one.doc.series))


def _is_near(begun: datetime, known: Sequence[datetime]) -> bool:
    at = bisect_left(known, begun)
    return any(abs(begun - other) <= DAY for other in known[max(at - 1, 0) : at + 1])


def _is_told(one: Admission, ends: Iterable[Tidspunkt]) -> bool:
    """A discharge after the admission is that of the epikrise, within a day."""
    end: Tidspunkt | None = one.doc.latest.utskrevet
    later = (other for other in ends if other.senest >= one.begun)
    return end is not None and any(abs(end.dato - other.dato) <= DAY for other in later)


def _is_new(begun: datetime, known: list[datetime], left: Sequence[datetime], *, alone: bool) -> bool:
    """Not near a known one, and after a discharge; `alone`: also when it is the first.

    One that is new is known from then on.
    """
    at, out = bisect_left(known, begun), bisect_left(left, begun)
    after_discharge = out > 0 and at > 0 and left[out - 1] >= known[at - 1]
    if _is_near(begun, known) or not (after_discharge or (alone and at == 0)):
        return False
    insort(known, begun)
    return True
