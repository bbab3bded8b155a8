"""Limits: how they are written, and when they have passed."""

import pytest
from histories import at, tid

from schemas.agreements import Agreement
from schemas.frister import Frist, read_frist


@pytest.mark.parametrize("text", ["24 h", "60 min", "7 d", "døgnslutt", "0 h"])
def test_limit_reads_back_as_written(text: str) -> None:
    """A limit is shown as it is written in the file."""
    assert str(read_frist(text)) == text


@pytest.mark.parametrize("text", ["24", "h", "-1 h", "1.5 h", "24 timer", "", 24, None])
def test_not_a_limit(text: object) -> None:
    """Anything else is refused, not guessed at."""
    assert read_frist(text) is None


@pytest.mark.parametrize(
    ("limit", "start", "deadline"),
    [
        ("24 h", "2026-02-03T10:00", "2026-02-04T10:00"),
        ("60 min", "2026-02-03T10:00", "2026-02-03T11:00"),
        ("24 h", "2026-02-03", "2026-02-04T23:59:59"),
        ("døgnslutt", "2026-02-03", "2026-02-03T23:59:59"),
        ("døgnslutt", "2026-02-03T23:59", "2026-02-03T23:59:59"),
        ("7 d", "2026-02-03T10:00", "2026-02-10T23:59:59"),
        ("24 h", "2026-03-28T10:00", "2026-03-29T11:00"),  # the clock goes forward: 24 h have passed at 11
        ("24 h", "2026-10-24T10:00", "2026-10-25T09:00"),  # and back
        ("7 d", "2026-03-27T10:00", "2026-04-03T23:59:59"),
        ("7 d", "2026-10-20", "2026-10-27T23:59:59"),
    ],
)
def test_deadline(limit: str, start: str, deadline: str) -> None:
    """Hours are elapsed time, also over a change of the clock; days end at 23:59:59 Oslo (§12.19)."""
    frist, moment = read_frist(limit), tid(start)
    assert frist and moment
    assert frist.after(moment) == at(deadline)
    if not moment.bare_dato:
        assert frist.after(moment.utc) == at(deadline)


def test_empty_agreement_has_the_defaults() -> None:
    """Without a file's limits, those of rules.md §2 hold."""
    assert Agreement().frist("log_utskrevet") == Frist(0, "d")
    assert Agreement().unn is None
