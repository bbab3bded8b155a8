"""R-U23: manglende avmelding av utskrivningsklar pasient."""

from typing import Any

import pytest
from exchanges import helseopplysninger
from findings import found, standing
from histories import HARSTAD, at, avmeldt, epikrise, innlagt, klar, utskrevet
from sequels import endring, kansellering, kvittering

from consumers.rules.avmelding import RULES

INN = innlagt("2026-02-03T10:00")
KLAR = klar("2026-02-06", "2026-02-06T12:00")
AGAIN = klar("2026-02-09", "2026-02-09T10:00")
VARSEL = helseopplysninger("2026-02-03T16:00", forventet="2026-02-06")


@pytest.mark.parametrize(("now", "rules"), [("2026-02-10T00:29:59", []), ("2026-02-10T00:30:00", ["R-U23"])])
def test_ready_on_two_dates(now: str, rules: list[str]) -> None:
    """The second tells that the first was not so: until the end of that day, and grace."""
    assert found(RULES, INN, KLAR, AGAIN, now=now) == rules


@pytest.mark.parametrize(
    ("second", "rules"),
    [
        (klar("2026-02-06", "2026-02-09T10:00"), []),
        (klar("2026-02-06T18:00", "2026-02-09T10:00"), []),
        (klar(None, "2026-02-09T10:00"), []),
        (klar("2026-02-05", "2026-02-09T10:00"), ["R-U23"]),
        (klar("2026-02-09", "2026-02-09T10:00", receiver=HARSTAD), []),
    ],
)
def test_another_date(second: Any, rules: list[str]) -> None:
    """Of event 3, in a message to the same kommune; an hour of that date, or no event 3, is none."""
    assert found(RULES, INN, KLAR, second) == rules


@pytest.mark.parametrize(
    ("sendt", "forventet", "rules"),
    [
        ("2026-02-07T10:00", "2026-02-12", ["R-U23"]),
        ("2026-02-07T10:00", "2026-02-06", []),
        ("2026-02-07T10:00", "2026-02-05", []),
        ("2026-02-07T10:00", None, []),
        ("2026-02-06T11:00", "2026-02-12", []),  # before LOG_UTSKRIVNINGSKLAR
    ],
)
def test_expected_later(sendt: str, forventet: str | None, rules: list[str]) -> None:
    """Helseopplysninger after it that expect the patient to be ready on a later date."""
    told = helseopplysninger(sendt, forventet=forventet)
    update = endring(VARSEL, sendt, forventet_utskrivningsklar=told.forventet_utskrivningsklar)
    assert found(RULES, INN, KLAR, told) == rules
    assert found(RULES, INN, VARSEL, KLAR, update) == rules


@pytest.mark.parametrize(
    ("sendt", "rules"),
    [
        ("2026-02-06T11:00", ["R-U23"]),  # before what it would take back
        ("2026-02-07T10:00", []),
        ("2026-02-12T10:00", []),
    ],
)
def test_avmelding_clears_it(sendt: str, rules: list[str]) -> None:
    """Whenever it comes."""
    assert found(RULES, INN, KLAR, AGAIN, avmeldt("2026-02-07", sendt)) == rules


def test_cancelled_and_refused() -> None:
    """What was taken back or refused tells nothing, and is no avmelding."""
    off = avmeldt("2026-02-07", "2026-02-07T10:00")
    assert found(RULES, INN, KLAR, AGAIN, off, kvittering(off)) == ["R-U23"]
    assert found(RULES, INN, KLAR, AGAIN, off, kansellering(off, "2026-02-07T12:00")) == ["R-U23"]
    for doc in (KLAR, AGAIN):
        assert found(RULES, INN, KLAR, AGAIN, kvittering(doc)) == []
        assert found(RULES, INN, KLAR, AGAIN, kansellering(doc, "2026-02-09T12:00")) == []
    later = helseopplysninger("2026-02-07T10:00", forventet="2026-02-12")
    assert found(RULES, INN, KLAR, later, kvittering(later)) == []


def test_only_while_the_patient_is_there() -> None:
    """What is told after the discharge is about something else; ready and discharged is as it should be."""
    out = utskrevet("2026-02-08", "2026-02-08T12:00")
    assert found(RULES, INN, KLAR, out) == []
    assert found(RULES, INN, KLAR, out, AGAIN) == []
    assert found(RULES, INN, KLAR, utskrevet("2026-02-09", "2026-02-09T15:00"), AGAIN) == ["R-U23"]


def test_what_it_says() -> None:
    """A weak sign, about the two messages, once for a stay."""
    third = klar("2026-02-12", "2026-02-12T10:00")
    (one,) = standing(RULES, INN, KLAR, AGAIN, third)
    assert (one.category, one.direction, one.state) == ("INFO", "til_UNN", "apen")
    assert (one.severity, one.confidence, one.subject) == ("middels", "lav", "LOG_AVMELDING")
    assert set(one.msg_ids) == {KLAR.msg_id, AGAIN.msg_id}
    assert one.deadline == at("2026-02-09T23:59:59")
    (other,) = standing(RULES, INN, KLAR, AGAIN, third, avmeldt("2026-02-07", "2026-02-07T10:00"))
    assert (other.id, other.deadline) == (one.id, at("2026-02-12T23:59:59"))


def test_dagopphold() -> None:
    """Less than a heldøgnsopphold has no such duty."""
    out = utskrevet("2026-02-10", "2026-02-10T15:00")
    assert found(RULES, INN, KLAR, AGAIN, out, epikrise(ut="2026-02-10T15:00")) == ["R-U23"]
    assert found(RULES, INN, KLAR, AGAIN, out, epikrise(ut="2026-02-10T15:00", adm_cat="2")) == []
