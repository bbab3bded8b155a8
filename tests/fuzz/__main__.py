"""`make fuzz`: everything wrong that we can think of, on the door, for ten minutes."""

import argparse
import secrets
import sys
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from fuzz.cases import Case, case
from fuzz.door import Subject
from fuzz.hunt import Found, hunt
from fuzz.tried import MOST_MB, MOST_S
from fuzz.worker import Worker

KEEP = Path(__file__).resolve().parents[2] / "hjem" / "fuzz"


def until(deadline: float, seed: int) -> Iterator[Case]:
    """Cases for as long as there is time."""
    for number in count():
        if time.monotonic() > deadline:
            return
        yield case(seed, number)


def report(found: Found) -> None:
    """The figures."""
    for name, counted in (("slag", found.kinds), ("utfall", found.verdicts), ("HTTP", found.statuses)):
        print(
            f"{name}: "
            + ", ".join(f"{what or '(feil)'} {number}" for what, number in sorted(counted.items()))
        )
    print(f"største: {found.largest} byte; mest minne: {found.peak_mb} MB (grense {MOST_MB})")
    print(f"tregeste: {found.slowest[0]:.2f} s CPU (grense {MOST_S}), {found.slowest[1]}")
    print(f"meldinger prøvd: {found.kinds.total()}; feil: {found.faults.total()}, ulike: {len(found.faults)}")


def again(paths: list[Path]) -> int:
    """Try kept files once more; how many still show a fault."""
    faults = 0
    for path in paths:
        with Worker(Subject) as worker:
            tried = worker.tried(path.read_bytes())
        faults += bool(tried.fault)
        told = f"{tried.cpu_s:.2f} s CPU, {tried.peak_mb} MB\n{tried.told}"
        print(f"{path}: {tried.fault or 'ingen feil'}; {tried.verdict} {tried.status}, {told}")
    return faults


def main() -> int:
    ask = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    ask.add_argument("--minutter", type=float, default=10)
    ask.add_argument("--frø", type=int, default=None, help="samme frø gir samme meldinger")
    ask.add_argument("--liv", type=int, default=0, help="ny prosess etter så mange meldinger; 0: aldri")
    ask.add_argument("--mappe", type=Path, default=KEEP, help="der meldinger som viser feil, blir liggende")
    ask.add_argument("--igjen", type=Path, nargs="+", metavar="FIL", help="prøv disse filene på nytt")
    asked = vars(ask.parse_args())
    if asked["igjen"]:
        return min(again(asked["igjen"]), 1)
    seed = secrets.randbelow(10**9) if asked["frø"] is None else asked["frø"]
    print(f"frø {seed}: samme meldinger igjen med --frø {seed}", flush=True)
    with Worker(Subject, lives=asked["liv"]) as worker:
        cases = until(time.monotonic() + 60 * asked["minutter"], seed)
        found = hunt(cases, worker, asked["mappe"], seed, lambda text: print(text, flush=True))
    report(found)
    return min(found.faults.total(), 1)


if __name__ == "__main__":
    sys.exit(main())
