"""Times as the messages give them: UTC inside, Europe/Oslo at the edge."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, BaseModel, ConfigDict

OSLO = ZoneInfo("Europe/Oslo")


class Tidspunkt(BaseModel):
    """When something happened, as exactly as the message says it.

    Attributes:
        utc: the moment, in UTC; for a date alone the start of that day in Oslo.
        bare_dato: True when the message gave only a date (TS of kith.xsd may be either).
    """

    model_config = ConfigDict(frozen=True)

    utc: AwareDatetime
    bare_dato: bool = False

    @property
    def dato(self) -> date:
        """The calendar date in Oslo."""
        return self.utc.astimezone(OSLO).date()

    @property
    def senest(self) -> datetime:
        """The latest moment this can mean, in UTC: the end of the day for a date alone."""
        return end_of_day(self.dato) if self.bare_dato else self.utc


def end_of_day(day: date) -> datetime:
    """23:59:59 in Oslo on `day`, in UTC: a deadline "on the day" (rules.md §12.19)."""
    return datetime.combine(day, time(23, 59, 59), OSLO).astimezone(UTC)


def start_of_day(day: date) -> datetime:
    """00:00 in Oslo on `day`, in UTC."""
    return datetime.combine(day, time(), OSLO).astimezone(UTC)


def days_after(day: date, days: int) -> datetime:
    """The end of the `days`-th day after `day`, in UTC."""
    return end_of_day(day + timedelta(days=days))
