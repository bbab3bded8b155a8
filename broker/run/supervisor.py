"""plo run: starts everything in order, keeps it running, and ends it in order."""

import asyncio
import fcntl
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from rich.console import Console

from broker.kafka_local import KafkaUnavailable
from broker.part import STOPPED_ITSELF
from broker.run.parts import Part, local_kafka, parts_of, status
from broker.run.prepare import metrics_folder, prepare
from broker.settings import Settings

Say = Callable[[str], None]

READY_S = 60.0
"""Seconds that the parts may take to become ready."""
STOP_S = 20.0
"""Seconds that a part may take to finish what it has in hand."""
AGAIN_S = (0.5, 1.0, 2.0, 5.0, 10.0)
"""Seconds before a part that died is started again, longer each time."""


class CannotRun(Exception):
    """Something outside us stands in the way; the text says what, and how to go on."""


def supervise(settings: Settings, demo: bool) -> int:
    """Run the service until Ctrl-C. Exit codes: 0 ended in order, 3 could not start."""
    console = Console(stderr=True)
    try:
        with sole(settings):
            return asyncio.run(_run(settings, demo, console))
    except (CannotRun, KafkaUnavailable) as exc:
        console.print(f"[bold red]✗[/] {exc}")
        return 3


@contextmanager
def sole(settings: Settings) -> Iterator[None]:
    """Hold the installation: two services on one <home> would end each other's parts."""
    settings.run_folder.mkdir(parents=True, exist_ok=True)
    with open(settings.home / "plo.lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotRun(
                f"En annen plo run bruker {settings.home}. Se plo status, eller velg en annen PLO_HOME."
            ) from None
        yield


def require_port(host: str, port: int) -> None:
    """Raises CannotRun when somebody else listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise CannotRun(
                f"Port {port} på {host} er opptatt av et annet program. "
                f"Stopp det, eller velg en annen med PLO_HTTP_PORT."
            ) from None


@dataclass(slots=True)
class Supervisor:
    """Keeps the parts running."""

    settings: Settings
    say: Say
    stop: asyncio.Event
    environment: dict[str, str]

    async def keep(self, part: Part) -> None:
        """Run one part, again and again, until told to stop or the part stops itself for good."""
        failures = 0
        while not self.stop.is_set():
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "broker.part", part.kind, str(part.number),
                stdin=asyncio.subprocess.DEVNULL, start_new_session=True, env=self.environment,
            )  # fmt: skip
            code = await self._until_end(process)
            if self.stop.is_set():
                return
            if code == STOPPED_ITSELF:
                self.say(f"[bold red]✗[/] {part.name} stoppet seg selv etter for mange uventede feil på rad.")
                await self.stop.wait()
                return
            wait_s = AGAIN_S[min(failures, len(AGAIN_S) - 1)]
            failures += 1
            self.say(f"[yellow]![/] {part.name} falt ned (kode {code}); startes igjen om {wait_s} s.")
            await asyncio.sleep(wait_s)

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


async def _run(settings: Settings, demo: bool, console: Console) -> int:
    say: Say = console.print
    require_port(settings.host, settings.http_port)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, stop.set)
    kafka = None if settings.kafka else local_kafka(settings)
    ours = kafka is not None and not kafka.status().running
    try:
        if kafka:
            await asyncio.to_thread(kafka.fetch, say)
            await asyncio.to_thread(kafka.start, say)
        await prepare(settings, say)
        return await _serve(settings, demo, say, stop)
    finally:
        if kafka and ours:
            say("Stopper Kafka …")
            await asyncio.to_thread(kafka.stop, STOP_S)


async def _serve(settings: Settings, demo: bool, say: Say, stop: asyncio.Event) -> int:
    supervisor = Supervisor(settings, say, stop, environment_of(settings))
    keepers = [asyncio.create_task(supervisor.keep(part)) for part in parts_of(settings)]
    try:
        await _until_ready(settings, say, stop)
        if demo and not stop.is_set():
            from broker.demo import show

            await show(settings, stop)
        await stop.wait()
    finally:
        stop.set()
        say("Avslutter delene …")
        await asyncio.gather(*keepers)
        say("Ferdig.")
    return 0


def environment_of(settings: Settings) -> dict[str, str]:
    """The parts' environment: ours, and a folder in which their metrics are added up."""
    return {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(metrics_folder(settings))}


async def _until_ready(settings: Settings, say: Say, stop: asyncio.Event) -> None:
    """Wait for every part, telling of each as it comes up. Raises CannotRun when one does not."""
    told: set[str] = set()
    deadline = asyncio.get_running_loop().time() + READY_S
    while not stop.is_set():
        parts = status(settings)
        for part in parts:
            if part.healthy and part.name not in told:
                told.add(part.name)
                say(f"[green]●[/] {part.name:<10} prosess {part.pid or '–'}  {part.address}")
        if len(told) == len(parts):
            say(f"Klar på http://{settings.host}:{settings.http_port} (hjelp: plo --help). Ctrl-C avslutter.")
            return
        if asyncio.get_running_loop().time() > deadline:
            late = ", ".join(f"{part.name} ({part.why})" for part in parts if part.name not in told)
            raise CannotRun(f"Ikke klart etter {READY_S:.0f} s: {late}. Se loggen over.")
        await asyncio.sleep(0.2)
