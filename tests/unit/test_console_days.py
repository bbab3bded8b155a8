"""Days in a filter: written as people do in Norwegian, shown the same way, and told of when they are none."""

from datetime import UTC, date, datetime, timedelta

import pytest

from broker.console.days import day_of, days_of, time_of
from schemas.tid import OSLO, start_of_day

NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "22.11.2026",
        "22.11.26",
        "22.11.",
        "22.11",
        "22/11-2026",
        "22,11,2026",
        "22 11 2026",
        "22112026",
        "2026-11-22",
    ],
)
def test_a_day_may_be_written_in_many_ways(text: str) -> None:
    """Also with the digits alone, which is what a phone offers; it is shown in one way."""
    day = day_of(text, NOW)
    assert day.shown == "22.11.2026"
    assert (day.since, day.until) == (start_of_day(date(2026, 11, 22)), start_of_day(date(2026, 11, 23)))
    assert day.fault == ""


def test_a_day_is_as_long_as_it_is_in_oslo() -> None:
    """On the night on which the clocks go back it has 25 hours."""
    day = day_of("25.10.2026", NOW)
    assert day.since and day.until
    assert (day.until - day.since).total_seconds() == 25 * 3600


@pytest.mark.parametrize(
    "text",
    [
        "31.02.2026",
        "11/22/2026",
        "tull",
        "0.0.0",
        "2026-13-01",
        "9999-12-31",
        "1.1.0100",
        "٢٢.١١.٢٠٢٦x",
        "1" * 20,
    ],
)
def test_what_is_no_day_is_kept_and_told_of(text: str) -> None:
    """It limits nothing; one sees what one wrote, and how to write it."""
    day = day_of(text, NOW)
    assert (day.shown, day.since, day.until) == (text, None, None)
    assert "dag.måned.år, for eksempel 22.11.2026" in day.fault


@pytest.mark.parametrize(
    ("text", "since"),
    [
        ("7d", NOW - timedelta(days=7)),
        ("12t", NOW - timedelta(hours=12)),
        ("2026-11-22T14:08", datetime(2026, 11, 22, 14, 8, tzinfo=OSLO)),
    ],
)
def test_a_moment_may_be_given_where_hours_count(text: str, since: datetime) -> None:
    """How long ago, or to the minute; the field keeps it as it was written."""
    assert time_of(text, NOW) == (text, since, since, "")


@pytest.mark.parametrize("text", ["99999d", "0001-01-01T00:00", "2026-11-22T99:99", "tull", "22.11.2026"])
def test_any_other_text_is_a_day_or_none(text: str) -> None:
    """Times that no calendar has are faults like any other."""
    assert time_of(text, NOW) == day_of(text, NOW)


def test_an_empty_field_asks_for_nothing() -> None:
    """And nobody is told of a fault."""
    assert {*days_of({"fra": "", "til": ""}, NOW).values()} == {day_of("", NOW)}
    assert day_of("", NOW).fault == ""
