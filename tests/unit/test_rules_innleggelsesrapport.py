"""R-K01 and R-K02: innleggelsesrapport from the kommune, missing and late."""

from dataclasses import replace
from typing import Any

import pytest
from exchanges import helseopplysninger, innleggelsesrapport, sammenfatning
from findings import found, standing
from histories import AVTALE, TROMSO, UNN, at, dod, epikrise, innlagt, rapport, utskrevet
from sequels import endring, kansellering, kvittering

from consumers.rules.innleggelsesrapport import RULES

INN = innlagt("2026-02-03T10:00", "2026-02-03T10:30")
OK = kvittering(INN, "1", "2026-02-03T11:00")
LATE = innleggelsesrapport("2026-02-05T10:00")


@pytest.mark.parametrize(("now", "rules"), [("2026-02-04T11:30:00", []), ("2026-02-04T11:30:01", ["R-K01"])])
def test_missing_at_the_limit(now: str, rules: list[str]) -> None:
    """24 h from when the kommune said that it had LOG_INNLAGT, and grace."""
    assert found(RULES, INN, OK, now=now) == rules


@pytest.mark.parametrize(
    ("sendt", "rules"),
    [
        ("2026-02-03T08:00:00", []),  # unprompted, before LOG_INNLAGT
        ("2026-02-04T11:30:00", []),
        ("2026-02-04T11:30:01", ["R-K02"]),
    ],
)
def test_late_at_the_limit(sendt: str, rules: list[str]) -> None:
    """And is late when it is sent after that."""
    assert found(RULES, INN, OK, innleggelsesrapport(sendt)) == rules


def test_from_the_later_of_admission_and_receipt() -> None:
    """A patient expected later is not due before coming; a late LOG_INNLAGT gives time from then."""
    ahead = innlagt("2026-02-03T18:00", "2026-02-03T12:00")
    history = (ahead, kvittering(ahead, "1"))
    assert found(RULES, *history, now="2026-02-04T18:30:00") == []
    assert found(RULES, *history, now="2026-02-04T18:30:01") == ["R-K01"]
    slow = kvittering(INN, "1", "2026-02-06T10:00")
    assert found(RULES, INN, slow, LATE) == []
    assert found(RULES, INN, slow, now="2026-02-07T10:30:00") == []
    assert found(RULES, INN, slow, now="2026-02-07T10:30:01") == ["R-K01"]


def test_admission_on_a_date_or_on_none() -> None:
    """A date alone may have been the end of that day; without event 1 the receipt alone counts."""
    date, none = innlagt("2026-02-03", "2026-02-03T10:00"), innlagt(None, "2026-02-03T10:00")
    assert found(RULES, date, kvittering(date, "1"), now="2026-02-05T00:29:59") == []
    assert found(RULES, date, kvittering(date, "1"), now="2026-02-05T00:30:00") == ["R-K01"]
    assert found(RULES, none, kvittering(none, "1"), now="2026-02-04T10:31:00") == []
    assert found(RULES, none, kvittering(none, "1"), now="2026-02-04T10:31:01") == ["R-K01"]


def test_one_avvik_under_one_id() -> None:
    """What is missing and then comes late is the same avvik, about the kommune."""
    (missing,) = standing(RULES, INN, OK)
    (late,) = standing(RULES, INN, OK, LATE)
    assert (missing.rule, missing.state, missing.severity) == ("R-K01", "apen", "hoy")
    assert (late.rule, late.state, late.severity) == ("R-K02", "levert_sent", "middels")
    assert missing.id == late.id
    assert missing.deadline == late.deadline == at("2026-02-04T11:00")
    assert late.arrived_at == at("2026-02-05T10:00")
    assert missing.msg_ids == (INN.msg_id,)
    assert set(late.msg_ids) == {INN.msg_id, LATE.msg_id}
    assert {missing.direction, late.direction} == {"fra_UNN"}
    assert {missing.confidence, late.confidence} == {"hoy"}
    assert "ikke mottatt elektronisk" in missing.text


def test_not_before_the_kommune_has_log_innlagt() -> None:
    """A kommune that answers others has not this one; refused, or no LOG_INNLAGT at all: nothing is due."""
    other = helseopplysninger("2026-02-03T16:00")
    assert found(RULES, INN, other, kvittering(other, "1")) == []
    assert found(RULES, INN, LATE, other, kvittering(other, "1")) == []
    assert found(RULES, INN, kvittering(INN, "2")) == []
    assert found(RULES, utskrevet("2026-02-07")) == []
    again = innlagt("2026-02-03T10:00", "2026-02-03T12:00", navn="igjen")
    history = (INN, kvittering(INN, "2"), again, kvittering(again, "1", "2026-02-03T13:00"))
    assert found(RULES, *history, now="2026-02-04T13:30:00") == []
    assert found(RULES, *history, now="2026-02-04T13:30:01") == ["R-K01"]


def test_a_kommune_that_never_answers() -> None:
    """It counts as having what was sent to it (rules.md §12.21)."""
    assert found(RULES, INN, now="2026-02-04T11:00:00") == []
    assert found(RULES, INN, kvittering(INN, "1", fra="90301")) == ["R-K01"]


def test_kommune_that_the_broker_answers_for() -> None:
    """It has what has come."""
    parts = tuple(replace(part, egen=True) for part in AVTALE.parts)
    own = replace(AVTALE, parts=parts)
    assert found(RULES, INN, now="2026-02-04T11:00:00", avtale=own) == []
    assert found(RULES, INN, now="2026-02-04T11:00:01", avtale=own) == ["R-K01"]


def test_cancelled_and_refused_report() -> None:
    """Neither has come; an M of a report in time changes nothing."""
    sent = innleggelsesrapport("2026-02-03T15:00")
    assert found(RULES, INN, OK, sent, endring(sent, "2026-02-06T10:00")) == []
    assert found(RULES, INN, OK, sent, kansellering(sent, "2026-02-06T10:00")) == ["R-K01"]
    assert found(RULES, INN, OK, sent, kvittering(sent, "2")) == ["R-K01"]
    assert found(RULES, INN, OK, sent, kvittering(sent, "2"), LATE) == ["R-K02"]


def test_sammenfatning() -> None:
    """In PLO 2.0 one from the kommune is a report of admission; the hospital's own is not."""
    assert found(RULES, INN, OK, sammenfatning("2026-02-03T15:00", sender=TROMSO, receiver=UNN)) == []
    assert found(RULES, INN, OK, sammenfatning("2026-02-05T15:00", sender=TROMSO, receiver=UNN)) == ["R-K02"]
    assert found(RULES, INN, OK, sammenfatning("2026-02-03T15:00")) == ["R-K01"]


@pytest.mark.parametrize(
    ("gone", "rules"),
    [
        (utskrevet("2026-02-04", "2026-02-04T08:00"), []),  # a date is the start of the day here
        (utskrevet("2026-02-05", "2026-02-05T08:00"), ["R-K01"]),
        (rapport("2026-02-04T12:00", ut="2026-02-04T11:00"), []),
        (rapport("2026-02-04T12:00", ut="2026-02-04T11:01"), ["R-K01"]),
        (dod("2026-02-04"), []),
        (dod("2026-02-05"), ["R-K01"]),
        (epikrise("2026-02-05T10:00", ut="2026-02-04T09:00", adm_outcome="31"), []),
        (epikrise("2026-02-05T10:00", ut="2026-02-04T09:00", adm_outcome="21"), ["R-K01"]),
        (kansellering(INN, "2026-02-05T12:00"), []),
        (epikrise("2026-02-08T10:00", ut="2026-02-07T09:00"), ["R-K01"]),
    ],
)
def test_gone_before_the_limit(gone: Any, rules: list[str]) -> None:
    """Discharged, dead or at another hospital by then, or never admitted: nothing was due."""
    assert found(RULES, INN, OK, gone) == rules


def test_dagopphold() -> None:
    """Less than a heldøgnsopphold has no such duty."""
    out = utskrevet("2026-02-05", "2026-02-05T15:00")
    assert found(RULES, INN, OK, out, epikrise(ut="2026-02-05T15:00")) == ["R-K01"]
    assert found(RULES, INN, OK, out, epikrise(ut="2026-02-05T15:00", adm_cat="2")) == []
