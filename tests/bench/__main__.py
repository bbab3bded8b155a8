"""`make bench`: how fast it is on this machine, beside the limits of the same machine in the same run."""

import argparse
import asyncio
import os
import platform
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from bench.analyse import MESSAGES, QUICK_MESSAGES, analyse_table, analysed
from bench.bodies import mean_bytes
from bench.check import ROUNDS as CHECK_ROUNDS
from bench.check import check_table, checks
from bench.console_pages import pages
from bench.databases import POSTGRESQL, SQLITE, Databases, databases
from bench.detect import Size, Wanted, detects
from bench.detected import detect_table
from bench.evaluate import LENGTHS, evaluate_table, evaluated
from bench.intake import Lengths, Row, one_round
from bench.kafka import kafka_in
from bench.tables import aims, intake_table, warn_of_odd
from bench.waked import wakes_table
from bench.wakes import OPEN, wakes
from rich.console import Console

STORES = (SQLITE, POSTGRESQL)
EMPTY = tuple(Wanted(store, 0, workers) for store in STORES for workers in (1, 2))
WIDTH = 126


class Extent(NamedTuple):
    """How much is measured.

    Attributes:
        lengths, rounds: of (a).
        detect, size: of (b).
        opens: of (d).
        messages: of (f).
    """

    lengths: Lengths
    rounds: int
    detect: tuple[Wanted, ...]
    size: Size
    opens: tuple[int, ...]
    messages: int


def stored(rows: int, *workers: int) -> tuple[Wanted, ...]:
    """(b) with so many stored events, beside the empty store."""
    return (*EMPTY, *(Wanted(store, rows, number) for store in STORES for number in workers))


QUICK = Extent(Lengths(1, 3, 1), 1, EMPTY, Size(200, 4), (20_000,), QUICK_MESSAGES)
USUAL = Extent(Lengths(2, 8, 3), 3, stored(200_000, 1), Size(600, 6), (0, 100_000), QUICK_MESSAGES)
FULL = Extent(Lengths(2, 8, 3), 3, stored(10_000_000, 1, 2), Size(1200, 20), (0, OPEN), MESSAGES)


def intakes(
    home: Path, stores: Databases, console: Console, lengths: Lengths, rounds: int
) -> list[list[Row]]:
    """(a), as many rounds."""
    found = []
    with kafka_in(home / "kafka-a") as kafka:
        (home / "a").mkdir()
        for number in range(1, rounds + 1):
            console.print(f"[dim](a) inntak, runde {number} av {rounds} …[/]")
            found.append(one_round(home / "a", kafka, stores, lengths))
    return found


def main() -> None:
    asked = argparse.ArgumentParser(prog="make bench", description=__doc__)
    asked.add_argument("--quick", action="store_true", help="one short round")
    asked.add_argument("--full", action="store_true", help="full stores and archives; half an hour, 25 GB")
    asked.add_argument("--console", action="store_true", help="the pages of the console too: two minutes")
    given = asked.parse_args()
    extent = QUICK if given.quick else FULL if given.full else USUAL
    console, started = Console(width=WIDTH), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="plo-fart-") as folder, databases() as stores:
        home = Path(folder)
        rounds = intakes(home, stores, console, extent.lengths, extent.rounds)
        console.print(intake_table(rounds))
        warn_of_odd(console, rounds)
        detected = detects(home, stores, console, extent.detect, extent.size)
        console.print(detect_table(detected))
        console.print(f"[dim](c) plo check, {CHECK_ROUNDS} runder …[/]")
        console.print(check_table(checks(home)))
        console.print(wakes_table(wakes(home, stores, console, extent.opens)))
        console.print(evaluate_table([evaluated(count) for count in LENGTHS]))
        console.print(f"[dim](f) plo analyse, {extent.messages} meldinger …[/]")
        console.print(analyse_table(analysed(home, extent.messages)), aims(rounds, detected))
        if given.console:
            console.print("[dim](g) sidene i konsollen …[/]")
            console.print(asyncio.run(pages(f"sqlite:///{home / 'konsoll.db'}")))
    console.print(
        f"{os.cpu_count()} kjerner, Python {platform.python_version()}, offisielle eksempler på "
        f"{mean_bytes()} byte i snitt, {time.monotonic() - started:.0f} s i alt."
    )


if __name__ == "__main__":
    main()
