"""How many døgn a patient has lain ready to leave: no rule, but what the kommune may have to pay for. Pure.

Source: rules.md §2 (payment runs from and including the day the patient is declared ready, and ends with an
avmelding) and §9 (utskrivningsklar men ikke utskrevet).
"""

from datetime import date

from consumers.document import Document
from consumers.moments import oslo_date, starts
from consumers.stay import Stay
from schemas.board import Span, days_before
from schemas.events import PasientUtskrivningsklar, UtskrivningsklarAvmeldt


def ready_days(stay: Stay, today: date) -> int:
    """Døgn from each ready date until avmelding, discharge, death, the next stay or `today`, an Oslo date."""
    return days_before(ready_spans(stay), today)


def ready_spans(stay: Stay) -> tuple[Span, ...]:
    """From each ready date until avmelding, discharge, death or the next stay; open while there is none."""
    ends = _ends(stay) if stay.klar else []
    spans: set[tuple[date, date | None]] = set()
    for klar in stay.klar:
        if not (klar.refused or stay.kansellert_at):
            taken_back = [
                _taken_back(doc) for doc in stay.avmeldt if doc.sent >= klar.sent and not doc.refused
            ]
            first, last = _ready(klar), min((*ends, *taken_back), default=None)
            if last is None or first < last:
                spans.add((first, last))
    return tuple(Span(*span) for span in sorted(spans, key=lambda span: (span[0], span[1] or date.max)))


def _ready(klar: Document[PasientUtskrivningsklar]) -> date:
    """Event 3, which may lie ahead; the day the message was sent where it tells of none."""
    told = klar.latest.utskrivningsklar
    return told.dato if told else oslo_date(klar.sent)


def _taken_back(avmeldt: Document[UtskrivningsklarAvmeldt]) -> date:
    told = avmeldt.latest.avmeldt
    return told.dato if told else oslo_date(avmeldt.sent)


def _ends(stay: Stay) -> list[date]:
    known = [stay.t1.dato] if stay.t1 else []
    known += [oslo_date(stay.dod)] if stay.dod else []
    return known + ([oslo_date(starts(stay.neste))] if stay.neste else [])
