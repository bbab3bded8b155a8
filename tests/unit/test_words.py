"""How times, numbers and ids read on screen."""

from datetime import UTC, date, datetime, timedelta

import pytest

from broker import words

NOW = datetime(2026, 2, 12, 13, 5, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def test_times_are_in_oslo() -> None:
    """UTC inside, Oslo on screen, with the names of days and months in bokmål."""
    assert words.moment(NOW, NOW) == "tor. 12. feb. 14.05"
    assert words.moment(datetime(2026, 7, 5, 22, 30, tzinfo=UTC), NOW) == "man. 6. juli 00.30"
    assert words.clock(NOW + timedelta(microseconds=118_900)) == "14.05.00,118"


def test_another_year_is_told() -> None:
    """A backlog from years ago must not look like today's."""
    assert words.short_moment(datetime(2018, 1, 30, 14, tzinfo=UTC), NOW) == "30. jan. 2018 15.00"


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        (date(2026, 2, 3), date(2026, 2, 7), "3.–7. feb."),
        (date(2026, 1, 28), date(2026, 2, 3), "28. jan.–3. feb."),
        (date(2025, 12, 30), date(2026, 1, 2), "30. des. 2025–2. jan."),
        (date(2018, 1, 29), date(2018, 2, 1), "29. jan.–1. feb. 2018"),
        (date(2026, 2, 3), date(2026, 2, 3), "3. feb."),
        (date(2026, 2, 3), None, "fra 3. feb."),
        (None, date(2026, 2, 7), "til 7. feb."),
        (None, None, ""),
    ],
)
def test_stay(first: date | None, last: date | None, told: str) -> None:
    """The month and the year are said once when both dates share them."""
    assert words.stay(first, last, NOW) == told


@pytest.mark.parametrize(
    ("length", "told"),
    [
        (2 * HOUR + 10 * MINUTE, "2 t 10 min"),
        (9 * HOUR, "9 t"),
        (8 * DAY, "8 d"),
        (2 * DAY + 4 * HOUR, "2 d 4 t"),
        (12 * DAY + 4 * HOUR, "12 d"),
        (8 * DAY + 3 * MINUTE, "8 d"),
        (41 * MINUTE + timedelta(seconds=3), "41 min"),
        (timedelta(seconds=12), "12 s"),
        (timedelta(), "0 s"),
    ],
)
def test_span(length: timedelta, told: str) -> None:
    """At most two units, and only those that say something."""
    assert words.span(length) == told


def test_deadline_tells_the_time_left_or_over() -> None:
    """Before the deadline how long is left, after it how long over."""
    assert words.time_left(NOW + 2 * HOUR + 10 * MINUTE, NOW) == "om 2 t 10 min"
    assert words.time_left(NOW - 3 * HOUR, NOW) == "3 t over"


@pytest.mark.parametrize(
    ("state", "deadline", "arrived_at", "told"),
    [
        ("apen", None, None, "● åpent"),
        ("apen", NOW - 5 * HOUR, None, "✕ 5 t over"),
        ("apen", NOW + HOUR, None, "● åpent"),
        ("levert_sent", NOW - DAY, NOW - 15 * HOUR, "◐ 9 t over"),
        ("levert_sent", None, None, "◐ kom for sent"),
        ("trukket", NOW - DAY, None, "↻ trukket"),
        ("lukket", None, None, "– lukket"),
    ],
)
def test_standing(state: str, deadline: datetime | None, arrived_at: datetime | None, told: str) -> None:
    """A sign and a word for each state: never a colour alone."""
    assert words.standing(state, deadline, arrived_at, NOW) == told


def test_numbers_are_norwegian() -> None:
    """Space between thousands, comma before decimals."""
    assert words.number(10_233) == "10\u00a0233"
    assert words.decimal(1234.56) == "1\u00a0234,6"
    assert words.size(9_100) == "9,1 kB"
    assert words.size(21_000_000) == "21,0 MB"
    assert words.size(999) == "999 byte"
    assert words.counted(1, "fil", "filer") == "1 fil"
    assert words.counted(0, "fil", "filer") == "0 filer"


def test_short_ids_are_longer_where_two_collide() -> None:
    """Four characters are enough until two begin alike; dashes of a UUID do not count."""
    pids = {"7f3a11": "P-7F3A11", "7f3a12": "P-7F3A12", "01d9aa": "P-01D9"}
    assert words.shorten("P", pids) == pids
    assert words.shorten("A", ["19c20000-aaaa", "19c20000-aaab"]) == {
        "19c20000-aaaa": "A-19C20000AAAA",
        "19c20000-aaab": "A-19C20000AAAB",
    }
    assert words.shorten("A", ["19c2aaaa", "19c2aaaa"]) == {"19c2aaaa": "A-19C2"}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("7d", NOW - 7 * DAY),
        ("12t", NOW - 12 * HOUR),
        ("2026-02-01", datetime(2026, 1, 31, 23, tzinfo=UTC)),
        ("2026-02-01T10:00:00Z", datetime(2026, 2, 1, 10, tzinfo=UTC)),
        ("i går", None),
        ("d", None),
        ("", None),
    ],
)
def test_since(text: str, meant: datetime | None) -> None:
    """A time ago, or a date in Oslo; nothing else is guessed at."""
    assert words.since(text, NOW) == meant
