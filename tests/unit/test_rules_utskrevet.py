"""R-U11 and R-U12: melding om utskrevet pasient, missing and late."""

import pytest
from histories import AVTALE, at, epikrise, innlagt, klar, rapport, utskrevet
from sequels import History, kansellering, kvittering, rules

from consumers.evaluate import evaluate
from consumers.rules.utskrevet import RULES

LATER = at("2026-03-01T12:00")
INN = innlagt("2026-02-03T10:00")
UT = rapport("2026-02-07T12:00", ut="2026-02-07T12:00")
EPIKRISE = epikrise("2026-02-08T10:00")


def found(history: History, now: str = "2026-03-01T12:00") -> list[str]:
    return [r for r in rules(evaluate(history, at(now), AVTALE, RULES).avvik) if r in ("R-U11", "R-U12")]


@pytest.mark.parametrize(
    ("now", "standing"),
    [
        ("2026-02-08T00:29:59", []),  # the day of discharge and 30 minutes; the last second is in time
        ("2026-02-08T00:30:00", ["R-U11"]),
    ],
)
def test_missing_at_the_limit(now: str, standing: list[str]) -> None:
    """The report tells of the discharge: LOG_UTSKREVET is missing when that day, and grace, is over."""
    assert found([INN, UT], now) == standing


@pytest.mark.parametrize(
    ("sendt", "standing"),
    [
        ("2026-02-07T23:59:59", []),
        ("2026-02-08T00:29:59", []),
        ("2026-02-08T00:30:00", ["R-U12"]),
    ],
)
def test_late_at_the_limit(sendt: str, standing: list[str]) -> None:
    """LOG_UTSKREVET is in time until the end of the date of event 2, and grace."""
    assert found([INN, utskrevet("2026-02-07", sendt), UT]) == standing


def test_missing_becomes_late_under_the_same_id() -> None:
    """Manglende and for sen are one avvik: the rule and the state change, the id stays."""
    (missing,) = evaluate([INN, UT, EPIKRISE], LATER, AVTALE, RULES).avvik
    late = utskrevet("2026-02-07", "2026-02-09T10:00")
    (came,) = evaluate([INN, UT, EPIKRISE, late], LATER, AVTALE, RULES).avvik
    assert (missing.rule, missing.state, missing.confidence) == ("R-U11", "apen", "middels")
    assert (came.rule, came.state, came.severity) == ("R-U12", "levert_sent", "hoy")
    assert missing.id == came.id
    assert "ikke mottatt elektronisk" in missing.text
    assert set(missing.msg_ids) == {UT.msg_id, EPIKRISE.msg_id}
    assert came.msg_ids == (late.msg_id,)
    assert missing.deadline == came.deadline == at("2026-02-07T23:59:59")


def test_epikrise_alone_is_no_evidence_for_the_kommune() -> None:
    """A patient without kommunale tjenester: nobody but the fastlege is to be told."""
    assert found([EPIKRISE]) == []
    assert found([INN, EPIKRISE]) == ["R-U11"]


def test_cancelled_evidence_and_cancelled_message() -> None:
    """No evidence, no avvik; a cancelled LOG_UTSKREVET opens it again with the first deadline."""
    assert found([INN, UT, kansellering(UT, "2026-02-08T10:00")]) == []
    sent = utskrevet("2026-02-07", "2026-02-07T13:00")
    again = evaluate([INN, UT, EPIKRISE, sent, kansellering(sent, "2026-02-10T10:00")], LATER, AVTALE, RULES)
    assert [(one.rule, one.deadline) for one in again.avvik] == [("R-U11", at("2026-02-07T23:59:59"))]


def test_refused_message_has_not_come() -> None:
    """A LOG_UTSKREVET that was refused is itself evidence that one is missing, until it is sent again."""
    refused = utskrevet("2026-02-07", "2026-02-07T13:00")
    assert found([INN, refused, kvittering(refused)]) == ["R-U11"]
    second = kvittering(refused, "1", "2026-02-08T10:00")
    assert found([INN, refused, kvittering(refused), second]) == ["R-U11"]  # the first wins (apprec.md §6)
    again = utskrevet("2026-02-07", "2026-02-08T09:00", navn="igjen")
    assert found([INN, refused, kvittering(refused), again]) == ["R-U12"]
    assert found([INN, refused, kvittering(refused, fra="90301")]) == []  # not its receiver


@pytest.mark.parametrize(("utfall", "standing"), [("1", ["R-U11"]), ("31", []), ("21", []), ("23", [])])
def test_passed_on_to_another_hospital(utfall: str, standing: list[str]) -> None:
    """A transfer is no discharge to the kommune (AdmOutcome 21, 23, 31)."""
    assert found([INN, epikrise("2026-02-08T10:00", adm_outcome=utfall)]) == standing


def test_internal_transfer_then_home() -> None:
    """A unit that passed the patient on ends nothing: the clock starts at the last discharge."""
    moved = epikrise("2026-02-05T10:00", ut="2026-02-05T09:00", adm_outcome="21")
    home = epikrise("2026-02-09T10:00", inn="2026-02-05T09:00", ut="2026-02-09T09:00")
    result = evaluate([INN, moved, home], LATER, AVTALE, RULES)
    assert [(one.rule, one.deadline) for one in result.avvik] == [("R-U11", at("2026-02-09T23:59:59"))]


@pytest.mark.parametrize(("ny", "standing"), [("2026-02-07T20:00", []), ("2026-02-07T20:01", ["R-U11"])])
def test_readmitted_within_8_hours(ny: str, standing: list[str]) -> None:
    """A new LOG_INNLAGT within 8 h of the last evidence is probably a correction."""
    assert found([INN, UT, innlagt(ny)]) == standing


def test_readmitted_on_the_date_of_discharge() -> None:
    """Where the discharge is a date alone, a new stay on that date is within 8 h."""
    assert found([INN, rapport("2026-02-07T12:00", ut="2026-02-07"), innlagt("2026-02-07T20:00")]) == []


def test_next_stay_without_discharge_is_a_weak_sign() -> None:
    """A second LOG_INNLAGT more than a day later, and nothing else: low confidence, its date the limit."""
    (one,) = evaluate([INN, innlagt("2026-02-20T10:00")], LATER, AVTALE, RULES).avvik
    assert (one.rule, one.confidence, one.deadline) == ("R-U11", "lav", at("2026-02-20T23:59:59"))
    between = utskrevet("2026-02-10", "2026-02-24T10:00")
    assert found([INN, between, innlagt("2026-02-20T10:00")]) == ["R-U12"]


def test_ready_to_leave_on_the_day_of_readmission() -> None:
    """Utskrivningsklar on the day of the new LOG_INNLAGT: a correction, and no avvik."""
    assert found([INN, klar("2026-02-06"), innlagt("2026-02-06T15:00")]) == []


def test_death_keeps_the_duty() -> None:
    """LOG_UTSKREVET is sent also when the patient has died, and may be late then too."""
    late = utskrevet("2026-02-07", "2026-02-09T10:00", uttilstand="2")
    assert found([INN, late]) == ["R-U12"]


def test_event_2_missing_is_not_late() -> None:
    """Without event 2 there is no date to be late for (that is R-U13)."""
    assert found([INN, utskrevet(None, "2026-02-07T10:00")]) == []


@pytest.mark.parametrize(
    ("dag", "sendt", "standing"),
    [
        ("2026-03-29", "2026-03-30T00:29:59", []),  # the day has 23 hours
        ("2026-03-29", "2026-03-30T00:30:00", ["R-U12"]),
        ("2026-10-25", "2026-10-26T00:29:59", []),  # and 25
        ("2026-10-25", "2026-10-26T00:30:00", ["R-U12"]),
    ],
)
def test_days_when_the_clock_changes(dag: str, sendt: str, standing: list[str]) -> None:
    """The day ends at midnight in Oslo, however long it was."""
    assert found([utskrevet(dag, sendt)], "2026-12-01T10:00") == standing
