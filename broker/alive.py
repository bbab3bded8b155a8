"""A part's life: it says how it is, and ends when it is asked to, or when nobody is left to ask."""

import asyncio
import contextlib
import gc
import os
import signal
from collections.abc import AsyncIterator
from contextlib import nullcontext

from adapters.metric_state import state
from broker.outside import Check
from broker.run.beat import Beat
from broker.seen import seen
from broker.settings import Settings

BEAT_S = 1.0
STARTED_BY = os.getppid()
"""Asked at once: who starts us may die while we are still connecting to Kafka."""
GC_THRESHOLDS = (60_000, 20, 50)
"""Objects between two looks for cycles, not 700: our work leaves hardly any, and looking was about 6 % of
the CPU of the intake (perf, with make bench). More than a full group at the door holds, some 20 000."""


@contextlib.asynccontextmanager
async def alive(settings: Settings, name: str, address: str, check: Check) -> AsyncIterator[asyncio.Event]:
    """Beat while the body runs; the event is set when the process is asked to end.

    A part also ends when the process that started it is gone: nobody else would stop it. It can be
    seen on PLO_METRICS_PORT, where that is set.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, stop.set)
    beat = Beat(settings.run_folder, name, address)
    spare_gc()
    with beat.kept():
        beating = asyncio.create_task(_beat(beat, check, stop, alone=bool(settings.metrics_port)))
        try:
            async with seen(settings, {name: check}) if settings.metrics_port else nullcontext():
                yield stop
        finally:
            beating.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await beating


def spare_gc() -> None:
    """Look for cycles seldom, and never again in what was made during start-up: that stays."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GC_THRESHOLDS)


async def _beat(beat: Beat, check: Check, stop: asyncio.Event, alone: bool) -> None:
    while True:
        why = await check() or ""
        beat.write(why)
        if alone:  # else it is for the lookout to say, also when this process hangs
            state("plo_part_healthy", {(beat.name,): float(not why)})
        if os.getppid() != STARTED_BY:
            stop.set()
        await asyncio.sleep(BEAT_S)
