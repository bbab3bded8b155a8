"""Times as the messages write them -> UTC, with Europe/Oslo where they name no zone.

Source: pitfalls.md §4. A TS of kith.xsd is a dateTime, a date, a year and month, or a year; a time of
day alone is no point in time. Python's own `fromisoformat` reads some of these as something else.
"""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache

from schemas.tid import OSLO, Tidspunkt

_ZONE = r"(?P<zone>Z|[+-]\d\d:\d\d)?"
_FORMS = tuple(
    re.compile(form + _ZONE, re.ASCII)
    for form in (
        r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)"
        r"T(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)(?:\.(?P<fraction>\d{1,32}))?",
        r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)",
        r"(?P<year>\d{4})-(?P<month>\d\d)",
        r"(?P<year>\d{4})",
    )
)
_PLAIN = re.compile(
    r"(?:199[6-9]|20\d\d|21\d\d)-(?:0[1-9]|1[0-2])-\d\dT(?:[01]\d|2[0-3]):\d\d:\d\d", re.ASCII
)
"""How nearly every message writes its times: local, and from after the last change of what summer time is."""
_ZONED = re.compile(
    r"\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d)", re.ASCII
)
"""How the others write theirs; what `fromisoformat` reads as we do."""
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 1850, 2200
"""Years that a message can mean; others are slips, and would overflow in sums."""
_LONGEST = 64
_WIDEST_ZONE = timedelta(hours=14)
_REMEMBERED = 4096
"""How many days, and how many times, are remembered: messages are about few of them."""

_Read = tuple[datetime, bool]
"""The moment in UTC, and whether only its day was given."""


def tidspunkt(text: str) -> Tidspunkt | None:
    """When `text` says something happened; None where it is no point in time.

    A date, month or year alone is its first day (`bare_dato`), in Oslo: its zone says nothing about the day.
    """
    plain = text.strip()
    return _tidspunkt(plain) if len(plain) <= _LONGEST else None


@lru_cache(maxsize=_REMEMBERED)
def _tidspunkt(text: str) -> Tidspunkt | None:
    """All the messages of a stay tell the same times again."""
    found = _read(text)
    return None if found is None else Tidspunkt(utc=found[0], bare_dato=found[1])


def instant(text: str) -> datetime | None:
    """The moment in UTC that a dateTime or date names; a date alone is its start in Oslo."""
    found = _read(text.strip())
    return None if found is None else found[0]


def _read(text: str) -> _Read | None:
    """Three short ways, five times faster, for what nearly every message writes; else by its parts."""
    try:
        if _PLAIN.fullmatch(text) and (ahead := _ahead_of_utc(text[:10])):
            return datetime.fromisoformat(f"{text}+00:00") - ahead, False
        year = int(text[:4]) if text[:4].isdecimal() and len(text) <= _LONGEST else 0
        if not _FIRST_YEAR <= year <= _LAST_YEAR:
            return None
        if _ZONED.fullmatch(text):
            return datetime.fromisoformat(text).astimezone(UTC), False
        return _start_of(text) if _DATE.fullmatch(text) else _by_parts(text)
    except (ValueError, OverflowError):  # 31 February, 25 o'clock, year 0
        return None


@lru_cache(maxsize=_REMEMBERED)
def _ahead_of_utc(date: str) -> timedelta | None:
    """How far the clocks in Oslo are ahead of UTC, all through a day; None for one on which they change."""
    day = datetime.fromisoformat(date)
    first, last = ((day + timedelta(days)).replace(tzinfo=OSLO).utcoffset() for days in (0, 1))
    return first if first == last else None


@lru_cache(maxsize=_REMEMBERED)
def _start_of(date: str) -> _Read:
    return _utc(datetime.fromisoformat(date), OSLO), True


def _by_parts(text: str) -> _Read | None:
    found = next((match for form in _FORMS if (match := form.fullmatch(text))), None)
    if found is None:
        return None
    parts = found.groupdict()
    return _with_clock(parts) if "hour" in parts else _day(parts)


def _day(parts: dict[str, str | None]) -> _Read:
    _zone(parts["zone"])
    year, month, day = (int(parts.get(name) or 1) for name in ("year", "month", "day"))
    return _utc(datetime(year, month, day), OSLO), True  # noqa: DTZ001  zone added by _utc


def _with_clock(parts: dict[str, str | None]) -> _Read:
    year, month, day, hour, minute, second = (
        int(parts[name] or 0) for name in ("year", "month", "day", "hour", "minute", "second")
    )
    micros = int((parts["fraction"] or "").ljust(6, "0")[:6])
    end_of_day = hour == 24 and minute == second == micros == 0  # XSD: 24:00:00 is the next day's start
    day_start = datetime(year, month, day, 0 if end_of_day else hour, minute, second, micros)  # noqa: DTZ001
    return _utc(day_start + timedelta(days=int(end_of_day)), _zone(parts["zone"])), False


def _zone(text: str | None) -> tzinfo:
    if text is None:
        return OSLO
    if text == "Z":
        return UTC
    offset = timedelta(hours=int(text[1:3]), minutes=int(text[4:6]))
    if offset > _WIDEST_ZONE or int(text[4:6]) > 59:
        raise ValueError("no such zone")
    return timezone(-offset if text[0] == "-" else offset)


def _utc(local: datetime, zone: tzinfo) -> datetime:
    """In UTC; the later instant where the clock shows a time twice or not at all (rules.md §9)."""
    return max(local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
