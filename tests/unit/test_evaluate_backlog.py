"""Old messages read in again: what follows is history, and no alarm as if it were new (issue: event time)."""

from typing import Any

import pytest
from histories import AVTALE, at, epikrise, innlagt, rapport, utskrevet
from nine import evaluate
from sequels import endring

from schemas.avvik import Standing

LATER = at("2028-03-20T12:00")


def old(event: Any) -> Any:
    """As it comes with a backlog."""
    return event.model_copy(update={"historie": True})


def found(rule: str, *history: Any) -> Standing:
    (one,) = (avvik for avvik in evaluate(history, LATER, AVTALE).avvik if avvik.rule == rule)
    return one


INN, UT = innlagt("2026-02-03T10:00"), utskrevet("2026-02-07", "2026-02-07T13:00")


@pytest.mark.parametrize("rule", ["R-U14", "R-U17"])
def test_deadlines_of_a_backlog(rule: str) -> None:
    """A deadline passed when event time says so, whenever the messages are read, and the avvik says how."""
    live, read_again = found(rule, INN, UT), found(rule, old(INN), old(UT))
    assert (live.historie, read_again.historie) == (False, True)
    assert (live.id, live.deadline, live.state) == (read_again.id, read_again.deadline, read_again.state)


def test_what_a_backlog_only_began() -> None:
    """A late message that comes now is found now, though the stay began in the backlog."""
    late = rapport("2026-02-09T12:00")
    assert not found("R-U15", old(INN), old(UT), late).historie
    assert found("R-U15", INN, UT.model_copy(update={"historie": False}), old(late)).historie
    assert not found("R-U18", old(INN), old(UT), epikrise("2026-03-01T10:00")).historie


def test_content_is_that_of_the_newest_version() -> None:
    """An Endring that comes now and still lacks something is of now."""
    empty = rapport("2026-02-07T12:00", legemidler=0)
    change = endring(empty, "2026-02-07T15:00")
    assert found("R-U03", INN, UT, old(empty)).historie
    assert not found("R-U03", INN, UT, old(empty), change).historie


def test_the_time_of_reading_changes_nothing() -> None:
    """Read at the end of the seven days, or years later: the same avvik, with the same times."""
    soon, late = at("2026-02-15T00:30"), at("2031-01-01T00:00")
    history = [old(INN), old(UT)]
    assert evaluate(history, soon, AVTALE).avvik == evaluate(history, late, AVTALE).avvik
