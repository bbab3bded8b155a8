"""Synthetic people."""

from datetime import date

import pytest

from broker.simulate.people import person, with_check_digits


@pytest.mark.parametrize("number", range(0, 200, 7))
def test_synthetic_people(number: int) -> None:
    """Synthetic numbers have right check digits, a month that nobody has, and the sex they say."""
    ada, again = person(number), person(number)
    (kind, fnr) = ada.idents[0]
    assert ada == again and kind == "FNR" and ada.born
    assert with_check_digits(fnr[:9]) == fnr
    assert fnr[:6] == f"{ada.born.day:02}{ada.born.month + 80:02}{ada.born.year % 100:02}"
    assert ("1" if int(fnr[8]) % 2 else "2") == ada.sex


def test_synthetic_people_differ() -> None:
    """People born on one day have their own numbers."""
    assert len({person(n, date(1950, 1, 1)).idents for n in range(50)}) == 50
