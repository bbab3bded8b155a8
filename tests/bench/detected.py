"""What (b) says of detect, as a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import quantiles
from typing import Final

from rich.table import Table

LATE_S: Final = 1.0
"""The limit of p99 at half load."""
DEARER: Final = 1.2
"""How much dearer a message may be when the store is full."""


@dataclass(frozen=True, slots=True)
class Detected:
    """One measurement.

    Attributes:
        rows: events of others that the store held beforehand.
        events: as fast as can be; avvik: changes that these gave.
        rate: events per second.
        cpu_us: whose CPU -> microseconds per event.
        late_s: at half of that rate, from each message with a fault to its avvik.
    """

    store: str
    rows: int
    workers: int
    events: int
    avvik: int
    rate: float
    cpu_us: Mapping[str, float]
    late_s: Sequence[float]

    @property
    def cost_us(self) -> float:
        """Our CPU for one message, the database with it."""
        return self.cpu_us["detect"] + self.cpu_us["database"]


def detect_table(rows: Sequence[Detected]) -> Table:
    """(b)."""
    table = Table(title="(b) detect: fra hendelser.v1 til avvik.v1, så fort det går, og ved halv last.")
    for name in ("lager", "lagrede\nhendelser", "pros.", "hendelser", "avvik", "hendelser/s"):
        table.add_column(name, justify="left" if name == "lager" else "right", no_wrap=True)
    for name in ("detect\nCPU µs", "database\nCPU µs", "Kafka\nCPU µs", "× tomt\nlager"):
        table.add_column(name, justify="right")
    table.add_column("halv last\np99 ms", justify="right")
    for row in rows:
        cpu = (_figure(row.cpu_us[name]) for name in ("detect", "database", "Kafka"))
        counts = (_figure(row.rows), str(row.workers), _figure(row.events), _figure(row.avvik))
        late_s = quantiles(row.late_s, n=100)[98]
        late = f"{late_s * 1000:.0f} {_mark(late_s <= LATE_S)}"
        table.add_row(row.store, *counts, _figure(row.rate), *cpu, _dearer(row, rows), late)
    table.add_section()
    table.add_row("grense", *[""] * 8, f"≤ {DEARER}", f"≤ {LATE_S * 1000:.0f}")
    return table


def _dearer(row: Detected, rows: Sequence[Detected]) -> str:
    """Held against the empty store with as many processes."""
    kind = (row.store, row.workers)
    empty = [one for one in rows if (one.store, one.workers, one.rows) == (*kind, 0)]
    if not row.rows or not empty:
        return ""
    times = row.cost_us / empty[0].cost_us
    return f"{times:.2f} {_mark(times <= DEARER)}"


def _figure(value: float) -> str:
    return f"{value:,.0f}".replace(",", " ") if value else "–"


def _mark(held: bool) -> str:
    return "[green]✓[/]" if held else "[red]✗[/]"
