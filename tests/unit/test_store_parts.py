"""The small pieces of the store that need no database."""

import sqlite3
from datetime import UTC, datetime, timedelta, timezone
from random import Random

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.errors import Transient
from adapters.store.failures import StoreRefused, translated
from adapters.store.migrate import migrations, statements
from adapters.store.moments import micros, moment
from adapters.store.patients import merge


@given(st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_moments_keep_every_microsecond(at: datetime) -> None:
    """What is read back is what was written."""
    assert moment(micros(at)) == at


def test_moments_are_the_same_in_any_zone() -> None:
    """15.05 in Oslo in winter is 14.05 UTC."""
    oslo = timezone(timedelta(hours=1))
    assert micros(datetime(2026, 2, 12, 15, 5, tzinfo=oslo)) == micros(
        datetime(2026, 2, 12, 14, 5, tzinfo=UTC)
    )


@given(st.lists(st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=3), max_size=8), st.randoms())
def test_ties_in_any_order_give_the_same_groups(ties: list[list[str]], random: Random) -> None:
    """Each group moves to its smallest member, whatever tied them together first."""
    shuffled = [list(tie) for tie in ties]
    random.shuffle(shuffled)
    moves = merge(ties)
    assert merge(shuffled) == moves
    for tie in ties:
        assert len({moves.get(gid, gid) for gid in tie}) == 1
    assert all(new < old and new not in moves for old, new in moves.items())


def sqlite_error(code: int) -> sqlite3.Error:
    """An error as the driver raises it, quoting what it should not."""
    error = sqlite3.OperationalError("12057900499 was here")
    error.sqlite_errorcode = code
    error.sqlite_errorname = f"CODE_{code}"
    return error


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (ConnectionRefusedError("12057900499"), Transient),
        (TimeoutError(), Transient),
        (asyncpg.DeadlockDetectedError("12057900499"), Transient),
        (asyncpg.SerializationError("12057900499"), Transient),
        (asyncpg.TooManyConnectionsError("12057900499"), Transient),
        (asyncpg.AdminShutdownError("12057900499"), Transient),
        (asyncpg.CannotConnectNowError("12057900499"), Transient),
        (asyncpg.InterfaceError("cannot perform operation: connection is closed"), Transient),
        (sqlite_error(sqlite3.SQLITE_BUSY), Transient),
        (sqlite_error(sqlite3.SQLITE_BUSY_SNAPSHOT), Transient),
        (sqlite_error(sqlite3.SQLITE_FULL), Transient),
        (sqlite_error(sqlite3.SQLITE_ERROR), StoreRefused),
        (asyncpg.UndefinedTableError("12057900499"), StoreRefused),
        (asyncpg.NotNullViolationError("12057900499"), StoreRefused),
        (asyncpg.DataError("invalid input for query argument $1: '12057900499'"), StoreRefused),
    ],
    ids=lambda value: getattr(value, "__name__", type(value).__name__),
)
def test_failures_are_told_apart_and_quote_nothing(error: Exception, expected: type[Exception]) -> None:
    """What passes is Transient, what does not is StoreRefused; neither carries what the driver said."""
    with pytest.raises(expected) as caught, translated():
        raise error
    assert "12057900499" not in str(caught.value)
    assert caught.value.__suppress_context__


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_migrations_are_numbered_without_gaps(dialect: str) -> None:
    """Each database has each number once, and each file has statements."""
    known = migrations(dialect)
    assert list(known) == list(range(1, len(known) + 1))
    assert all(statements(path, dialect) for path in known.values())
