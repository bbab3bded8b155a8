"""A stay on a time axis: the messages as marks above it, the deadlines as brackets below. Drawn by stay.html.

Every length is in the units of the drawing, WIDTH wide; what is told in colours is told in words as well.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from broker.console.drawing import Axis, Bracket, Mark, Said, Tick
from broker.console.forlop_words import HEADS
from consumers.stay import DAY, Stay
from schemas.board import COLUMNS, Cell
from schemas.tid import OSLO, start_of_day

WIDTH: Final = 1000
LEFT, RIGHT = 40, 960
"""Between these the time runs."""
AXIS: Final = 96
LANE: Final = 20
STACK: Final = 15
"""Between two marks that would lie on each other."""
NEAR: Final = 48.0
HIGHEST: Final = 5
"""Marks on top of each other; more lie on the highest."""
AFTER: Final = timedelta(days=7)
"""Shown after the discharge (screens.md §3)."""
DAYS: Final = (1, 2, 5, 10, 30, 90)
MOST_TICKS: Final = 12

FROM: Final = {
    "INN": "t0", "INR": "t0", "TV": "t0", "OH": "klar", "KLAR": "t0", "SVAR": "klar", "UR": "t1", "UT": "t1",
    "EPI": "t1",
}  # fmt: skip
"""Where a bracket begins: what the deadline is about."""


class _Scale(NamedTuple):
    """From when to when is drawn."""

    first: datetime
    last: datetime

    def x(self, at: datetime) -> float:
        """Where a moment stands; what lies outside stands at the edge."""
        share = (at - self.first) / (self.last - self.first)
        return round(LEFT + min(max(share, 0.0), 1.0) * (RIGHT - LEFT), 1)


def axis(
    stay: Stay,
    said: Iterable[Said],
    cells: Sequence[Cell],
    limits: Sequence[datetime | None],
    told: Sequence[str],
    now: datetime,
) -> Axis:
    """The drawing of one stay at `now`; `limits` and `told` are the deadline and the words of each cell."""
    said = sorted(said)
    scale = _Scale(*_ends(stay, [one.at for one in said], [one for one in limits if one], now))
    x = scale.x
    brackets = _brackets(stay, zip(COLUMNS, cells, limits, told, strict=True), x, now)
    return Axis(
        marks=_stacked([Mark(x(one.at), 0, one.kind, one.short, one.text) for one in said]),
        brackets=brackets,
        ticks=_ticks(*scale, x),
        t0=x(stay.t0.utc) if stay.t0 else None,
        t1=x(stay.t1.utc) if stay.t1 else None,
        now=x(now) if scale.first <= now <= scale.last else None,
        height=AXIS + 40 + LANE * len(brackets),
    )


def _brackets(
    stay: Stay,
    columns: Iterable[tuple[str, Cell, datetime | None, str]],
    x: Callable[[datetime], float],
    now: datetime,
) -> list[Bracket]:
    """One below the other, for each column with a deadline."""
    begins = {
        "t0": stay.begin,
        "t1": stay.t1.utc if stay.t1 else stay.begin,
        "klar": min((doc.sent for doc in stay.klar), default=stay.begin),
    }
    found: list[Bracket] = []
    for name, cell, limit, text in columns:
        if limit:
            left, y = min(x(begins[FROM[name]]), x(limit)), AXIS + 14 + LANE * len(found)
            label = f"{HEADS[name].name}: {text}"
            width, warned = max(x(limit) - left, 2.0), "!" if cell.varsel(now) else ""
            found.append(Bracket(left, width, y, name, cell.state(now), limit <= now, label, warned))
    return found


def _ends(
    stay: Stay, sent: Sequence[datetime], limits: Sequence[datetime], now: datetime
) -> tuple[datetime, datetime]:
    """From the admission, or what came before it, to a week after the discharge, or the last there is."""
    end = stay.end
    last = max([end + AFTER] if end else [min(now, max([*sent, stay.begin]) + AFTER) + DAY])
    first = min([stay.begin, *(at for at in sent if at >= stay.begin - DAY)])
    late = [at for at in (*sent, *limits) if at <= last + AFTER]
    return first - timedelta(hours=6), max([last, *late]) + timedelta(hours=6)


def _stacked(marks: Sequence[Mark]) -> list[Mark]:
    """Those that would lie on each other, above each other."""
    placed: list[Mark] = []
    for mark in marks:
        level = 0
        while level < HIGHEST and any(
            abs(one.x - mark.x) < NEAR and one.y == AXIS - 14 - STACK * level for one in placed
        ):
            level += 1
        placed.append(mark._replace(y=AXIS - 14 - STACK * min(level, HIGHEST)))
    return placed


def _ticks(first: datetime, last: datetime, x: Callable[[datetime], float]) -> list[Tick]:
    """The beginning of each day in Oslo, or of every so many where there are too many."""
    span = (last - first) // DAY
    step = next((days for days in DAYS if span / days <= MOST_TICKS), DAYS[-1])
    day = first.astimezone(OSLO).date() + timedelta(days=1)
    found = []
    while start_of_day(day) < last:
        found.append(Tick(x(start_of_day(day)), f"{day.day}.{day.month}."))
        day += timedelta(days=step)
    return found
