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

EVERY_S: Final = 3600.0
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
    """What a check found: how many rows, the last one's hash, and everything that is wrong."""

    rows: int
    head: str
    flaws: tuple[Flaw, ...]


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
    """Each hour: the head to the file and to the log. Until cancelled."""
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
    flaws: list[Flaw] = []
    try:
        expected = {one.seq: one.sha256 for one in read(path)}
    except ValueError:
        expected = {}
        flaws.append(Flaw(0, f"Filen {path.name} er ødelagt: hva som er kuttet av på slutten ses ikke."))
    seq, previous = 0, START
    async with store.read() as conn:
        async for entry in audit.chain(conn):
            flaws += _flaws(entry, seq, previous, expected.pop(entry.seq, entry.sha256))
            seq, previous = entry.seq, entry.sha256
    missing = max((one for one in expected if one > seq), default=None)
    if missing:
        flaws.append(Flaw(seq + 1, f"Rad {seq + 1} til {missing} er borte fra slutten."))
    return Verdict(seq, previous, tuple(flaws))


def _flaws(entry: Entry, before: int, previous: str, anchored: str) -> Iterator[Flaw]:
    """What is wrong with one row, which comes after number `before` with the hash `previous`."""
    if entry.seq != before + 1:
        yield Flaw(entry.seq, f"Rad {before + 1} til {entry.seq - 1} er borte.")
    elif entry.previous != previous:
        yield Flaw(entry.seq, "Raden passer ikke til den før: en av dem er byttet ut eller satt inn.")
    if entry.content() != entry.sha256:
        yield Flaw(entry.seq, "Raden er endret.")
    if entry.sha256 != anchored:
        yield Flaw(entry.seq, "Raden er en annen enn den som er skrevet ned utenfor databasen.")
