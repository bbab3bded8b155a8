"""(f) plo analyse of a simulated archive: from the files to the avvik, in a process of its own.

python -m bench.analyse [--messages N]
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final, NamedTuple

from bench.child import ROOT
from rich.console import Console
from rich.table import Table

from broker.simulate.faults import RULES
from broker.simulate.folder import write
from broker.simulate.made import Wish, cases

MESSAGES, QUICK_MESSAGES = 100_000, 10_000
EACH: Final = 20
"""Messages of one stay, about."""
SEED: Final = 11
LIMIT_S: Final = 180.0
"""For MESSAGES; as much less for fewer."""
PROGRAM: Final = "from broker.cli import main; main()"


class Analysed(NamedTuple):
    """One measurement.

    Attributes:
        messages, avvik: files read, and avvik told of.
        wall_s, cpu_s, peak_mb: of the process; MB of 2**20 bytes.
    """

    messages: int
    avvik: int
    wall_s: float
    cpu_s: float
    peak_mb: float


def analysed(home: Path, messages: int) -> Analysed:
    """Simulate so many messages, about, and let plo analyse read them."""
    folder, out = home / "arkiv", home / "avvik.jsonl"
    count = sum(1 for _ in write(folder, cases(Wish(messages // EACH, SEED, frozenset(RULES)))))
    given = ("--received", str(folder / "received.csv"), "--agreement", str(folder / "avtaler.toml"))
    command = (sys.executable, "-c", PROGRAM, "analyse", str(folder), *given, "--json")
    started = time.perf_counter()
    with out.open("wb") as told, (home / "sum.txt").open("wb") as summed:
        process = subprocess.Popen(
            command, stdout=told, stderr=summed, cwd=ROOT, env={**os.environ, "PLO_HOME": str(home / "hjem")}
        )
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise RuntimeError((home / "sum.txt").read_text())
    found = sum(1 for _ in out.open("rb"))
    wall_s = time.perf_counter() - started
    return Analysed(count, found, wall_s, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def analyse_table(row: Analysed) -> Table:
    """(f)."""
    table = Table(title="(f) plo analyse av et simulert arkiv. En prosess, lager på disk.")
    names = (
        "meldinger",
        "avvik",
        "sekunder",
        "meldinger/s",
        "CPU s",
        "CPU µs per melding",
        "minne MB, høyest",
    )
    for name in names:
        table.add_column(name, justify="right")
    limit_s = LIMIT_S * row.messages / MESSAGES
    table.add_row(
        f"{row.messages:,}".replace(",", " "),
        str(row.avvik),
        f"{row.wall_s:.1f} {'[green]✓[/]' if row.wall_s <= limit_s else '[red]✗[/]'}",
        f"{row.messages / row.wall_s:.0f}",
        f"{row.cpu_s:.1f}",
        f"{row.cpu_s / row.messages * 1e6:.0f}",
        f"{row.peak_mb:.0f}",
    )
    table.add_section()
    table.add_row("grense", "", f"≤ {limit_s:.0f}", "", "", "", "")
    return table


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m bench.analyse", description=__doc__)
    asked.add_argument("--messages", type=int, default=QUICK_MESSAGES, help="messages to simulate, about")
    messages = asked.parse_args().messages
    with tempfile.TemporaryDirectory(prefix="plo-analyse-") as folder:
        Console(width=116).print(analyse_table(analysed(Path(folder), messages)))


if __name__ == "__main__":
    main()
