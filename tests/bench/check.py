"""plo check on a thousand valid files, beside lxml with the official schemas on the same files.

Both in this process and in turn; what is done once (imports, schemas, settings) comes before the clock
starts. The clock says what the user waits for; the processor's time is the same on a machine that is busy.
"""

import io
import time
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import median
from typing import NamedTuple

from bench.bodies import LARGE, MSG_ID, msg_id
from judging import EXAMPLES, OF_EXAMPLES, STANDARDS, context
from lxml import etree
from rich.table import Table

from broker.cli.check.check import LOOKED_AHEAD, run
from broker.cli.check.checking import check_all
from broker.cli.files import sources

FILES, ROUNDS = 1000, 7
AIM = 1.5
KINDS = ("tabell", "--json")
USUAL = tuple(path for path in EXAMPLES if path.stat().st_size < LARGE)
SETS = {"vanlige": USUAL, "alle": EXAMPLES}
"""Which official examples the files are made of; one of all of them has a PDF of 1.5 MB."""


class Spent(NamedTuple):
    """Seconds."""

    wall: float
    cpu: float


class Timed(NamedTuple):
    """One round: lxml alone, and plo check in each of KINDS."""

    lxml: Spent
    ours: tuple[Spent, ...]


class Measured(NamedTuple):
    """One set of files."""

    name: str
    mean_bytes: int
    rounds: Sequence[Timed]


def checks(home: Path, rounds: int = ROUNDS) -> list[Measured]:
    """Every set of SETS."""
    return [_measured(home / name, name, examples, rounds) for name, examples in SETS.items()]


def _measured(folder: Path, name: str, examples: Sequence[Path], rounds: int) -> Measured:
    """Both ways on the same files, as many rounds; the first, cold, round is not told."""
    files = _write(folder, examples)
    official = etree.XMLSchema(file=str(STANDARDS / "xsd" / "driver-all.xsd"))
    judging = context(agreement=OF_EXAMPLES, verdict_only=True)

    def alone() -> None:
        for file in files:
            if not official.validate(etree.parse(file)):
                raise AssertionError("an example is invalid")

    def ours(*, as_json: bool) -> None:
        names = [source.name for source in islice(sources([str(folder)]), LOOKED_AHEAD)]
        with redirect_stdout(io.StringIO()):
            counts = run(check_all(sources([str(folder)]), judging), names, as_json=as_json)
        if (counts.all, counts.refused) != (len(files), 0):
            raise AssertionError("an example is refused")

    timed = [_round(alone, ours) for _ in range(rounds + 1)][1:]
    return Measured(name, sum(Path(file).stat().st_size for file in files) // len(files), timed)


def _write(folder: Path, examples: Sequence[Path]) -> list[str]:
    """FILES files of these examples in turn, each with a MsgId of its own."""
    folder.mkdir()
    texts = [path.read_bytes() for path in examples]
    for number in range(FILES):
        raw = MSG_ID.sub(msg_id(1, number), texts[number % len(texts)], count=1)
        (folder / f"{number:04}.xml").write_bytes(raw)
    return sorted(map(str, folder.iterdir()))


def _round(alone: Callable[[], None], ours: Callable[..., None]) -> Timed:
    shown = (_spent(partial(ours, as_json=as_json)) for as_json in (False, True))
    return Timed(_spent(alone), tuple(shown))


def _spent(work: Callable[[], None]) -> Spent:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Spent(time.perf_counter() - wall, time.process_time() - cpu)


def check_table(found: Sequence[Measured]) -> Table:
    """(c)."""
    table = Table(title=f"(c) plo check på {FILES} gyldige filer, i én prosess. {ROUNDS} runder, medianer.")
    for name in (
        "offisielle eksempler",
        "",
        "klokke\nµs per fil",
        "× lxml",
        "prosessor\nµs per fil",
        "× lxml",
    ):
        table.add_column(name, justify="right" if "µ" in name or "×" in name else "left", no_wrap=True)
    table.add_column("mål, × lxml")
    for one in found:
        about = f"{one.name}, {one.mean_bytes / 1000:.0f} kB i snitt"
        table.add_row(about, "lxml alene", *_figures(one, lambda each: each.lxml))
        for kind, name in enumerate(KINDS):
            figures = _figures(one, partial(_of_ours, kind))
            table.add_row("", f"plo check ({name})", *figures, _aim(figures[1]))
    return table


def _of_ours(kind: int, each: Timed) -> Spent:
    return each.ours[kind]


def _figures(of: Measured, which: Callable[[Timed], Spent]) -> tuple[str, ...]:
    """Microseconds for a file and times lxml in the same round, by the clock and by the processor."""
    shown = []
    for clock in range(len(Spent._fields)):
        shown.append(f"{median(which(each)[clock] for each in of.rounds) / FILES * 1e6:.0f}")
        shown.append(f"{median(which(each)[clock] / each.lxml[clock] for each in of.rounds):.2f}")
    return tuple(shown)


def _aim(times: str) -> str:
    return f"≤ {AIM} {'[green]✓[/]' if float(times) <= AIM else '[red]✗[/]'}"


if __name__ == "__main__":
    import tempfile

    from rich.console import Console

    with tempfile.TemporaryDirectory(prefix="plo-check-") as temporary:
        Console(width=116).print(check_table(checks(Path(temporary))))
