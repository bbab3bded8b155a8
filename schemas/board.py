"""A row of the felles forløpstavle: one stay in transition, and what is expected in it.

Nothing here changes because time passes: whoever shows a row holds its moments against the clock.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal
from uuid import UUID

import orjson
from pydantic import TypeAdapter

COLUMNS: Final = ("INN", "INR", "TV", "OH", "KLAR", "SVAR", "UR", "UT", "EPI")
"""The messages that are expected, in the order of the timeline (rules.md §2)."""

Outcome = Literal["kom", "sen", "ventet", "ikke"]
State = Literal["kom", "sen", "venter", "mangler", "ikke"]
Since = Literal["endret", "kansellert"]
WARNED: Final[tuple[State, ...]] = ("kom", "venter")
"""States in which there may be a varsel."""


@dataclass(frozen=True, slots=True)
class Warned:
    """A varsel (rules.md §12.3).

    Attributes:
        over: the first moment at which the warning limit has passed, grace included, UTC.
        limit: its key in rules.md §2.
    """

    over: datetime
    limit: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One expected message.

    Attributes:
        outcome: kom (in time), sen (came late), ventet (it is to come), ikke (it is not expected).
        came_at: when it was sent, UTC.
        deadline: the deadline as agreed, UTC; None where no rule tells of one.
        over: the first moment at which the deadline has passed, grace included, UTC; of ventet alone.
        why: why it is not expected, a key of WHY in consumers.why_not; of ikke alone.
        since: it was corrected or cancelled after it came.
        warned: of ventet and kom: the varsel that comes, or that came although the deadline was kept; None
            also in rows that were written before there were any.
    """

    outcome: Outcome
    came_at: datetime | None = None
    deadline: datetime | None = None
    over: datetime | None = None
    why: str = ""
    since: Since | None = None
    warned: Warned | None = None

    def state(self, now: datetime) -> State:
        """As it stands at `now`, UTC: what is expected is missing from `over` on."""
        if self.outcome != "ventet":
            return self.outcome
        return "mangler" if self.over is not None and self.over <= now else "venter"

    def varsel(self, now: datetime) -> bool:
        """Whether it is a varsel at `now`, UTC: over the warning limit, and neither missing nor late."""
        return self.warned is not None and self.warned.over <= now and self.state(now) in WARNED


@dataclass(frozen=True, slots=True)
class Span:
    """Days from and including `first`, up to `end`; None = for as long as nothing else is told."""

    first: date
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Open:
    """Avvik that nobody has dealt with, by severity."""

    hoy: int = 0
    middels: int = 0
    lav: int = 0

    @property
    def total(self) -> int:
        return self.hoy + self.middels + self.lav


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One stay.

    Attributes:
        stay_id, pid: of the stay.
        hospital, party: level-1 HER-ids.
        kommune: kommunenummer of the party.
        unit: level-2 HER-id that the hospital sent from last; None where no message says.
        t0, t1: admission and discharge, UTC; the start of the day for a date alone.
        dead: the patient has died.
        cells: one for each of COLUMNS.
        ready: the days on which the patient lay ready to leave.
        avvik: those that are open.
        last_at: when the last message of the stay came, UTC.
        leaves_at: when the row leaves the board, UTC.
        leaves_why: why it does then, a key of LEAVES in consumers.board.
    """

    stay_id: UUID
    pid: str
    hospital: str
    party: str
    kommune: str | None
    unit: str | None
    t0: datetime | None
    t1: datetime | None
    dead: bool
    cells: tuple[Cell, ...]
    ready: tuple[Span, ...]
    avvik: Open
    last_at: datetime
    leaves_at: datetime
    leaves_why: str

    def as_json(self) -> str:
        """The same for the same row."""
        return orjson.dumps(self, option=orjson.OPT_UTC_Z).decode()


BOARD_ROW: Final[TypeAdapter[BoardRow]] = TypeAdapter(BoardRow)


def days_before(spans: tuple[Span, ...], today: date) -> int:
    """How many of the days lie before `today`, an Oslo date; a day in two of them counts once."""
    days: set[int] = set()
    for one in spans:
        end = min(one.end or today, today)
        days.update(range(one.first.toordinal(), end.toordinal()))
    return len(days)
