"""Days and moments that people write in a filter: in Norwegian, whatever the language of the browser."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from broker import words
from schemas.tid import OSLO, start_of_day

WRITTEN: Final = re.compile(r"(\d{1,2})[., /-]+(\d{1,2})(?:[., /-]+(\d{4}|\d{2})?)?|(\d{2})(\d{2})(\d{4})")
"""22.11.2026, 22/11-26, 22.11. (of this year), 22112026: a phone's digits have no dot."""
MOMENT: Final = re.compile(r"\d{1,5}[dt]|\d{4}-\d\d-\d\dT[\d:.+Z-]{2,20}")
FIRST, LAST = 1970, 9998
"""Years that the store can tell apart."""
CENTURY: Final = 2000
FAULT: Final = "Ikke en dato, og ikke brukt. Skriv dag.måned.år, for eksempel {}."


class Day(NamedTuple):
    """What stands in a field for a day.

    Attributes:
        shown: "22.11.2026"; what was written, where that is no day.
        since, until: when the day begins, and the next one, UTC.
        fault: what to tell, in bokmål; "" when all is well.
    """

    shown: str = ""
    since: datetime | None = None
    until: datetime | None = None
    fault: str = ""


def day_of(text: str, now: datetime) -> Day:
    """A day as it is written, or as an address has it (2026-11-22); an empty field asks for nothing."""
    if not text:
        return Day()
    found = _date(text, now.astimezone(OSLO).date())
    if found is None:
        return Day(text, fault=FAULT.format(_shown(now.astimezone(OSLO).date())))
    return Day(_shown(found), start_of_day(found), start_of_day(found + timedelta(days=1)))


def days_of(chosen: Mapping[str, str], now: datetime) -> dict[str, Day]:
    """The two days of a list, "fra" and "til"."""
    return {name: day_of(chosen[name], now) for name in ("fra", "til")}


def time_of(text: str, now: datetime) -> Day:
    """A day, or a moment: "7d" and "12t" (ago), or as an address has it (2026-11-22T14:08, in Oslo)."""
    if not MOMENT.fullmatch(text):
        return day_of(text, now)
    try:
        at = words.since(text, now)
    except OverflowError:
        at = None
    return Day(text, at, at) if at and FIRST < at.year <= LAST else day_of(text, now)


def _date(text: str, today: date) -> date | None:
    try:
        found = date.fromisoformat(text) if "-" in text[4:5] else _written(text, today)
    except ValueError:
        return None
    return found if found and FIRST < found.year <= LAST else None


def _written(text: str, today: date) -> date | None:
    found = WRITTEN.fullmatch(text)
    if not found:
        return None
    day, month, year = (found[1], found[2], found[3]) if found[1] else (found[4], found[5], found[6])
    number = int(year) if year else today.year
    return date(number if number > 99 else CENTURY + number, int(month), int(day))


def _shown(day: date) -> str:
    return f"{day:%d.%m.%Y}"
