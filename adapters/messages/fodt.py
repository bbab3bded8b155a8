"""When a patient was born: asked here for whether a rule counts somebody in, and told nowhere.

Source: HIS 1001:2010 (the date in a fødselsnummer and a D-nummer). A hjelpenummer may hold a made-up date.
"""

from datetime import date
from itertools import compress
from typing import Final

from adapters.messages.envelope import Patient
from adapters.messages.patient import kind_of

EARLIEST_BIRTH: Final = date(1850, 1, 1)
"""Nobody alive is older; earlier dates cannot be reckoned with in every time zone."""

_DATED: Final = ("fnr", "dnr")
_SERIES: Final = (80, 65, 40, 0)
"""What synthetic series, and the real one, add to the month (identifiers.md §1)."""


def fodt(patient: Patient | None) -> date | None:
    """DateOfBirth, else the date in the number; None where neither tells it."""
    if patient is None:
        return None
    if patient.born:
        return _possible(patient.born[:10])
    numbers = (kind_of(ident) for ident in patient.idents)
    return next((_by_number(found[1]) for found in numbers if found and found[0] in _DATED), None)


def has_turned(born: date | None, years: int, on: date) -> bool | None:
    """Whether somebody is so many years old; None where that is not known. Of 29 February on 1 March."""
    if born is None or born > on:
        return None
    return (on.year - born.year, on.month, on.day) >= (years, born.month, born.day)


def _by_number(number: str) -> date | None:
    """From 2032 on new numbers tell no century: what this makes of one may lie ahead, and is then no age."""
    day, month, year = int(number[:2]), int(number[2:4]), int(number[4:6])
    month -= next(added for added in _SERIES if month > added or not added)
    century = _century(int(number[6:9]), year)
    return _possible(f"{century + year}-{month:02}-{day % 40:02}") if century else None


def _century(individual: int, year: int) -> int:
    """0 where there is none for it."""
    fits = (
        individual < 500,
        500 <= individual < 750 and year >= 55,
        individual >= 900 and year >= 40,
        individual >= 500 and year < 40,
    )
    return next(compress((1900, 1800, 1900, 2000), fits), 0)


def _possible(text: str) -> date | None:
    try:
        born = date.fromisoformat(text)
    except ValueError:
        return None
    return born if born >= EARLIEST_BIRTH else None
