"""A part's life: it says how it is, and ends when it is asked to, or when nobody is left to ask."""

import asyncio
import contextlib
import os
import signal
from collections.abc import AsyncIterator

from broker.outside import Check
from broker.run.beat import Beat
from broker.settings import Settings

BEAT_S = 1.0
STARTED_BY = os.getppid()
"""Asked at once: who starts us may die while we are still connecting to Kafka."""


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
