"""Moments as the store keeps them: whole microseconds since 1970, UTC; exact and alike on both databases."""

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def micros(moment: datetime) -> int:
    """Microseconds since 1970; `moment` with time zone."""
    return (moment - EPOCH) // MICROSECOND


def moment(micros: int) -> datetime:
    """The moment in UTC."""
    return EPOCH + timedelta(microseconds=micros)
