"""Heads of the audit log, kept outside the store: rows cut off at its end leave a chain that looks whole."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import structlog

from adapters.errors import Transient
from adapters.store import audit
from adapters.store.audit import START, Entry
from adapters.store.store import Store
from broker.console.desk import Desk

EVERY_S: Final = 300.0
"""Rows that are cut off before they have stood this long, in seconds, leave no trace."""
AGAIN_S: Final = 10.0
FILE: Final = "revisjon.anker"


@dataclass(frozen=True, slots=True)
class Anchor:
    """What the log ended with at some time: number and hash of the last row."""

    seq: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong with the log: the row's number, and what."""

    seq: int
    what: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found: how many rows, the last one's hash, and everything that is wrong.

    Attributes:
        anchored: number of the last row that is written down outside the store; 0 for none.
    """

    rows: int
    head: str
    flaws: tuple[Flaw, ...]
    anchored: int

    @property
    def tail(self) -> str:
        """What of the end of a log that is whole nobody can vouch for, in words."""
        if self.anchored >= self.rows:
            return ""
        if not self.anchored:
            return f"Ingen rad er skrevet ned utenfor databasen ({FILE}): kuttes slutten av, ses det ikke."
        return f"Rad {self.anchored} er den siste i {FILE}: kuttes rader etter den, ses det ikke."


def read(path: Path) -> list[Anchor]:
    """The anchors of a file, oldest first; [] where there is none. Raises ValueError for a spoilt one."""
    lines = path.read_text("ascii").splitlines() if path.exists() else []
    return [Anchor(int(seq), sha256) for seq, sha256, _ in (line.split(" ") for line in lines)]


def append(path: Path, head: Entry) -> bool:
    """Write the head down, unless it is what was written last; True when it was new."""
    known = read(path)
    if known and known[-1] == Anchor(head.seq, head.sha256):
        return False
    with path.open("a", encoding="ascii") as file:
        file.write(f"{head.seq} {head.sha256} {head.at:%Y-%m-%dT%H:%M:%SZ}\n")
    return True


async def keep(desk: Desk) -> None:
    """Every five minutes: the head to the file and to the log. Until cancelled."""
    while True:
        try:
            async with desk.store.read() as conn:
                head = await audit.head(conn)
        except Transient:
            await asyncio.sleep(AGAIN_S)
            continue
        if head and append(desk.settings.home / FILE, head):
            structlog.get_logger().info("audit.head", seq=head.seq, sha256=head.sha256)
        await asyncio.sleep(EVERY_S)


async def verify(store: Store, path: Path) -> Verdict:
    """Read the whole log: every hash, every number, and every anchor of the file."""
    known, flaws = _anchored(path)
    number, seq, previous = 0, 0, START
    async with store.read() as conn:
        async for entry in audit.every(conn):
            number += 1
            if entry is None:
                flaws.append(Flaw(seq, "Etter denne raden står en som ikke er skrevet av tjenesten."))
                continue
            flaws += _flaws(entry, seq, previous, known.get(entry.seq, entry.sha256))
            if entry.seq > seq:
                seq, previous = entry.seq, entry.sha256
    last = max(known, default=0)
    if last > seq:
        flaws.append(Flaw(seq + 1, f"{_rows(seq + 1, last)} er borte fra slutten."))
    return Verdict(number, previous, tuple(flaws), last)


def _anchored(path: Path) -> tuple[dict[int, str], list[Flaw]]:
    """Row -> its hash as it was written down, and what is wrong with what was."""
    try:
        found = read(path)
    except ValueError:
        return {}, [Flaw(0, f"Filen {path.name} er ødelagt: hva som er kuttet av på slutten ses ikke.")]
    known: dict[int, str] = {}
    differ = [one.seq for one in found if known.setdefault(one.seq, one.sha256) != one.sha256]
    return known, [
        Flaw(seq, f"Raden står to ganger i {path.name}, og ikke likt.") for seq in sorted({*differ})
    ]


def _rows(first: int, last: int) -> str:
    return f"Rad {first} til {last}" if last > first else f"Rad {first}"


def _flaws(entry: Entry, before: int, previous: str, anchored: str) -> Iterator[Flaw]:
    """What is wrong with one row, which comes after number `before` with the hash `previous`."""
    if entry.seq <= before:
        yield Flaw(entry.seq, "Raden er satt inn: loggen begynner på 1.")
    elif entry.seq != before + 1:
        yield Flaw(entry.seq, f"{_rows(before + 1, entry.seq - 1)} er borte.")
    elif entry.previous != previous:
        yield Flaw(entry.seq, "Raden passer ikke til den før: en av dem er byttet ut eller satt inn.")
    if entry.content() != entry.sha256:
        yield Flaw(entry.seq, "Raden er endret.")
    if entry.sha256 != anchored:
        yield Flaw(entry.seq, "Raden er en annen enn den som er skrevet ned utenfor databasen.")
