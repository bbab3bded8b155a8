"""Times of the messages: zone or none, dates alone, and the nights when the clock changes."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.xml.local_time import instant, tidspunkt
from schemas.tid import OSLO


def utc(year: int, month: int, day: int, hour: int = 0, minute: int = 0, s: int = 0, us: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, s, us, tzinfo=UTC)


def moment_of(text: str) -> datetime:
    moment = instant(text)
    assert moment is not None
    return moment


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2018-01-29T10:00:00", utc(2018, 1, 29, 9)),  # official example, winter
        ("2018-07-29T10:00:00", utc(2018, 7, 29, 8)),  # summer
        ("2007-01-20T04:30:47.0Z", utc(2007, 1, 20, 4, 30, 47)),  # acceptance test file
        ("2009-09-10T11:31:54.148+02:00", utc(2009, 9, 10, 9, 31, 54, 148000)),  # NPR AppRec
        ("2018-01-29T10:00:00-05:30", utc(2018, 1, 29, 15, 30)),
        ("2018-01-29T10:00:00.1234567899", utc(2018, 1, 29, 9, 0, 0, 123456)),
        ("2018-01-31T24:00:00", utc(2018, 1, 31, 23)),
        ("2018-12-31T24:00:00Z", utc(2019, 1, 1)),
        (" 2018-01-29T10:00:00\n", utc(2018, 1, 29, 9)),
    ],
)
def test_a_datetime_is_a_moment_in_utc(text: str, moment: datetime) -> None:
    """No zone means Norwegian time; 24:00:00 is the start of the next day."""
    assert instant(text) == moment
    found = tidspunkt(text)
    assert found is not None and found.bare_dato is False


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2018-02-01", utc(2018, 1, 31, 23)),
        ("2018-07-01", utc(2018, 6, 30, 22)),
        ("2018-02-01+01:00", utc(2018, 1, 31, 23)),  # Python reads this as one o'clock
        ("2018-02-01Z", utc(2018, 1, 31, 23)),
        ("2018-02", utc(2018, 1, 31, 23)),
        ("2018", utc(2017, 12, 31, 23)),
    ],
)
def test_a_date_alone_is_a_day_in_oslo(text: str, moment: datetime) -> None:
    """A date, a month or a year begins at midnight in Oslo, and is known to be no exact moment."""
    found = tidspunkt(text)
    assert found is not None
    assert found.utc == moment
    assert found.bare_dato is True


@pytest.mark.parametrize(
    "text",
    [
        "", "14:05:00", "i morgen", "29.01.2018", "2018-02-30", "2018-13-01", "2018-01-29 10:00:00",
        "2018-01-29T10:00", "2018-01-29T25:00:00", "2018-01-29T24:00:01", "2018-01-29T10:00:60",
        "2018-01-29T10:00:00+15:00", "2018-01-29T10:00:00+01:99", "0000-01-01", "0001-01-01T00:00:00+14:00",
        "9999-12-31T24:00:00", "-2018-01-01", "２０１８", "2018-01-29T10:00:00." + "1" * 99,
    ],
)  # fmt: skip
def test_what_is_no_point_in_time_is_none(text: str) -> None:
    """A time of day alone, an impossible date and free text give nothing, and no exception."""
    assert tidspunkt(text) is None
    assert instant(text) is None


def test_the_hour_that_comes_twice_is_read_as_the_later() -> None:
    """28 October 2018, 02:30 happened twice; deadlines are lenient (rules.md §9)."""
    assert instant("2018-10-28T02:30:00") == utc(2018, 10, 28, 1, 30)
    assert instant("2018-10-28T01:59:59") == utc(2018, 10, 27, 23, 59, 59)
    assert instant("2018-10-28T03:00:00") == utc(2018, 10, 28, 2)


def test_the_hour_that_never_comes_is_read_as_the_later() -> None:
    """25 March 2018, 02:30 did not happen; it is never before 02:00 nor after 04:00."""
    assert instant("2018-03-25T02:30:00") == utc(2018, 3, 25, 1, 30)
    before, after = moment_of("2018-03-25T01:59:59"), moment_of("2018-03-25T04:00:00")
    assert before < moment_of("2018-03-25T02:30:00") < after


def test_one_doegn_over_a_change_of_the_clock_is_23_or_25_hours() -> None:
    """Elapsed time is counted in UTC, not on the wall."""
    assert moment_of("2018-03-25T12:00:00") - moment_of("2018-03-24T12:00:00") == timedelta(hours=23)
    assert moment_of("2018-10-28T12:00:00") - moment_of("2018-10-27T12:00:00") == timedelta(hours=25)


@given(st.text(max_size=80))
def test_any_text_at_all_is_read_or_refused(text: str) -> None:
    """Nothing a sender can write makes the reader fail."""
    assert tidspunkt(text) is None or moment_of(text).tzinfo is UTC


@given(st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1)))  # noqa: DTZ001
def test_every_written_time_comes_back(local: datetime) -> None:
    """Oslo time without a zone, read and written again, is the same wall clock (but for the lost hour)."""
    back = moment_of(local.isoformat()).astimezone(OSLO).replace(tzinfo=None)
    assert back in (local, local + timedelta(hours=1), local + timedelta(minutes=43))


@pytest.mark.parametrize("text", ["0001-01-01", "1849-12-31", "2201-01-01T10:00:00", "9999-12-31T23:59:59"])
def test_years_that_nobody_means(text: str) -> None:
    """A slip of the year is no point in time: sums with it would overflow."""
    assert tidspunkt(text) is None


@given(st.datetimes(datetime(1996, 1, 1), datetime(2199, 12, 31)))  # noqa: DTZ001 local times, as messages write them
def test_the_short_way_gives_what_the_long_way_gives(local: datetime) -> None:
    """A plain time of any month, with or without a fraction, is the same moment."""
    plain = local.replace(microsecond=0).isoformat()
    assert tidspunkt(plain) == tidspunkt(f"{plain}.000")
