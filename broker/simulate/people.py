"""Synthetic people: numbers with right check digits in a series that no living person has (HIS 1001)."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Literal

Sex = Literal["1", "2"]
"""3101: 1 mann, 2 kvinne."""

TENOR = 80
"""Added to the month: the series of Skatteetaten's synthetic population."""

MOST_A_DAY = 200
"""Numbers of one day and sex that are surely issued: of 250, one in six or so has no check digits."""

_K1 = (3, 7, 6, 1, 8, 9, 4, 5, 2)
_K2 = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
_FAMILY = ("Eksempelsen", "Testesen", "Prøvestad", "Øvelsmo", "Åpenbar", "Mønster")
_GIVEN = ("Ada", "Birk", "Cilje", "Dagfinn", "Eir", "Fredrik", "Gro")
_FIRST_BORN = date(1930, 1, 15)


@dataclass(frozen=True, slots=True)
class Person:
    """A patient of a message.

    Attributes:
        idents: (type of 8116, number), as they are written in the message.
    """

    family: str
    given: str
    born: date | None
    sex: Sex | None
    idents: tuple[tuple[str, str], ...]

    def is_at_least(self, years: int, on: date) -> bool:
        """Whether the patient is so many years old on a day."""
        born = self.born
        return born is not None and (on.year - born.year, on.month, on.day) >= (years, born.month, born.day)


def person(number: int, born: date | None = None, series: int = TENOR) -> Person:
    """Synthetic person no. `number`; the same number is always the same person. Born 1900-2039."""
    day = born or _FIRST_BORN + timedelta(days=977 * number % 30_000)
    sex: Sex = "1" if number % 2 else "2"
    fnr = fodselsnummer(day, sex, number, series)
    return Person(_FAMILY[number % 6], _GIVEN[number % 7], day, sex, (("FNR", fnr),))


def fodselsnummer(born: date, sex: Sex, number: int = 0, series: int = TENOR) -> str:
    """A number with valid check digits; `number` tells people of the same day and sex apart, 200 of them."""
    start = f"{born.day:02}{born.month + series:02}{born.year % 100:02}"
    first = (0 if born.year < 2000 else 500) + int(sex) % 2
    issued = filter(None, (with_check_digits(f"{start}{i:03}") for i in range(first, first + 500, 2)))
    return next(islice(issued, number % MOST_A_DAY, None))


def with_check_digits(nine: str) -> str | None:
    """The eleven digits that nine begin; None where no such number is issued (HIS 1001 §4.1)."""
    digits = [int(digit) for digit in nine]
    for weights in (_K1, _K2):
        check = -sum(weight * digit for weight, digit in zip(weights, digits, strict=True)) % 11
        if check == 10:
            return None
        digits.append(check)
    return "".join(map(str, digits))
