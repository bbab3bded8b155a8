"""An archive read, judged and counted: the work behind plo analyse."""

import asyncio
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from signal import SIGINT, SIGTERM, raise_signal
from typing import TYPE_CHECKING

from adapters.messages.judgement import Context
from adapters.store import Store
from adapters.xml.validate import Schema
from broker.analyse.intake import Taken, door_of, take, tie
from broker.analyse.judging import judged
from broker.analyse.log_aside import log_aside
from broker.analyse.received import Arrivals
from broker.analyse.summary import Summary, row_of
from broker.cli.exits import USAGE, Stop
from broker.cli.files import sources
from broker.cli.patients.koblinger import read
from broker.cli.screen import console, write_json
from broker.koblinger import Pair
from broker.secret import pid_key
from schemas.agreements import Agreement, AgreementError, load
from schemas.attachments import limits_of

if TYPE_CHECKING:
    from rich.progress import Progress

    from broker.settings import Settings


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be looked at, and how.

    Attributes:
        places: folders, zips and files, as named on the command line.
        now: UTC; what stands at this moment is told.
        received: when files came; for the others GenDate counts.
        with_tests: test messages are judged too.
        aliases: pids that are one person's.
    """

    places: Sequence[str]
    now: datetime
    received: Arrivals
    agreement: Agreement
    with_tests: bool
    aliases: Sequence[Pair] = ()


def aliases_of(path: Path | None, settings: "Settings") -> list[Pair]:
    """The pairs of --aliases. Raises Stop with the lines that are wrong."""
    if path is None:
        return []
    settings.make_home()
    return read(path, pid_key(settings))


def agreement_of(path: Path) -> Agreement:
    """The agreement of --agreement. Raises Stop with all its faults."""
    try:
        return load(path)
    except AgreementError as error:
        raise Stop(USAGE, str(error), "Formatet: docs/avtaler.md") from None


async def run(settings: "Settings", asked: Asked, *, as_json: bool) -> Summary:
    """Do it all; with `as_json` each avvik is printed as it is found."""
    asyncio.get_running_loop().add_signal_handler(SIGTERM, raise_signal, SIGINT)  # tidy up as for Ctrl-C
    total = sum(1 for _ in sources(asked.places))
    temporary = tempfile.TemporaryDirectory(prefix="plo-analyse-")
    with log_aside(), temporary as folder, _progress() as progress:
        store = await Store.open(f"sqlite+aiosqlite:///{Path(folder) / 'plo.db'}")
        try:
            taken = await _take(settings, asked, store, progress, total)
            return await _judge(asked, store, taken, progress, as_json=as_json)
        finally:
            await store.close()


async def _take(settings: "Settings", asked: Asked, store: Store, progress: "Progress", total: int) -> Taken:
    with ExitStack() as held:
        found = sources(asked.places, held if asked.received else None)  # then read in order of receipt
        files = progress.track(found, total, description="Leser meldinger")
        async with door_of(_context(settings, asked.agreement), store) as door:
            taken = await take(files, asked.received, door, settings.max_message_bytes)
    await tie(store, asked.aliases, asked.now)
    return taken


async def _judge(asked: Asked, store: Store, taken: Taken, progress: "Progress", *, as_json: bool) -> Summary:
    summary = Summary(taken)
    task = progress.add_task("Vurderer pasienter", total=None)
    async for patient in judged(store, asked.agreement, asked.now, with_tests=asked.with_tests):
        summary.add(patient)
        if as_json:
            write_json(row_of(found, asked.agreement) for found in patient.found)
        progress.advance(task)
    return summary


def _context(settings: "Settings", agreement: Agreement) -> Context:
    """Everything judging needs."""
    settings.make_home()
    return Context(
        agreement=agreement,
        schema=Schema(settings.schemas_folder),
        pid_key=pid_key(settings),
        max_bytes=settings.max_message_bytes,
        received_at=datetime.min.replace(tzinfo=UTC),
        historie=True,
        speaks_for=None,
        software_version=version("plo-broker"),
        plo20=settings.plo20,
        attachments=limits_of(settings.attachment_kinds, settings.attachment_bytes),
    )


@contextmanager
def _progress() -> "Iterator[Progress]":
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    shown = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    screen = console(errors=True)
    with Progress(*shown, console=screen, transient=True, disable=not screen.is_terminal) as progress:
        yield progress
