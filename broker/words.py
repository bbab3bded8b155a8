"""How times, numbers and ids read on screen: bokmål, Oslo time. `now` is always an argument."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Final

from schemas.tid import OSLO

NBSP: Final = "\u00a0"
"""Keeps a number or a date on one line."""

WEEKDAYS: Final = ("man.", "tir.", "ons.", "tor.", "fre.", "lør.", "søn.")
MONTHS: Final = (
    "jan.", "feb.", "mars", "apr.", "mai", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "des.",
)  # fmt: skip

UNITS: Final = (("d", 86_400), ("t", 3_600), ("min", 60), ("s", 1))
AGO: Final = {"d": timedelta(days=1), "t": timedelta(hours=1)}
SIZES: Final = (("MB", 1_000_000), ("kB", 1_000))

STATES: Final[Mapping[str, str]] = {
    "apen": "● åpent",
    "levert_sent": "◐ kom for sent",
    "trukket": "↻ trukket",
    "besvart": "● besvart",
    "lukket": "– lukket",
}
"""Sign and word of each state of an avvik (rules.md §4)."""


def day(value: date, now: datetime) -> str:
    """ "7. feb.", with the year when it is not this one."""
    year = "" if value.year == now.astimezone(OSLO).year else f" {value.year}"
    return f"{value.day}. {MONTHS[value.month - 1]}{year}"


def short_moment(value: datetime, now: datetime) -> str:
    """ "7. feb. 23.59", in Oslo."""
    local = value.astimezone(OSLO)
    return f"{day(local.date(), now)} {local:%H.%M}"


def moment(value: datetime, now: datetime) -> str:
    """ "tor. 12. feb. 14.05", in Oslo."""
    return f"{WEEKDAYS[value.astimezone(OSLO).weekday()]} {short_moment(value, now)}"


def clock(value: datetime) -> str:
    """ "12.40.03,118": to the millisecond, in Oslo."""
    local = value.astimezone(OSLO)
    return f"{local:%H.%M.%S},{local.microsecond // 1000:03}"


def stay(first: date | None, last: date | None, now: datetime) -> str:
    """ "3.–7. feb.", "28. jan.–3. feb.", "fra 3. feb.", or "" when nothing is known."""
    if first is None or last is None:
        known = first or last
        return f"{'fra' if first else 'til'} {day(known, now)}" if known else ""
    if first == last:
        return day(first, now)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}.–{day(last, now)}"
    begins = f"{first.day}. {MONTHS[first.month - 1]}" if first.year == last.year else day(first, now)
    return f"{begins}–{day(last, now)}"


def span(length: timedelta) -> str:
    """ "2 t 10 min": the two largest units, the second one only where it says something."""
    left = max(0, round(abs(length.total_seconds())))
    parts: list[str] = []
    for index, (name, seconds) in enumerate(UNITS):
        count, left = divmod(left, seconds)
        if count:
            parts.append(f"{count} {name}")
        if parts and (index == 3 or count >= 10 or len(parts) == 2 or not left // UNITS[index + 1][1]):
            break
    return " ".join(parts) or "0 s"


def time_left(deadline: datetime, at: datetime) -> str:
    """ "om 2 t 10 min" before the deadline, "3 t over" after it."""
    left = deadline - at
    return f"{span(left)} over" if left < timedelta() else f"om {span(left)}"


def standing(state: str, deadline: datetime | None, arrived_at: datetime | None, now: datetime) -> str:
    """Sign and word of an avvik: "● åpent", "◐ 9 t over" (came late), "✕ 8 d over" (missing)."""
    if state == "apen" and deadline and deadline < now:
        return f"✕ {time_left(deadline, now)}"
    if state == "levert_sent" and deadline and arrived_at and deadline < arrived_at:
        return f"◐ {time_left(deadline, arrived_at)}"
    return STATES.get(state, state)


def since(text: str, now: datetime) -> datetime | None:
    """The moment that "7d", "12t" (ago) or "2026-02-01" (Oslo) means; None for anything else."""
    amount, unit = text[:-1], text[-1:]
    if amount.isdigit() and len(amount) <= 5 and unit in AGO:
        return now - int(amount) * AGO[unit]
    try:
        given = datetime.fromisoformat(text)
    except ValueError:
        return None
    return given if given.tzinfo else given.replace(tzinfo=OSLO)


def number(value: int) -> str:
    """ "10 233", with a space that does not break."""
    return f"{value:,}".replace(",", NBSP)


def decimal(value: float, places: int = 1) -> str:
    """ "9,1"."""
    return f"{value:,.{places}f}".replace(",", NBSP).replace(".", ",")


def counted(value: int, one: str, many: str) -> str:
    """ "1 fil", "1 204 filer"."""
    return f"{number(value)} {one if value == 1 else many}"


def size(count: int) -> str:
    """ "9,1 kB"; `count` is in bytes."""
    for name, unit in SIZES:
        if count >= unit:
            return f"{decimal(count / unit)} {name}"
    return f"{count} byte"


def shorten(sign: str, ids: Iterable[str], least: int = 4) -> dict[str, str]:
    """Short names of hexadecimal ids: "P-7F3A", longer where two of `ids` begin alike."""
    wanted = sorted({id_: id_.replace("-", "") for id_ in ids}.items(), key=lambda pair: pair[1])
    lengths = [least] * len(wanted)
    for index in range(1, len(wanted)):
        alike = _alike(wanted[index - 1][1], wanted[index][1]) + 1
        lengths[index - 1] = max(lengths[index - 1], alike)
        lengths[index] = max(lengths[index], alike)
    return {
        id_: f"{sign}-{digits[:length].upper()}"
        for (id_, digits), length in zip(wanted, lengths, strict=True)
    }


def _alike(one: str, other: str) -> int:
    """How many characters they share from the start."""
    for index, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return index
    return min(len(one), len(other))
