"""What the time axis of a stay is drawn of; every length is in the units of the drawing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple


class Mark(NamedTuple):
    """A message above the axis."""

    x: float
    y: float
    kind: str
    short: str
    text: str


class Bracket(NamedTuple):
    """A deadline below it; `state` is that of the cell, `passed` that the deadline is over."""

    x: float
    width: float
    y: float
    name: str
    state: str
    passed: bool
    text: str


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
