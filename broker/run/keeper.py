"""Keeps the parts running: each a process, started again when it dies, ended in order."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from rich.markup import escape

from adapters.metric_state import forget
from broker.room import lack_of_room
from broker.run.parts import STOPPED_ITSELF, Part
from broker.run.prepare import metrics_folder
from broker.settings import Settings

Say = Callable[[str], None]

STOP_S = 20.0
"""Seconds that a part may take to finish what it has in hand."""
AGAIN_S = (0.5, 1.0, 2.0, 5.0, 10.0)
"""Seconds before a part that died is started again, longer each time."""
STEADY_S = 60.0
"""A part that ran for so long begins anew with the shortest wait."""
LONGEST_LOG = 10_000_000
"""Bytes of log after which a part's start begins a new file; one older file is kept."""
ALLOCATOR = {
    "MALLOC_MMAP_THRESHOLD_": "1000000",
    "MALLOC_TRIM_THRESHOLD_": "16000000",
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1:glibc.malloc.tcache_count=1000:glibc.malloc.tcache_max=512",
}
"""How glibc deals with memory. What is larger than the first goes back to the system at once: else small
things fill the holes, and a process keeps more with each large message (371 MB after 4 000 wrong ones of up
to 30 MB, with this 382 after 17 000: `make fuzz`). Of what is smaller, as much as the second stays: zstd
takes and gives back a megabyte for each batch: 0.27 ms when the system has to clear it, else 0.07 ms.
Pages of 2 MB, where the system has them: 6 % less CPU in the intake. A thousand of each small size are kept
at hand, at most 8 MB in a thread: the nodes of one tree become those of the next, 6 % less CPU in judging."""


@dataclass(slots=True)
class Keeper:
    """Runs parts until `stop`.

    Attributes:
        say: tells the person who watches.
    """

    settings: Settings
    say: Say
    stop: asyncio.Event
    _told_of_room: bool = False

    async def keep(self, part: Part) -> None:
        """Run one part, again and again, until told to stop or the part stops itself for good."""
        failures = 0
        while True:
            started = time.monotonic()
            process = await self._start(part)
            code = await self._until_end(process)
            forget(part.name, metrics_folder(self.settings))
            if self.stop.is_set():
                return
            if code == STOPPED_ITSELF:
                await self._leave_down(part)
                return
            failures = 0 if time.monotonic() - started > STEADY_S else failures
            wait_s = AGAIN_S[min(failures, len(AGAIN_S) - 1)]
            failures += 1
            self.say(f"[yellow]![/] {part.name} falt ned (kode {code}); startes igjen om {wait_s} s.")
            if (full := lack_of_room(self.settings.home)) and not self._told_of_room:
                self.say(f"[bold red]✗[/] {escape(full)}")
            self._told_of_room = bool(full)
            if await self._stopped_within(wait_s):
                return

    async def _start(self, part: Part) -> asyncio.subprocess.Process:
        """A process in a session of its own, so that Ctrl-C reaches it only through us."""
        words = (part.kind, str(part.number), str(metrics_folder(self.settings)))
        with self._log(part) as log:
            return await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "broker.run.child", *words),
                stdin=asyncio.subprocess.DEVNULL,
                stderr=log,
                start_new_session=True,
                env=environment_of(self.settings),
            )

    def _log(self, part: Part) -> IO[bytes]:
        """The part's log; on a disk that is full it runs without one."""
        try:
            return open_log(log_file(self.settings, part))
        except OSError as exc:
            self.say(f"[yellow]![/] {part.name} får ikke skrevet logg: {escape(exc.strerror or '')}.")
            return open(os.devnull, "ab")

    async def _until_end(self, process: asyncio.subprocess.Process) -> int:
        ended = asyncio.create_task(process.wait())
        stopped = asyncio.create_task(self.stop.wait())
        await asyncio.wait((ended, stopped), return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if not ended.done():
            process.send_signal(signal.SIGTERM)
            done, _ = await asyncio.wait((ended,), timeout=STOP_S)
            if not done:
                process.kill()
        return await ended

    async def _leave_down(self, part: Part) -> None:
        path = log_file(self.settings, part)
        self.say(f"[bold red]✗[/] {part.name} stoppet seg selv: for mange uventede feil på rad. Se {path}.")
        await self.stop.wait()

    async def _stopped_within(self, seconds: float) -> bool:
        try:
            await asyncio.wait_for(self.stop.wait(), seconds)
        except TimeoutError:
            return False
        return True


def log_file(settings: Settings, part: Part) -> Path:
    return settings.home / "logg" / f"{part.name}.log"


def open_log(path: Path) -> IO[bytes]:
    """The part's log, to go on with, or a new one when it has grown long."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > LONGEST_LOG:
        path.replace(path.with_name(f"{path.name}.forrige"))
    return path.open("ab")


def environment_of(settings: Settings) -> dict[str, str]:
    """The parts' environment: ours, these very settings, and a folder to add their metrics up in."""
    return {
        **ALLOCATOR,
        **os.environ,
        **settings.as_environment(),
        "PLO_METRICS_PORT": "0",  # the intake shows them all
        "PROMETHEUS_MULTIPROC_DIR": str(metrics_folder(settings)),
    }
