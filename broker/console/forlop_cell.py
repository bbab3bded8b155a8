"""A cell of the board as people see it: a sign, what is left of the time, and all of it in words."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, NamedTuple

from broker import words
from broker.console.forlop_words import SINCE, WHY
from broker.console.frist_words import warning
from schemas.board import Cell
from schemas.frister import Frist


class Shown(NamedTuple):
    """A cell as people see it.

    Attributes:
        kind: class of the sign (plo.css).
        sign: one character.
        short: what stands beside the sign; "" for nothing.
        text: all of it, in words, for whoever hovers or listens.
        mended: "↻" where it was corrected or cancelled since.
        warned: "!" where it is a varsel.
    """

    kind: str
    sign: str
    short: str
    text: str
    mended: str
    warned: str


def shown(cell: Cell, now: datetime, limits: Mapping[str, Frist]) -> Shown:
    """A cell at `now`; `limits` are those of its kommune."""
    state = cell.state(now)
    kind, sign, short, text = SHOWING[state](cell, now)
    if cell.warned and state in VARSEL:
        of = warning(cell.warned.limit, limits[cell.warned.limit])
        text += VARSEL[state][cell.varsel(now)].format(at=words.short_moment(cell.warned.over, now), of=of)
    since = f", {SINCE[cell.since]}" if cell.since else ""
    mended, warned = "↻" if cell.since else "", "!" if cell.varsel(now) else ""
    return Shown(kind, sign, short, text + since, mended, warned)


def _came(cell: Cell, now: datetime) -> tuple[str, str, str, str]:
    return "ok", "●", "", f"kom i tide{_when(cell.came_at, now)}"


def _late(cell: Cell, now: datetime) -> tuple[str, str, str, str]:
    over = ""
    if cell.came_at and cell.deadline:
        over = f", {words.time_left(cell.deadline, cell.came_at)}"
    return "sent", "◐", "", f"kom for sent{_when(cell.came_at, now)}{over}"


def _awaited(cell: Cell, now: datetime) -> tuple[str, str, str, str]:
    if cell.deadline is None:
        return "venter", "○", "", "ventes"
    if cell.deadline <= now:
        return "venter", "○", "nå", f"fristen gikk ut {words.short_moment(cell.deadline, now)}, ventes nå"
    left = words.span(cell.deadline - now)
    return "venter", "○", _coarse(left), f"ventes {words.time_left(cell.deadline, now)}{_limit(cell, now)}"


def _missing(cell: Cell, now: datetime) -> tuple[str, str, str, str]:
    if cell.deadline is None:
        return "mangler", "✕", "", "mangler"
    over = words.span(now - cell.deadline)
    return "mangler", "✕", _coarse(over), f"mangler, {over} over fristen{_limit(cell, now)}"


def _not_expected(cell: Cell, _: datetime) -> tuple[str, str, str, str]:
    return "ikke", "–", "", f"ventes ikke: {WHY[cell.why]}"


SHOWING: Final = {
    "kom": _came,
    "sen": _late,
    "venter": _awaited,
    "mangler": _missing,
    "ikke": _not_expected,
}


VARSEL: Final = {
    "kom": ("", ", men etter varselfristen ({of})"),
    "venter": (", varsel fra {at} ({of})", ", over varselfristen ({of}) siden {at}"),
}
"""What is said of a warning limit, before it is over and after: by the states that have one."""


def _coarse(span: str) -> str:
    """ "2 t" of "2 t 10 min": there is little room."""
    return " ".join(span.split(" ")[:2])


def _when(at: datetime | None, now: datetime) -> str:
    return f" {words.short_moment(at, now)}" if at else ""


def _limit(cell: Cell, now: datetime) -> str:
    return f" (frist {words.short_moment(cell.deadline, now)})" if cell.deadline else ""
