"""The messages of a day, hour by hour, as bars."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from broker.console.levels import HOURS
from schemas.tid import OSLO

STEP, BAR, HEIGHT = 24, 18, 96
"""Of the drawing: from bar to bar, a bar's width, and the highest."""
LEAST: Final = 2.0
"""Of a bar that stands for something, however little."""


class Bar(NamedTuple):
    """An hour.

    Attributes:
        clock: when it begins, "14.00".
        x: where it stands; `accepted` and `refused` are the lengths of its two parts.
    """

    clock: str
    x: int
    received: int
    rejected: int
    accepted: float
    refused: float


@dataclass(frozen=True, slots=True)
class Traffic:
    """All of it.

    Attributes:
        share: of the messages that were refused, in percent.
        top: the most of one hour.
    """

    bars: Sequence[Bar]
    received: int
    rejected: int
    share: float
    top: int


def traffic(came: Mapping[tuple[int, str], int], first_hour: datetime) -> Traffic:
    """(hour, verdict) -> messages, as bars from `first_hour` on."""
    every = [sum(number for (hour, _), number in came.items() if hour == at) for at in range(HOURS)]
    fine = [came.get((at, "godtatt"), 0) for at in range(HOURS)]
    top = max(*every, 1)
    bars = [
        _bar(at, total, total - good, top, first_hour)
        for at, (total, good) in enumerate(zip(every, fine, strict=True))
    ]
    received, rejected = sum(every), sum(every) - sum(fine)
    return Traffic(bars, received, rejected, 100 * rejected / received if received else 0.0, max(every))


def _bar(at: int, received: int, rejected: int, top: int, first_hour: datetime) -> Bar:
    clock = f"{(first_hour + timedelta(hours=at)).astimezone(OSLO):%H}.00"
    good, bad = _length(received - rejected, top), _length(rejected, top)
    return Bar(clock, at * STEP, received, rejected, good, bad)


def _length(number: int, top: int) -> float:
    return round(max(HEIGHT * number / top, LEAST), 1) if number else 0.0
