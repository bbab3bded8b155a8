"""Whether a patient is old enough for a rule, by the date of birth or the number, and nothing more of it."""

from datetime import date
from typing import Any

import pytest
from builders import ILL, innlagt_xml
from judging import EXAMPLES, OF_EXAMPLES, event

from adapters.messages.address import Ident
from adapters.messages.envelope import Patient
from adapters.messages.fodt import fodt, has_turned


def numbered(number: str, type_: str = "FNR", **given: Any) -> date | None:
    return fodt(Patient((Ident(number, type_),), **given))


@pytest.mark.parametrize(
    ("number", "born"),
    [
        ("13116900216", date(1969, 11, 13)),
        ("13117250016", date(1872, 11, 13)),
        ("13117280016", None),  # no century has it
        ("13115550016", date(1855, 11, 13)),
        ("13114090016", date(1940, 11, 13)),
        ("13113990016", date(2039, 11, 13)),
        ("13110550016", date(2005, 11, 13)),
        ("13916900216", date(1969, 11, 13)),  # + 80, Tenor
        ("13766900216", date(1969, 11, 13)),  # + 65
        ("13516900216", date(1969, 11, 13)),  # + 40
        ("29020150016", None),  # no 29 February
        ("13996900216", None),  # no such month
    ],
)
def test_by_number(number: str, born: date | None) -> None:
    """The date in a fødselsnummer, with the century that its individual number tells (HIS 1001:2010)."""
    assert numbered(number) == born


def test_by_number_of_another_kind() -> None:
    """A D-nummer has 4 added to its first digit; that in a hjelpenummer may be made up; others have none."""
    assert numbered("55076500559", "DNR") == date(1965, 7, 15)
    for number, type_ in (("13416900250", "HNR"), ("80001443511", "FHN"), ("123abc456", "FNR")):
        assert numbered(number, type_) is None
    assert fodt(None) is None


def test_date_of_birth_first() -> None:
    """What the message says of it goes before the number, also where it is unreadable."""
    assert numbered("13116900216", born="1941-05-17") == date(1941, 5, 17)
    assert numbered("13116900216", born="1941-05-17T00:00:00") == date(1941, 5, 17)
    for wrong in ("i fjor", "1200-01-01"):
        assert numbered("13116900216", born=wrong) is None


def test_has_turned() -> None:
    """On the birthday; of 29 February on 1 March; one who is not born yet has no age."""
    assert [has_turned(date(2008, 2, 7), 18, date(2026, 2, day)) for day in (6, 7)] == [False, True]
    assert [has_turned(date(2008, 2, 29), 18, date(2026, *on)) for on in ((2, 28), (3, 1))] == [False, True]
    assert has_turned(date(2039, 1, 1), 18, date(2026, 2, 7)) is None
    assert has_turned(None, 18, date(2026, 2, 7)) is None


def test_in_the_event() -> None:
    """Only whether the patient is old enough, and only of the two types whose rules ask."""
    assert event(innlagt_xml(patient=ILL["name_date_sex"])).fylt_67 is True
    assert event(innlagt_xml(patient=ILL["dnr"])).fylt_67 is False
    assert event(innlagt_xml(patient=ILL["hnr"])).fylt_67 is None
    told = [event(path.read_bytes(), agreement=OF_EXAMPLES) for path in EXAMPLES]
    old = {(one.type, one.fylt_67) for one in told if hasattr(one, "fylt_67")}
    grown = {(one.type, one.fylt_18) for one in told if hasattr(one, "fylt_18")}
    assert old == {("pasient_innlagt.v1", False)}
    assert grown == {("innleggelsesrapport_mottatt.v1", True)}


def test_newborn_by_number() -> None:
    """A message that has the number alone tells all the same that the stay began on the day of birth."""
    assert event(innlagt_xml(innlagt="1965-07-15T10:00:00", patient=ILL["dnr"])).fodselsdag
    assert not event(innlagt_xml(innlagt="1965-07-16T10:00:00", patient=ILL["dnr"])).fodselsdag
