"""The table in the terminal: rows go upwards, what they add up to stays below. Plain lines in a pipe."""

from collections.abc import Iterable
from datetime import datetime
from types import TracebackType
from typing import Final, Self

from rich.console import Console, RenderableType
from rich.live import Live
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from broker.demo.board import Row
from broker.signs import signed
from schemas.tid import OSLO

WIDE: Final = 110
"""From this many columns, the dates of the stay and the deadline have room."""
OUTCOME: Final = len("◐ 8 t 10 min over")
BOLD: Final = "bold"


class Screen:
    """Where rows are shown.

    Attributes:
        watched: a person looks at a terminal.
    """

    def __init__(self, console: Console) -> None:
        self.watched = console.is_terminal
        self._console = console
        self._live = Live(console=console, auto_refresh=False, transient=True)
        self._held: list[Row] | None = None
        self._foot = ""

    def __enter__(self) -> Self:
        if self.watched:
            self._live.start()
            wide = self._console.width >= WIDE
            self._console.print(_grid([_header(wide)], wide, BOLD))
        return self

    def __exit__(self, kind: type[BaseException] | None, exc: object, trace: TracebackType | None) -> None:
        if self._held:
            self.hold()
        if self.watched:
            self._live.stop()
        self.say(f"\n {self._foot}")

    def show(self, rows: Iterable[Row]) -> None:
        """Add rows at the bottom, or keep them back while the table stands still."""
        new = list(rows)
        if self._held is not None:
            self._held += new
            self.foot(self._foot)
        elif new and self.watched:
            wide = self._console.width >= WIDE
            for row in new:
                self._console.print(_grid([_cells(row, wide)], wide, BOLD if row.avvik else ""))
        else:
            for row in new:
                self.say(_line(row))

    def say(self, text: str) -> None:
        """Print lines as they are."""
        self._console.print(text, soft_wrap=True)

    def foot(self, text: str) -> None:
        """What stands below the rows."""
        self._foot = text
        if self.watched:
            hint = "En tast stopper rullingen. Ctrl-C avslutter."
            if self._held is not None:
                hint = f"Stoppet, {len(self._held)} nye venter. En tast går videre."
            self._live.update(Text(f"\n {text}\n {hint}", style="dim"), refresh=True)

    def hold(self) -> None:
        """Stand still, or go on again."""
        held, self._held = self._held, None if self._held is not None else []
        self.show(held or ())
        self.foot(self._foot)


def _header(wide: bool) -> list[RenderableType]:
    more = ("datoer", "frist") if wide else ()
    return [Text(name) for name in ("tid", "melding eller avvik", "kommune", "opphold", *more, "utfall")]


def _cells(row: Row, wide: bool) -> list[RenderableType]:
    more = (Text(row.dates), Text(row.frist)) if wide else ()
    what = Padding(Text(row.what), (0, 0, 0, 2 if row.avvik else 0))
    return [Text(_clock(row.at)), what, Text(row.kommune), Text(row.stay), *more, signed(row.outcome)]


def _grid(rows: Iterable[list[RenderableType]], wide: bool, style: str) -> Table:
    """One row as a table of its own, so that it can be printed and forgotten."""
    grid = Table.grid(padding=(0, 1), expand=True)
    widths = (8, None, 7, 7, *((16, 14) if wide else ()), OUTCOME)
    for width in widths:
        grid.add_column(width=width, ratio=None if width else 1, overflow="fold")
    for cells in rows:
        grid.add_row(*cells, style=style)
    return grid


def _line(row: Row) -> str:
    stay = " ".join(filter(None, (row.stay, row.dates)))
    return f"{_clock(row.at)}  {row.what} · {row.kommune} · {stay} · {row.outcome}"


def _clock(at: datetime) -> str:
    return f"{at.astimezone(OSLO):%H.%M.%S}"
