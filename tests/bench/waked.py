"""What (d) says of time that passes, as a table."""

from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from rich.table import Table

READY_S, MEMORY_MB, LATE_S = 30.0, 512.0, 2.0
"""The limits."""


class Waked(NamedTuple):
    """One measurement.

    Attributes:
        open: wake-ups that lay ahead when it was over.
        ready_s: from the start of the process to a change that only a clock that runs can make.
        peak_mb: the most memory that detect had.
        late_s: of each change, from the moment its limit had passed until it was on avvik.v1.
        together_s: the same of those whose limits passed in one moment.
    """

    store: str
    open: int
    ready_s: float
    peak_mb: float
    late_s: Sequence[float]
    together_s: Sequence[float]


def wakes_table(rows: Sequence[Waked]) -> Table:
    """(d)."""
    table = Table(
        title="(d) Frister: detect startet på et lager med åpne vekketider. En prosess.",
        caption="Sen: fra fristen er ute til avviket er lest på avvik.v1.",
    )
    table.add_column("lager", no_wrap=True)
    table.add_column("åpne", justify="right", no_wrap=True)
    for name in (
        "klar etter s",
        "minne MB, høyest",
        "sen s, median",
        "sen s, høyest",
        "samtidige, sen s, median",
        "samtidige, sen s, høyest",
    ):
        table.add_column(name, justify="right")
    for row in rows:
        table.add_row(
            row.store,
            f"{row.open:,}".replace(",", " "),
            _held(row.ready_s, READY_S, ".1f"),
            _held(row.peak_mb, MEMORY_MB, ".0f"),
            f"{median(row.late_s):.2f}",
            _held(max(row.late_s), LATE_S, ".2f"),
            f"{median(row.together_s):.2f}",
            _held(max(row.together_s), LATE_S, ".2f"),
        )
    table.add_section()
    late = ("", f"≤ {LATE_S:.0f}")
    limits = (f"≤ {READY_S:.0f}", f"≤ {MEMORY_MB:.0f}", *late, *late)
    table.add_row("grense", "", *limits)
    return table


def _held(value: float, most: float, form: str) -> str:
    """A figure, and whether it is within its limit."""
    return f"{value:{form}} {'[green]✓[/]' if value <= most else '[red]✗[/]'}"
