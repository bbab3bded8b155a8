"""One part of the service in a process of its own: python -m broker.part <kind> <number>."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable

import structlog
import uvloop

from adapters.failpoint import arm
from adapters.kafka.guard import TooManyBugs
from broker import log
from broker.run.beat import Beat
from broker.settings import Settings

BEAT_S = 1.0
STARTED_BY = os.getppid()
"""Asked at once: who starts us may die while we are still connecting to Kafka."""
STOPPED_ITSELF = 3
"""Exit code of a part that must not be started again before a person has looked."""

Check = Callable[[], Awaitable[str | None]]


@contextlib.asynccontextmanager
async def alive(settings: Settings, name: str, address: str, check: Check) -> AsyncIterator[asyncio.Event]:
    """Beat while the body runs; the event is set when the process is asked to end.

    A part also ends when the process that started it is gone: nobody else would stop it.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, stop.set)
    beat = Beat(settings.run_folder, name, address)
    with beat.kept():
        beating = asyncio.create_task(_beat(beat, check, stop))
        try:
            yield stop
        finally:
            beating.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await beating


async def _beat(beat: Beat, check: Check, stop: asyncio.Event) -> None:
    while True:
        beat.write(await check() or "")
        if os.getppid() != STARTED_BY:
            stop.set()
        await asyncio.sleep(BEAT_S)


def main(kind: str, number: int) -> int:
    """Run one part until it is asked to end; 3 when it stopped itself for good."""
    from broker.app import PARTS

    settings = Settings()
    name = f"{kind}-{number}"
    log.configure(settings.log_format, settings.log_level, name)
    arm(settings.failpoint)
    try:
        uvloop.run(PARTS[kind](settings, number))
    except TooManyBugs:
        structlog.get_logger().critical("part.stopped", why="for mange uventede feil på rad")
        return STOPPED_ITSELF
    except Exception:
        structlog.get_logger().exception("part.failed")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
