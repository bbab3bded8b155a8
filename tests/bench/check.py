"""plo check on a thousand valid files, beside lxml with the official schemas on the same files.

Both in this process, in turn; what is done once (imports, schemas, settings) comes before the clock starts.
"""

import io
import time
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from pathlib import Path
from statistics import median
from typing import NamedTuple

from bench.bodies import MSG_ID, msg_id
from judging import EXAMPLES, OF_EXAMPLES, STANDARDS, context
from lxml import etree
from rich.table import Table

from broker.cli.check import LOOKED_AHEAD, run
from broker.cli.checking import check_all
from broker.cli.files import sources

FILES, ROUNDS = 1000, 7
AIM = 1.5
KINDS = ("tabell", "--json")


class Timed(NamedTuple):
    """Seconds of one round: lxml alone, and plo check in each of KINDS."""

    lxml: float
    ours: tuple[float, ...]


def write_files(folder: Path, count: int = FILES) -> list[str]:
    """The official examples in turn, each file with a MsgId of its own."""
    texts = [path.read_bytes() for path in EXAMPLES]
    for number in range(count):
        raw = MSG_ID.sub(msg_id(1, number), texts[number % len(texts)], count=1)
        (folder / f"{number:04}.xml").write_bytes(raw)
    return sorted(map(str, folder.iterdir()))


def check_times(folder: Path, rounds: int = ROUNDS) -> list[Timed]:
    """Both ways on the same files, as many rounds; the first, cold, round is not told."""
    files = write_files(folder)
    official = etree.XMLSchema(file=str(STANDARDS / "xsd" / "driver-all.xsd"))
    judging = context(agreement=OF_EXAMPLES, verdict_only=True)

    def alone() -> None:
        for file in files:
            if not official.validate(etree.parse(file)):
                raise AssertionError("an example is invalid")

    def ours(*, as_json: bool) -> None:
        names = [source.name for source, _ in zip(sources([str(folder)]), range(LOOKED_AHEAD), strict=False)]
        with redirect_stdout(io.StringIO()):
            counts = run(check_all(sources([str(folder)]), judging), names, as_json=as_json)
        if (counts.all, counts.refused) != (len(files), 0):
            raise AssertionError("an example is refused")

    return [_round(alone, ours) for _ in range(rounds + 1)][1:]


def _round(alone: Callable[[], None], ours: Callable[..., None]) -> Timed:
    return Timed(
        _seconds(alone), tuple(_seconds(lambda json=json: ours(as_json=json)) for json in (False, True))
    )


def _seconds(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def ratio(rounds: Sequence[Timed], kind: int) -> float:
    """The median over the rounds of ours beside lxml's in the same round."""
    return median(one.ours[kind] / one.lxml for one in rounds)


def check_table(rounds: Sequence[Timed]) -> Table:
    """(c)."""
    table = Table(
        title=f"(c) plo check på {FILES} gyldige filer, i én prosess. {len(rounds)} runder, medianer."
    )
    for name in ("", "ms", "µs per fil", "× lxml", "mål", ""):
        table.add_column(name, justify="right" if name else "left")
    bare = median(one.lxml for one in rounds)
    table.add_row("lxml med de offisielle skjemaene", *_figures(bare), "1.00", "", "")
    for kind, name in enumerate(KINDS):
        seconds, times = median(one.ours[kind] for one in rounds), ratio(rounds, kind)
        sign = "[green]✓[/]" if times <= AIM else "[red]✗[/]"
        table.add_row(f"plo check ({name})", *_figures(seconds), f"{times:.2f}", f"≤ {AIM}", sign)
    return table


def _figures(seconds: float) -> tuple[str, str]:
    return f"{seconds * 1e3:.0f}", f"{seconds / FILES * 1e6:.0f}"


if __name__ == "__main__":
    import tempfile

    from rich.console import Console

    with tempfile.TemporaryDirectory(prefix="plo-check-") as temporary:
        Console(width=116).print(check_table(check_times(Path(temporary))))
