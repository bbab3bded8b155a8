"""Running a part that reads Kafka, and what goes beside it."""

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any

from adapters.kafka.consumer import Consumer
from broker.alive import alive
from broker.outside import Check, in_one_line
from broker.settings import Settings


async def consume(
    settings: Settings,
    name: str,
    reads: Sequence[str],
    consumer: Consumer,
    checks: dict[str, Check],
    *beside: Coroutine[Any, Any, None],
) -> None:
    """Run a consumer, and what goes beside it, until the process is asked to end or the consumer gives up."""

    async def waiting() -> str | None:
        return f"venter: {consumer.waiting_for}" if consumer.waiting_for else None

    asked = {**checks, "kø": waiting}
    async with alive(settings, name, " ".join(reads), lambda: in_one_line(asked)) as stop:
        await consumer.start()
        try:
            await first_of(stop.wait(), consumer.ended(), *beside)
        finally:
            await consumer.stop()


async def first_of(*running: Coroutine[Any, Any, Any]) -> None:
    """Wait until one of them ends, and end the others; raises what the one raised."""
    tasks = [asyncio.create_task(one) for one in running]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
