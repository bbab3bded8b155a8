"""Writing to the terminal: tables without frames, and JSON by the line for machines."""

import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator
from typing import Any, Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

WIDTH: Final = 120
"""Columns when there is no terminal to ask, as in a pipe."""


def columns() -> int:
    """Width of the terminal."""
    return shutil.get_terminal_size((WIDTH, 40)).columns


def console(*, errors: bool = False) -> Console:
    """What to print on. Text is taken as it is: no markup, nothing highlighted."""
    return Console(
        width=columns(),
        stderr=errors,
        markup=False,
        highlight=False,
        emoji=False,
    )


def table(*columns: str, right: Iterable[str] = ()) -> Table:
    """A table without frames; `right` names the columns of numbers."""
    built = Table(box=None, header_style="bold", padding=(0, 1))
    for name in columns:
        built.add_column(name, justify="right" if name in right else "left", overflow="fold")
    return built


def show(built: Table | Text | str = "") -> None:
    """Print one thing."""
    console().print(built, soft_wrap=isinstance(built, str))


def paragraph(text: str) -> Iterator[str]:
    """The lines of a text under a table: indented, and no wider than the terminal."""
    yield from textwrap.wrap(
        text, min(columns(), WIDTH), initial_indent=" ", subsequent_indent="   ", break_on_hyphens=False
    )


def write_json(rows: Iterable[Any]) -> None:
    """One JSON object per line; times in ISO 8601, UTC."""
    import orjson

    for row in rows:
        sys.stdout.write(orjson.dumps(row, default=_plain).decode() + "\n")


def _plain(value: Any) -> Any:
    """Sets in order, everything else as text."""
    return sorted(value) if isinstance(value, frozenset) else str(value)
