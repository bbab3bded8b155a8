"""plo run: starts everything in order, keeps it running, and ends it in order."""

import asyncio
import errno
import fcntl
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from rich.console import Console
from rich.markup import escape

from broker.kafka_local import KafkaUnavailable
from broker.room import lack_of_room
from broker.run.kafka_kept import keep_kafka
from broker.run.keeper import STOP_S, Keeper, Say
from broker.run.parts import local_kafka, parts_of, status
from broker.run.prepare import prepare
from broker.settings import Settings

READY_S = 60.0
"""Seconds that the parts may take to become ready."""

NO_HOST: Final = "Adressen {host} er ikke denne maskinens. Rett {of_host}."
NO_PORT: Final = {
    errno.EADDRINUSE: "Port {port} på {host} er opptatt av et annet program. "
    "Stopp det, eller velg en annen med {setting}.",
    errno.EACCES: "Bare root kan bruke port {port}. Velg en over 1023 med {setting}.",
}


class CannotRun(Exception):
    """Something outside us stands in the way; the text says what, and how to go on."""


def supervise(settings: Settings, demo: bool) -> int:
    """Run the service until Ctrl-C. Exit codes: 0 ended in order, 3 could not start."""
    console = Console(stderr=True, highlight=False)
    if demo:
        from broker.demo.place import demo_settings

        settings = demo_settings(settings)
    try:
        with sole(settings):
            return asyncio.run(_run(settings, demo, console))
    except (CannotRun, KafkaUnavailable) as exc:
        console.print(f"[bold red]✗[/] {escape(str(exc))}")
        return 3


@contextmanager
def sole(settings: Settings) -> Iterator[None]:
    """Hold the installation: two services on one <home> would end each other's parts. Raises CannotRun."""
    settings.make_home()
    settings.run_folder.mkdir(exist_ok=True)
    if full := lack_of_room(settings.home):
        raise CannotRun(full)
    with open(settings.home / "plo.lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotRun(
                f"En annen plo run bruker {settings.home}. Se plo status, eller velg en annen PLO_HOME."
            ) from None
        yield


def require_port(host: str, port: int, setting: str) -> None:
    """Raises CannotRun when we cannot listen there; `setting` is that of the port: PLO_…_PORT."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as exc:
            why = NO_PORT.get(exc.errno or 0, NO_HOST)
            of_host = setting.replace("_HTTP_PORT", "_HOST").replace("_PORT", "_HOST")
            raise CannotRun(why.format(host=host, port=port, setting=setting, of_host=of_host)) from None


async def _run(settings: Settings, demo: bool, console: Console) -> int:
    say: Say = console.print
    require_port(settings.host, settings.http_port, "PLO_HTTP_PORT")
    require_port(settings.console_host, settings.console_port, "PLO_CONSOLE_PORT")
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
        keeping = [asyncio.create_task(keep_kafka(kafka, say, stop))] if kafka and ours else []
        try:
            return await _serve(settings, demo, say, stop)
        finally:
            await asyncio.gather(*keeping)
    finally:
        if kafka and ours and kafka.status().pid:
            say("Stopper Kafka …")
            await asyncio.to_thread(kafka.stop, STOP_S)


async def _serve(settings: Settings, demo: bool, say: Say, stop: asyncio.Event) -> int:
    keeper = Keeper(settings, say, stop)
    keepers = [asyncio.create_task(keeper.keep(part)) for part in parts_of(settings)]
    try:
        await _until_ready(settings, say, stop)
        if demo and not stop.is_set():
            from broker.demo.show import show

            await show(settings, stop)
        await stop.wait()
    finally:
        stop.set()
        say("Avslutter delene …")
        await asyncio.gather(*keepers)
        say("Ferdig.")
    return 0


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
            say(f"Konsollen: {settings.console_address}")
            return
        if asyncio.get_running_loop().time() > deadline:
            late = ", ".join(f"{part.name} ({part.why})" for part in parts if part.name not in told)
            raise CannotRun(
                f"Ikke klart etter {READY_S:.0f} s: {late}. Se loggene i {settings.home / 'logg'}."
            )
        await asyncio.sleep(0.2)
