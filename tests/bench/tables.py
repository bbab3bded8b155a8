"""The tables that `make bench` prints."""

from collections.abc import Callable, Sequence
from statistics import median

from bench.detected import Detected
from bench.intake import LXML, PRODUCER, Row
from rich.console import Console
from rich.table import Table

RATE_AIM, CPU_AIM = 0.22, 3.6
NONE = "–"

Round = Sequence[Row]
Kind = tuple[str, int]


def kinds(rounds: Sequence[Round]) -> list[Kind]:
    """What was measured, in order."""
    return [(row.name, row.processes) for row in rounds[0]]


def row_of(one_round: Round, kind: Kind) -> Row:
    return next(row for row in one_round if (row.name, row.processes) == kind)


def middle(rounds: Sequence[Round], kind: Kind, of: Callable[[Row], float | None]) -> float | None:
    """The median over the rounds; None where there is no such figure."""
    found = [value for one in rounds if (value := of(row_of(one, kind))) is not None]
    return median(found) if found else None


def share(one_round: Round, kind: Kind) -> float:
    """Throughput, as a part of bare lxml in as many processes in the same round."""
    return row_of(one_round, kind).rate / row_of(one_round, (LXML, kind[1])).rate


def times(one_round: Round, kind: Kind) -> float:
    """Our CPU per message, as a multiple of bare lxml's in as many processes in the same round."""
    return row_of(one_round, kind).ours_us / row_of(one_round, (LXML, kind[1])).ours_us


def figure(value: float | None, form: str = ",.0f") -> str:
    return NONE if value is None else format(value, form).replace(",", " ")


def intake_table(rounds: Sequence[Round]) -> Table:
    """(a), medians of the rounds."""
    table = Table(
        title="(a) Inntak over HTTP, med Kafka og lager. detect og route kjører ikke.",
        caption=f"{len(rounds)} runde(r), medianer. lxml: samme antall prosesser, samme runde.",
    )
    for name in ("", "pros.", "meld./s", "× lxml", "p50 ms", "p99 ms"):
        table.add_column(name, justify="right" if name else "left", no_wrap=True)
    for name in ("inntak", "database", "sum vårt", "× lxml", "Kafka", "klient"):
        table.add_column(f"{name}\nCPU µs" if name != "× lxml" else name, justify="right")
    for kind in kinds(rounds):
        table.add_row(*_cells(rounds, kind), end_section=kind in ((PRODUCER, 1), ("SQLite", 2)))
    return table


def _cells(rounds: Sequence[Round], kind: Kind) -> list[str]:
    def of(value: Callable[[Row], float | None], form: str = ",.0f") -> str:
        return figure(middle(rounds, kind, value), form)

    limit = kind[0] in (LXML, PRODUCER)
    return [
        kind[0],
        str(kind[1]),
        of(lambda row: row.rate),
        NONE if limit else figure(median(share(one, kind) for one in rounds), ".3f"),
        of(lambda row: row.p50_ms, ".1f"),
        of(lambda row: row.p99_ms, ".1f"),
        of(lambda row: row.cpu_us["inntak"]),
        of(lambda row: row.cpu_us.get("database") or None),
        of(lambda row: row.ours_us),
        NONE if limit else figure(median(times(one, kind) for one in rounds), ".2f"),
        of(lambda row: row.cpu_us.get("Kafka")),
        of(lambda row: row.cpu_us.get("klient")),
    ]


def best(rounds: Sequence[Round]) -> Kind:
    """The store with the most messages per second from two workers."""
    two = [kind for kind in kinds(rounds) if kind[0] not in (LXML, PRODUCER) and kind[1] == 2]
    return max(two, key=lambda kind: middle(rounds, kind, lambda row: row.rate) or 0.0)


def aims(rounds: Sequence[Round], detected: Sequence[Detected]) -> Table:
    """What we aim at, and whether we are there."""
    kind = best(rounds)
    rate = median(share(one, kind) for one in rounds)
    cpu = median(times(one, kind) for one in rounds)
    taken_in = middle(rounds, kind, lambda row: row.rate) or 0.0
    table = Table(title=f"Mål. Beste lager med to prosesser: {kind[0]}.")
    for name in ("hva", "målt", "mål", ""):
        table.add_column(name)
    lines = [
        ("(a) meldinger/s, av to nakne lxml-prosesser", rate, f"≥ {RATE_AIM}", rate >= RATE_AIM),
        ("(a) vår CPU per melding (Kafka ikke med), × naken lxml", cpu, f"≤ {CPU_AIM}", cpu <= CPU_AIM),
    ]
    for one in detected:
        if one.workers == kind[1] and not one.rows:
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
