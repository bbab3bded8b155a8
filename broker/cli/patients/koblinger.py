"""A table of aliases (CSV: id,fnr) as pairs of pids, and as facts: no number goes further than this file."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from adapters.kafka.producer import Producer
from broker.cli.exits import REFUSED, USAGE, Stop
from broker.cli.patients.pasientregister import pid_of
from broker.koblinger import Pair, record_of
from schemas.kobling import PasientKoblet

if TYPE_CHECKING:
    from broker.settings import Settings

ANSWER_S: Final = 30.0
"""How long Kafka may take for some of them, in seconds."""
AT_ONCE: Final = 1000
HEADERS: Final = ("id,fnr", "id;fnr")
HINT: Final = "Overskriften er id,fnr; så en linje for hvert nummer: nummeret, komma, fødselsnummeret."


def read(path: Path, key: bytes) -> list[Pair]:
    """The pairs of a file, each once. Raises Stop with the lines that are wrong, and never what they hold."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as opened:
            rows = list(_rows(opened))
    except (OSError, UnicodeDecodeError, csv.Error):
        raise Stop(USAGE, f"{path} kan ikke leses som CSV i UTF-8.", HINT) from None
    pairs: dict[str, str] = {}
    wrong: list[int] = []
    for number, cells in rows:
        pair = _pair(cells, key)
        if pair is None or pairs.setdefault(*pair) != pair.pid:
            wrong.append(number)
    if wrong:
        lines = ", ".join(map(str, wrong[:10])) + (" …" if len(wrong) > 10 else "")
        what = f"{path}: linje {lines} er ikke to numre, eller har et nummer som står til en annen også."
        raise Stop(USAGE, what, HINT)
    return [Pair(alias, pid) for alias, pid in pairs.items()]


def _rows(lines: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
    """Number of each line, and its cells; the header is left out. Raises csv.Error where that is another."""
    rest = iter(lines)
    header = next(rest, "").strip().lower()
    if header not in HEADERS:
        raise csv.Error("header")
    for number, cells in enumerate(csv.reader(rest, delimiter=header[2], strict=True), 2):
        if any(cells):
            yield number, cells


def _pair(cells: list[str], key: bytes) -> Pair | None:
    found = [pid for cell in cells for pid in pid_of(cell.split() or ["-"], key)]
    return Pair(*found) if len(cells) == len(found) == 2 and found[0] != found[1] else None


def sorted_out(pairs: Iterable[Pair], standing: set[tuple[str, str]]) -> list[Pair]:
    """Those that are not told already. Raises Stop where one is told to be another person's."""
    theirs = dict(standing)
    new = [pair for pair in pairs if pair not in standing]
    if clash := sum(pair.alias in theirs for pair in new):
        what = f"{clash} av numrene er alt koblet til en annen person. Ingenting er gjort."
        raise Stop(REFUSED, what, "Opphev den gamle koblingen først: plo alias remove FIL")
    return new


async def tell(settings: "Settings", facts: list[PasientKoblet]) -> None:
    """Put them on Kafka; returns when that has them. Raises Transient."""
    producer = Producer(settings.bootstrap, "plo-cli")
    await producer.start()
    try:
        for start in range(0, len(facts), AT_ONCE):
            await producer.send(list(map(record_of, facts[start : start + AT_ONCE])), ANSWER_S)
    finally:
        await producer.stop()
