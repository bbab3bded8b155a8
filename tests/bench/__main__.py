"""`make bench`: how fast it is on this machine, beside the limits of the same machine in the same run."""

import argparse
import os
import platform
import tempfile
import time
from pathlib import Path

from bench.bodies import mean_bytes
from bench.check import ROUNDS as CHECK_ROUNDS
from bench.check import check_table, checks
from bench.databases import POSTGRESQL, SQLITE, Databases, databases
from bench.detect import Detected, detect
from bench.evaluate import LENGTHS, evaluate_table, evaluated
from bench.intake import Lengths, Row, one_round
from bench.kafka import kafka_in
from bench.stays import EVENTS
from bench.tables import aims, detect_table, intake_table, warn_of_odd
from bench.wakes import OPEN, wakes, wakes_table
from rich.console import Console

FULL, QUICK = Lengths(2, 8, 3), Lengths(1, 3, 1)
ROUNDS, STAYS = 3, 4000
QUICK_STAYS = 1000
OPENS, QUICK_OPENS = (0, OPEN), (20_000,)
WIDTH = 116


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


def detects(home: Path, stores: Databases, console: Console, stays: int) -> list[Detected]:
    """(b), on a Kafka that has seen nothing else."""
    with kafka_in(home / "kafka-b") as kafka:
        console.print(f"[dim](b) detect, {stays * EVENTS} hendelser på hvert lager …[/]")
        return [detect(home, kafka, stores, store, stays) for store in (SQLITE, POSTGRESQL)]


def main() -> None:
    asked = argparse.ArgumentParser(prog="make bench", description=__doc__)
    asked.add_argument("--quick", action="store_true", help="one short round, two and a half minutes")
    quick = asked.parse_args().quick
    console, started = Console(width=WIDTH), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="plo-fart-") as folder, databases() as stores:
        rounds = intakes(Path(folder), stores, console, QUICK if quick else FULL, 1 if quick else ROUNDS)
        console.print(intake_table(rounds))
        warn_of_odd(console, rounds)
        detected = detects(Path(folder), stores, console, QUICK_STAYS if quick else STAYS)
        console.print(detect_table(detected))
        console.print(f"[dim](c) plo check, {CHECK_ROUNDS} runder …[/]")
        console.print(check_table(checks(Path(folder))))
        console.print(wakes_table(wakes(Path(folder), stores, console, QUICK_OPENS if quick else OPENS)))
        console.print(evaluate_table([evaluated(count) for count in LENGTHS]), aims(rounds, detected))
    console.print(
        f"{os.cpu_count()} kjerner, Python {platform.python_version()}, offisielle eksempler på "
        f"{mean_bytes()} byte i snitt, {time.monotonic() - started:.0f} s i alt."
    )


if __name__ == "__main__":
    main()
