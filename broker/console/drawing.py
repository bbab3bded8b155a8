"""What the time axis of a stay is drawn of; every length is in the units of the drawing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple


class Mark(NamedTuple):
    """A message above the axis.

    Attributes:
        kind: as in Said.
        short, text: what stands beside it, and what is told of it.
    """

    x: float
    y: float
    kind: str
    short: str
    text: str


class Bracket(NamedTuple):
    """A deadline below the axis.

    Attributes:
        name: the column of the board.
        state: of its cell at the time shown.
        passed: the deadline is over.
        text: what is told of it.
        warned: "!" where it is a varsel.
    """

    x: float
    width: float
    y: float
    name: str
    state: str
    passed: bool
    text: str
    warned: str


class Tick(NamedTuple):
    """A day."""

    x: float
    text: str


@dataclass(frozen=True, slots=True)
class Axis:
    """All that is drawn.

    Attributes:
        t0, t1, now: where these are; None where they are unknown or outside.
        height: of the drawing.
    """

    marks: Sequence[Mark]
    brackets: Sequence[Bracket]
    ticks: Sequence[Tick]
    t0: float | None
    t1: float | None
    now: float | None
    height: float


class Said(NamedTuple):
    """A message to be marked: when, its column or "", and what is told of it."""

    at: datetime
    kind: str
    short: str
    text: str
