"""Deadlines: how long after what something must have come (rules.md §2 and §12.19)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Literal

from schemas.tid import OSLO, Tidspunkt, days_after

Unit = Literal["min", "h", "d"]

_LENGTH: Final[Mapping[str, timedelta]] = {
    "min": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
}
_TEXT = re.compile(r"([0-9]{1,4}) ?(min|h|d)")


@dataclass(frozen=True, slots=True)
class Frist:
    """A time limit: minutes and hours are elapsed time, days are calendar days in Oslo.

    Attributes:
        amount: how many, 0 or more; 0 d is "døgnslutt", the end of the same day.
        unit: min, h or d.
        length: the limit as a stretch of time, for limits that are no deadline (grace, transport).
    """

    amount: int
    unit: Unit
    length: timedelta = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "length", self.amount * _LENGTH[self.unit])

    def after(self, start: Tidspunkt | datetime) -> datetime:
        """The deadline, in UTC, of what is to be done within this limit from `start`.

        Days run to 23:59:59 Oslo on the date of `start` + n. Hours after a date without a clock
        time run from the end of that date: nobody is late because a clock time was left out.
        """
        if self.unit == "d":
            day = start.astimezone(OSLO).date() if isinstance(start, datetime) else start.dato
            return days_after(day, self.amount)
        return (start if isinstance(start, datetime) else start.senest) + self.length

    def __str__(self) -> str:
        return "døgnslutt" if self == DOGNSLUTT else f"{self.amount} {self.unit}"


DOGNSLUTT: Final = Frist(0, "d")


def read_frist(text: object) -> Frist | None:
    """A limit as written in the agreement file ("24 h", "60 min", "7 d", "døgnslutt"), or None."""
    if text == "døgnslutt":
        return DOGNSLUTT
    found = _TEXT.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        return None
    units: Mapping[str, Unit] = {"min": "min", "h": "h", "d": "d"}
    return Frist(int(found[1]), units[found[2]])


DEFAULTS: Final[Mapping[str, Frist]] = {
    "log_innlagt.soft": Frist(4, "h"),
    "log_innlagt.hard": Frist(24, "h"),
    "innleggelsesrapport": Frist(24, "h"),
    "tidligvarsel": Frist(24, "h"),
    "helseoppl_for_utskrivningsklar": Frist(0, "h"),
    "tilbakemelding.soft": Frist(3, "h"),
    "tilbakemelding.hard": DOGNSLUTT,
    "avmelding": DOGNSLUTT,
    "log_utskrevet": DOGNSLUTT,
    "utskrivningsrapport": DOGNSLUTT,
    "epikrise.kommune": DOGNSLUTT,
    "epikrise.warn": Frist(1, "d"),
    "epikrise.hard": Frist(7, "d"),
    "apprec": Frist(96, "h"),
    "apprec.warn": Frist(24, "h"),
    "foresporsel.plo_fastlege": Frist(3, "d"),
    "foresporsel.sykehus": Frist(3, "d"),
    "foresporsel.haster": Frist(24, "h"),
    "helseoppl.max_alder": Frist(3, "d"),
    "helseoppl.samtidig": Frist(60, "min"),
    "transport": Frist(60, "min"),
    "clock_skew": Frist(10, "min"),
    "grace": Frist(30, "min"),
    "reinnleggelse": Frist(30, "d"),
}
"""The table of rules.md §2: used wherever the agreement names no other limit."""

LENGTHS: Final = frozenset(
    {"helseoppl.max_alder", "helseoppl.samtidig", "transport", "clock_skew", "grace", "reinnleggelse"}
)
"""Limits that are a stretch of time, so that "døgnslutt" has no meaning for them."""
