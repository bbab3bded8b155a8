"""R-U32: back in hospital soon after the discharge. Statistics only."""

from dataclasses import replace
from functools import partial

import pytest
from exchanges import helseopplysninger
from histories import AVTALE, HARSTAD, KAD, epikrise, innlagt, utskrevet
from sequels import kansellering
from spoken import ids, standing

from consumers.rules.reinnleggelse import RULES
from schemas.frister import Frist

INN, UT = innlagt("2026-02-03T10:00"), utskrevet("2026-02-07T12:00")
AGAIN = innlagt("2026-02-20T10:00")
found = partial(ids, RULES)


@pytest.mark.parametrize(
    ("again", "expected"),
    [
        ("2026-02-07T20:00", []),
        ("2026-02-07T20:01", ["R-U32"]),
        ("2026-03-09T12:00", ["R-U32"]),
        ("2026-03-09T12:01", []),
    ],
)
def test_at_the_limits(again: str, expected: list[str]) -> None:
    """More than 8 h after the discharge, and not more than 30 days."""
    assert found(INN, UT, innlagt(again)) == expected


@pytest.mark.parametrize(
    ("again", "expected"),
    [
        ("2026-02-08T07:59:59", []),
        ("2026-02-08T08:00", ["R-U32"]),
        ("2026-03-09T23:59:59", ["R-U32"]),
        ("2026-03-10T00:01", []),
    ],
)
def test_discharge_by_date(again: str, expected: list[str]) -> None:
    """A date of discharge is a whole day."""
    assert found(INN, utskrevet("2026-02-07"), innlagt(again)) == expected


def test_at_67() -> None:
    """Younger patients are not counted; those whose age nothing tells are."""
    assert found(INN, UT, innlagt("2026-02-20T10:00", fylt_67=False)) == []
    assert found(INN, UT, innlagt("2026-02-20T10:00", fylt_67=True)) == ["R-U32"]


def test_what_it_says() -> None:
    """About the new stay, resting on the discharge and the admission."""
    (one,) = standing(RULES, INN, UT, AGAIN)
    assert (one.category, one.severity, one.confidence) == ("PASIENTHENDELSE", "lav", "lav")
    assert (one.direction, one.subject, str(one.stay_from)) == ("til_UNN", "LOG_INNLAGT", "2026-02-20")
    assert set(one.msg_ids) == {UT.msg_id, AGAIN.msg_id}


def test_the_agreement_decides() -> None:
    """Another length for one kommune."""
    agreed = replace(AVTALE, frister={"5501": {"reinnleggelse": Frist(7, "d")}})
    assert found(INN, UT, AGAIN, agreement=agreed) == []


def test_first_admission_of_the_new_stay() -> None:
    """A LOG_INNLAGT of a patient who was only moved tells of no new admission."""
    (one,) = standing(RULES, INN, UT, AGAIN, innlagt("2026-02-21T08:00"))
    assert AGAIN.msg_id in one.msg_ids


def test_what_is_none() -> None:
    """Nothing told of a discharge; only another document dates the admission; it was cancelled."""
    assert found(INN, AGAIN) == []
    assert found(INN, UT, helseopplysninger("2026-02-20T12:00", "2026-02-20T10:00")) == []
    assert found(INN, UT, AGAIN, kansellering(AGAIN, "2026-02-20T12:00")) == []
    assert found(INN, UT, kansellering(UT, "2026-02-20T12:00"), AGAIN) == []
    assert found(INN, UT, innlagt("2026-02-20T10:00", receiver=HARSTAD)) == []
    assert found(INN, UT, innlagt("2026-02-20T10:00", sender=KAD)) == []


def test_passed_on_or_day_stay() -> None:
    """Back from another hospital, or after a dagopphold: not back after a discharge."""
    moved = epikrise("2026-02-08T12:00", ut="2026-02-07T12:00", adm_outcome="31")
    assert found(INN, UT, moved, AGAIN) == []
    short = epikrise("2026-02-08T12:00", ut="2026-02-07T12:00", adm_cat="3")
    assert found(INN, UT, short, AGAIN) == []
    home = epikrise("2026-02-08T12:00", ut="2026-02-07T12:00")
    assert found(INN, UT, home, AGAIN) == ["R-U32"]
