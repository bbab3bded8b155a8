"""Where the marks of a chart lie; charts.html.j2 draws them as SVG.

Widths and places along a line are percent and heights are pixels, so that a chart fills any page while its
text keeps its size. Two series are told apart by pattern, place and word, never by colour alone.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

SERIES: Final = (("til", "til UNN"), ("fra", "fra UNN"), ("andre", "andre"))
"""Name of the pattern, and the word; the third is about other hospitals, drawn only where there is any."""

LONGEST: Final = 68.0
"""Percent of the width that the longest bar takes: the number and its word stand after it."""
LABEL_PX: Final = 20
BAR_PX: Final = 16
GAP_PX: Final = 12
COLUMN_PX: Final = 150
HEAD_PX: Final = 18
LABELS: Final = 4
"""Names below columns that have room on a telephone."""
LAST_LABEL: Final = 80.0
"""Percent: a name that begins further right would be cut off there."""


class Row(NamedTuple):
    """A line of a table, and of its chart.

    Attributes:
        counts: til UNN, fra UNN, andre.
    """

    name: str
    counts: tuple[int, int, int]


class Bar(NamedTuple):
    """A rectangle; `x` and `width` in percent, `y` and `height` in pixels.

    Attributes:
        series: which of SERIES, as the style sheet names it.
        number: the count that it stands for.
        word: the series as people read it.
    """

    series: str
    x: float
    y: float
    width: float
    height: float
    number: int
    word: str


class Label(NamedTuple):
    """A text; `x` in percent, `y` in pixels."""

    text: str
    x: float
    y: float


class Chart(NamedTuple):
    """What to draw; heights in pixels from above.

    Attributes:
        top: the largest count.
        ceiling, floor: where `top` and 0 are, in a chart of columns.
    """

    height: int
    top: int
    bars: tuple[Bar, ...]
    labels: tuple[Label, ...]
    ceiling: int = HEAD_PX
    floor: int = HEAD_PX + COLUMN_PX


def used(rows: Sequence[Row]) -> tuple[int, ...]:
    """The series to show: til and fra always, others where there are any."""
    return (0, 1, 2) if any(row.counts[2] for row in rows) else (0, 1)


def lying(rows: Sequence[Row]) -> Chart:
    """A bar for each count that is not 0, from left to right, below the name of its row."""
    top, y = _top(rows), 0
    bars: list[Bar] = []
    labels: list[Label] = []
    for row in rows:
        labels.append(Label(row.name, 0.0, y + LABEL_PX - 6))
        y += LABEL_PX
        for (series, word), number in zip(SERIES, row.counts, strict=True):
            if number:
                width = round(number / top * LONGEST, 2)
                bars.append(Bar(series, 0.0, y, width, BAR_PX - 3, number, word))
                y += BAR_PX
        y += GAP_PX
    return Chart(y, top, tuple(bars), tuple(labels))


def standing(rows: Sequence[Row]) -> Chart:
    """A column for each row and series, side by side, from left to right."""
    series, top = used(rows), _top(rows)
    room = 100 / max(len(rows), 1)
    width = min(room * 0.8 / len(series), 6.0)
    bars = tuple(
        Bar(
            series=SERIES[one][0],
            x=round(line * room + place * width, 2),
            y=round(HEAD_PX + COLUMN_PX * (1 - _share(row.counts[one], top)), 1),
            width=round(width * 0.92, 2),
            height=round(COLUMN_PX * _share(row.counts[one], top), 1),
            number=row.counts[one],
            word=SERIES[one][1],
        )
        for line, row in enumerate(rows)
        for place, one in enumerate(series)
    )
    below = HEAD_PX + COLUMN_PX + 18
    named = range(0, len(rows), -(-len(rows) // LABELS) or 1)
    labels = tuple(
        Label(rows[line].name, round(line * room, 2), below) for line in named if line * room <= LAST_LABEL
    )
    return Chart(below + 6, top, bars, labels)


def _top(rows: Sequence[Row]) -> int:
    return max((count for row in rows for count in row.counts), default=0)


def _share(count: int, top: int) -> float:
    return count / top if top else 0.0
