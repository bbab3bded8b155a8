"""The messages of a day as bars, an hour each; where the first is younger, in smaller steps from it on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from schemas.tid import OSLO

WIDTH, HEIGHT = 576, 96
"""Of the drawing, without what stands below the bars."""
MOST, FEWEST = 24, 12
"""Bars; a young service leaves some of the fewest for what is to come."""
LEAST: Final = 2.0
"""Of a bar that stands for something, however little."""
LABELLED: Final = 3
"""Each so many bars one has its time below it."""
DAY: Final = timedelta(days=1)
STEPS: Final[Mapping[timedelta, str]] = {
    timedelta(minutes=1): "et minutt",
    timedelta(minutes=5): "fem minutter",
    timedelta(minutes=15): "et kvarter",
    timedelta(hours=1): "en time",
}
"""What a bar may stand for, the smallest first."""


class Scale(NamedTuple):
    """What the bars stand for.

    Attributes:
        start: when the first one begins, UTC.
        bars: how many there are.
        past: how many of them have begun.
        young: the first message is less than a day old, and the first bar is its.
    """

    start: datetime
    step: timedelta
    bars: int
    past: int
    young: bool


class Bar(NamedTuple):
    """A step of time.

    Attributes:
        clock: when it begins, "14.00".
        label: the same where it is written below the bar, else "".
        x: where it stands; `accepted` and `refused` are the lengths of its two parts.
    """

    clock: str
    label: str
    x: float
    received: int
    rejected: int
    accepted: float
    refused: float


@dataclass(frozen=True, slots=True)
class Traffic:
    """All of it.

    Attributes:
        share: of the messages that were refused, in percent.
        top: the most of one bar.
        of: what a bar stands for, in words.
        since: when a young service got its first message, "14.00"; "" for a whole day.
        wide: from bar to bar.
    """

    bars: Sequence[Bar]
    received: int
    rejected: int
    share: float
    top: int
    of: str
    since: str
    wide: float


def scale_of(first: datetime | None, now: datetime) -> Scale:
    """The bars for a service whose first message came then, UTC."""
    first = now if first is None else min(first, now)
    for step in STEPS:
        start = _floor(first, step)
        past = (_floor(now, step) - start) // step + 1
        if past <= MOST:
            return Scale(start, step, max(past, FEWEST), past, now - first < DAY)
    step = [*STEPS][-1]
    return Scale(_floor(now, step) - (MOST - 1) * step, step, MOST, MOST, False)


def traffic(came: Mapping[tuple[int, str], int], scale: Scale) -> Traffic:
    """(number of the bar, verdict) -> messages, as bars."""
    every = [sum(number for (bar, _), number in came.items() if bar == at) for at in range(scale.bars)]
    fine = [came.get((at, "godtatt"), 0) for at in range(scale.bars)]
    top = max(*every, 1)
    bars = [
        _bar(at, total, total - good, top, scale)
        for at, (total, good) in enumerate(zip(every, fine, strict=True))
    ]
    received, rejected = sum(every), sum(every) - sum(fine)
    share = 100 * rejected / received if received else 0.0
    since = bars[0].clock if scale.young else ""
    return Traffic(bars, received, rejected, share, max(every), STEPS[scale.step], since, WIDTH / scale.bars)


def _bar(at: int, received: int, rejected: int, top: int, scale: Scale) -> Bar:
    clock = f"{(scale.start + at * scale.step).astimezone(OSLO):%H.%M}"
    label = clock if at % LABELLED == 0 and at < scale.past else ""
    good, bad = _length(received - rejected, top), _length(rejected, top)
    return Bar(clock, label, round(at * WIDTH / scale.bars, 1), received, rejected, good, bad)


def _length(number: int, top: int) -> float:
    return round(max(HEIGHT * number / top, LEAST), 1) if number else 0.0


def _floor(at: datetime, step: timedelta) -> datetime:
    begin = datetime.fromtimestamp(0, UTC)
    return begin + (at - begin) // step * step
