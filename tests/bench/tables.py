"""The tables that `make bench` prints."""

from collections.abc import Callable, Sequence
from statistics import median
from typing import NamedTuple

from bench.detected import Detected
from bench.intake import LXML, Row
from rich.console import Console
from rich.table import Table

RATE_AIM, CPU_AIM = 0.22, 3.6
NONE = "–"

Round = Sequence[Row]


class Kind(NamedTuple):
    """What a row measures."""

    name: str
    processes: int
    callers: int = 0

    @property
    def is_limit(self) -> bool:
        return not self.callers

    @property
    def lxml(self) -> "Kind":
        """The limit that it stands beside."""
        return Kind(LXML, self.processes)


def kinds(rounds: Sequence[Round]) -> list[Kind]:
    """What was measured, in order."""
    return [kind_of(row) for row in rounds[0]]


def kind_of(row: Row) -> Kind:
    return Kind(row.name, row.processes, row.callers)


def row_of(one_round: Round, kind: Kind) -> Row:
    return next(row for row in one_round if kind_of(row) == kind)


def middle(rounds: Sequence[Round], kind: Kind, of: Callable[[Row], float | None]) -> float | None:
    """The median over the rounds; None where there is no such figure."""
    found = [value for one in rounds if (value := of(row_of(one, kind))) is not None]
    return median(found) if found else None


def share(one_round: Round, kind: Kind) -> float:
    """Throughput, as a part of bare lxml in as many processes in the same round."""
    return row_of(one_round, kind).rate / row_of(one_round, kind.lxml).rate


def times(one_round: Round, kind: Kind) -> float:
    """Our CPU per message, as a multiple of bare lxml's in as many processes in the same round."""
    return row_of(one_round, kind).ours_us / row_of(one_round, kind.lxml).ours_us


def figure(value: float | None, form: str = ",.0f") -> str:
    return NONE if value is None else format(value, form).replace(",", " ")


def intake_table(rounds: Sequence[Round]) -> Table:
    """(a), medians of the rounds."""
    table = Table(
        title="(a) Inntak over HTTP, med Kafka og lager. detect og route kjører ikke.",
        caption=f"{len(rounds)} runde(r), medianer. lxml: samme antall prosesser, samme runde.",
    )
    for name in ("", "pros.", "forb.", "meld./s", "× lxml", "p50 ms", "p99 ms"):
        table.add_column(name, justify="right" if name else "left", no_wrap=True)
    for name in ("inntak", "database", "sum vårt", "× lxml", "Kafka", "klient"):
        table.add_column(f"{name}\nCPU µs" if name != "× lxml" else name, justify="right")
    every = kinds(rounds)
    for kind, following in zip(every, [*every[1:], every[-1]], strict=True):
        table.add_row(*_cells(rounds, kind), end_section=kind.name != following.name)
    return table


def _cells(rounds: Sequence[Round], kind: Kind) -> list[str]:
    def of(value: Callable[[Row], float | None], form: str = ",.0f") -> str:
        return figure(middle(rounds, kind, value), form)

    return [
        kind.name,
        str(kind.processes),
        str(kind.callers or NONE),
        of(lambda row: row.rate),
        NONE if kind.is_limit else figure(median(share(one, kind) for one in rounds), ".3f"),
        of(lambda row: row.p50_ms, ".1f"),
        of(lambda row: row.p99_ms, ".1f"),
        of(lambda row: row.cpu_us["inntak"]),
        of(lambda row: row.cpu_us.get("database") or None),
        of(lambda row: row.ours_us),
        NONE if kind.is_limit else figure(median(times(one, kind) for one in rounds), ".2f"),
        of(lambda row: row.cpu_us.get("Kafka")),
        of(lambda row: row.cpu_us.get("klient")),
    ]


def best(rounds: Sequence[Round]) -> Kind:
    """The store, and the number of callers, with the most messages per second from two workers."""
    two = [kind for kind in kinds(rounds) if not kind.is_limit and kind.processes == 2]
    return max(two, key=lambda kind: middle(rounds, kind, lambda row: row.rate) or 0.0)


def aims(rounds: Sequence[Round], detected: Sequence[Detected]) -> Table:
    """What we aim at, and whether we are there."""
    kind = best(rounds)
    rate = median(share(one, kind) for one in rounds)
    cpu = median(times(one, kind) for one in rounds)
    taken_in = middle(rounds, kind, lambda row: row.rate) or 0.0
    table = Table(title=f"Mål. Det beste av to prosesser: {kind.name}, {kind.callers} forbindelser.")
    for name in ("hva", "målt", "mål", ""):
        table.add_column(name)
    lines = [
        ("(a) meldinger/s, av to nakne lxml-prosesser", rate, f"≥ {RATE_AIM}", rate >= RATE_AIM),
        ("(a) vår CPU per melding (Kafka ikke med), × naken lxml", cpu, f"≤ {CPU_AIM}", cpu <= CPU_AIM),
    ]
    for one in detected:
        if one.workers == kind.processes and not one.rows:
            faster = one.rate / taken_in
            lines.append((f"(b) detect på {one.store}, to prosesser, × (a)", faster, "> 1", faster > 1))
    for what, value, aim, reached in lines:
        table.add_row(what, figure(value, ".3f"), aim, "[green]✓[/]" if reached else "[red]✗[/]")
    return table


def warn_of_odd(console: Console, rounds: Sequence[Round]) -> None:
    """Say so when not every message was taken in: then the figures are of something else."""
    odd = sum(row.odd for one in rounds for row in one)
    if odd:
        console.print(f"[bold red]![/] {odd} svar var ikke 200; tallene gjelder ikke inntak alene.")
