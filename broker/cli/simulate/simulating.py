"""Writing a simulation to a folder, or posting it: the work behind plo simulate."""

import heapq
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from broker import words
from broker.cli.exits import USAGE, Stop
from broker.cli.messages.sending import send_all
from broker.cli.progress import followed
from broker.simulate.folder import write
from broker.simulate.local import DAY
from broker.simulate.made import REINNLAGT, Wish, cases
from broker.simulate.posted import Posted, posted

if TYPE_CHECKING:
    from broker.simulate.case import Case

EARLIEST = 61 * DAY
"""So long before an admission the first message of a stay may be."""


def into(folder: Path, wish: Wish) -> None:
    """Write it, and say what was written. Raises Stop when the folder cannot be used."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Stop(USAGE, f"{folder} er ikke en tom mappe.", "Oppgi en ny, så fasiten gjelder alt i den.")
    try:
        count = sum(1 for _ in followed(write(folder, cases(wish)), "melding", "meldinger"))
    except OSError:
        raise Stop(USAGE, f"Kan ikke skrive i {folder}.", "Oppgi en mappe du har rettigheter til.") from None
    told = words.counted(wish.stays, "opphold", "opphold")
    print(f" {told} og {words.counted(count, 'melding', 'meldinger')} skrevet i {folder}.")
    options = f"--received {folder}/received.csv --agreement {folder}/avtaler.toml"
    print(f" Se etter avvik i dem: plo analyse {folder} {options}")


def post(wish: Wish, rate: float, url: str, key: str, max_bytes: int) -> int:
    """Send the messages as they came, `rate` a second; how many were refused."""
    refused = count = 0
    with tempfile.TemporaryDirectory(prefix="plo-simulate-") as folder:
        files = _paced(in_order(wish), rate, Path(folder) / "melding.xml")
        for answer in followed(send_all(files, url, key, max_bytes), "melding", "meldinger"):
            count += 1
            refused += not answer.accepted
    print(f" {words.counted(count, 'melding', 'meldinger')} sendt: {refused} avvist.")
    if refused and refused == count:
        print("   → Bruker tjenesten avtalen som --out skriver, og er nøkkelen laget for alle partene i den?")
        print("     Se: plo simulate --help, og den første avviste: plo dlt list")
    return refused


def in_order(wish: Wish) -> Iterator[Posted]:
    """All messages as they came; in memory are those of stays near each other in time."""
    waiting: list[tuple[object, int, Posted]] = []
    number = 0
    for case in cases(wish):
        for one in posted(case):
            number += 1
            heapq.heappush(waiting, (one.at, number, one))
        if case.story != REINNLAGT:  # it comes after its first stay, and so before others in time
            yield from _until(waiting, case)
    while waiting:
        yield heapq.heappop(waiting)[-1]


def _until(waiting: list[tuple[object, int, Posted]], case: "Case") -> Iterator[Posted]:
    """What came before any message of the stays to follow can have come."""
    while waiting and waiting[0][-1].at < case.t0 - EARLIEST:
        yield heapq.heappop(waiting)[-1]


def _paced(messages: Iterator[Posted], rate: float, file: Path) -> Iterator[str]:
    """Each message in its turn in one and the same file, not before its time."""
    begun = time.monotonic()
    for count, one in enumerate(messages):
        time.sleep(max(0.0, begun + count / rate - time.monotonic()))
        file.write_bytes(one.xml)
        yield str(file)
