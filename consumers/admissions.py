"""LOG_INNLAGT and LOG_UTSKREVET of one hospital to one kommune -> the stays they open and close. Pure.

Source: rules.md §3 (second LOG_INNLAGT: duplicate, flytting or a new stay), §4 (kansellert opphold), §12.6.
"""

from collections.abc import Iterable

from consumers.attach import FOLLOW
from consumers.document import Document
from consumers.moments import left, oslo_date, starts
from consumers.stay import DAY, Stay
from schemas.events import PasientInnlagt, PasientUtskrevet

Innlagt = Document[PasientInnlagt]
Utskrevet = Document[PasientUtskrevet]


def admitted(
    hospital: str, party: str, kommune: str | None, innlagt: Iterable[Innlagt], utskrevet: Iterable[Utskrevet]
) -> tuple[list[Stay], list[Utskrevet]]:
    """The stays, in order of T0, and the discharges that belong to none of them."""
    found: list[Stay] = []
    waiting = sorted(utskrevet, key=lambda doc: (left(doc).utc, doc.sent, doc.series))
    for doc in sorted(innlagt, key=lambda doc: (starts(doc), doc.sent, doc.series)):
        current = found[-1] if found else None
        if current:
            waiting = [gone for gone in waiting if not _closes(current, gone, doc)]
        if current and not current.utskrevet and starts(doc) - starts(current.innlagt[-1]) <= DAY:
            current.add(doc)
            continue
        found.append(Stay(hospital, party, kommune))
        found[-1].add(doc)
    if found:
        waiting = [gone for gone in waiting if not _closes(found[-1], gone, None)]
    return found, waiting


def withdrawn(
    hospital: str, party: str, kommune: str | None, cancelled: Iterable[Innlagt], found: Iterable[Stay]
) -> list[Stay]:
    """Stays whose LOG_INNLAGT was cancelled, and not replaced by one within a day."""
    gone: list[Stay] = []
    for doc in sorted(cancelled, key=lambda doc: (starts(doc), doc.sent, doc.series)):
        told = [known for stay in (*found, *gone) for known in stay.innlagt]
        replaced = any(abs(starts(known) - starts(doc)) <= DAY for known in told)
        inside = any(stay.t1 and stay.begin <= starts(doc) <= stay.t1.senest for stay in found)
        if not replaced and not inside:
            gone.append(Stay(hospital, party, kommune, kansellert_at=doc.cancelled_at))
            gone[-1].add(doc)
    return gone


def _closes(stay: Stay, gone: Utskrevet, after: Innlagt | None) -> bool:
    """Give a discharge to `stay` when it is its own, `after` being the next admission."""
    if not _is_between(stay, gone, after):
        return False
    stay.add(gone)
    return True


def _is_between(stay: Stay, gone: Utskrevet, after: Innlagt | None) -> bool:
    time = left(gone)
    if time.senest < stay.begin or (stay.t1 and time.utc > stay.t1.senest + FOLLOW):
        return False
    if after is None:
        return True
    then = starts(after)
    if not time.bare_dato or time.dato != oslo_date(then):
        return time.utc <= then
    if oslo_date(stay.begin) == time.dato or stay.utskrevet:
        return gone.sent < then
    # It began before that date, so the discharge is its own (§12.6), unless the patient was only moved.
    moved = then - starts(stay.innlagt[-1]) <= DAY and gone.sent >= then
    return not moved
