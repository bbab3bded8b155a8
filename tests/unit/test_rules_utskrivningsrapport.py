"""R-U14 and R-U15: utskrivningsrapport, missing and late."""

from typing import Any

import pytest
from exchanges import TO_UNN, sammenfatning
from histories import AVTALE, TROMSO, at, dod, epikrise, innlagt, rapport, utskrevet
from nine import evaluate
from sequels import kansellering, rules

LATER = at("2026-03-01T12:00")
INN = innlagt("2026-02-03T10:00")
UT = utskrevet("2026-02-07", "2026-02-07T13:00")


def found(history: list[Any], now: str = "2026-03-01T12:00") -> list[str]:
    return [r for r in rules(evaluate(history, at(now), AVTALE).avvik) if r in ("R-U14", "R-U15")]


@pytest.mark.parametrize(("now", "standing"), [("2026-02-08T00:29:59", []), ("2026-02-08T00:30", ["R-U14"])])
def test_missing_at_the_limit(now: str, standing: list[str]) -> None:
    """The report is missing when the day of discharge, and grace, is over."""
    assert found([INN, UT], now) == standing


@pytest.mark.parametrize(
    ("sendt", "standing"), [("2026-02-08T00:29:59", []), ("2026-02-08T00:30", ["R-U15"])]
)
def test_late_at_the_limit(sendt: str, standing: list[str]) -> None:
    """And late when it is sent after that."""
    assert found([INN, UT, rapport(sendt)]) == standing


def test_one_avvik_under_one_id() -> None:
    """The missing report that comes late is the same avvik, of less severity."""
    EPI = epikrise("2026-02-08T10:00")
    (missing,) = evaluate([INN, UT, EPI], LATER, AVTALE).avvik
    (late,) = evaluate([INN, UT, EPI, rapport("2026-02-10T10:00")], LATER, AVTALE).avvik
    assert missing.id == late.id
    assert (missing.rule, missing.severity, missing.category) == ("R-U14", "hoy", "HELSEOPPL")
    assert (late.rule, late.severity, late.state) == ("R-U15", "middels", "levert_sent")
    assert missing.msg_ids == (UT.msg_id,)
    assert "ikke mottatt elektronisk" in missing.text
    assert missing.text.startswith("Automatisk foreslått")


@pytest.mark.parametrize(("til", "standing"), [("1", ["R-U14"]), ("4", []), (None, [])])
def test_only_for_those_sent_home(til: str | None, standing: list[str]) -> None:
    """UtTil must tell that the patient has gone home (8408 = 1)."""
    assert found([INN, utskrevet("2026-02-07", ut_til=til)]) == standing


def test_death_takes_the_duty_away() -> None:
    """At death LOG_UTSKREVET alone is right; a death after the deadline changes nothing."""
    assert found([INN, utskrevet("2026-02-07", uttilstand="2")]) == []
    assert found([INN, UT, epikrise("2026-02-08T10:00", adm_outcome="2")]) == []
    assert found([INN, UT, dod("2026-02-07")]) == []
    assert found([INN, UT, dod("2026-02-08")]) == ["R-U14"]
    assert found([INN, UT, dod("2026-02-08"), kansellering(UT, "2026-02-09T10:00")]) == []
    assert found([INN, UT, rapport("2026-02-09T10:00"), dod("2026-02-07")]) == []


def test_transfer_takes_the_duty_away() -> None:
    """A patient passed on to another hospital has not come home."""
    assert found([INN, UT, epikrise("2026-02-08T10:00", adm_outcome="31")]) == []


def test_first_report_counts() -> None:
    """A report in time, changed later or sent again, is in time; a cancelled one has not come."""
    early = rapport("2026-02-07T12:00")
    again = rapport("2026-02-10T12:00", navn="igjen")
    assert found([INN, UT, early, again]) == []
    assert found([INN, UT, early, kansellering(early, "2026-02-08T10:00")]) == ["R-U14"]
    assert found([INN, UT, early, kansellering(early, "2026-02-08T10:00"), again]) == ["R-U15"]


def test_report_before_the_discharge_and_of_its_own_date() -> None:
    """A report the day before is in time; without LOG_UTSKREVET its own date of discharge counts."""
    assert found([INN, UT, rapport("2026-02-06T12:00")]) == []
    assert found([INN, rapport("2026-02-09T12:00", ut="2026-02-07")]) == ["R-U15"]


def test_outpatient_and_daybed() -> None:
    """An epikrise of less than a heldøgnsopphold, with the stay's dates: no stay rules."""
    same_day = [innlagt("2026-02-03T10:00"), utskrevet("2026-02-03")]
    short = epikrise("2026-02-04T10:00", ut="2026-02-03T15:00", adm_cat="2")
    assert found(same_day) == ["R-U14"]
    assert found([*same_day, short]) == []
    assert found([INN, UT, epikrise("2026-02-04T10:00", inn="2026-02-04", ut="2026-02-04", adm_cat="3")]) == [
        "R-U14"
    ]
    assert short.receiver != TROMSO


def test_sammenfatning_of_plo_20() -> None:
    """In PLO 2.0 a sammenfatning from the hospital is the report; one from the kommune is none."""
    assert found([INN, UT, sammenfatning("2026-02-07T12:00")]) == []
    assert found([INN, UT, sammenfatning("2026-02-09T12:00")]) == ["R-U15"]
    assert found([INN, UT, sammenfatning("2026-02-07T12:00", **TO_UNN)]) == ["R-U14"]
