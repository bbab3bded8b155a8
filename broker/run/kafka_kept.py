"""Keeps the Kafka of plo run running: it ends of itself when its disk is full."""

import asyncio
from contextlib import suppress

from rich.markup import escape

from broker.kafka_local import KafkaUnavailable, LocalKafka
from broker.room import lack_of_room
from broker.run.keeper import Say

LOOK_S = 5.0


async def keep_kafka(kafka: LocalKafka, say: Say, stop: asyncio.Event) -> None:
    """Start it again when it has ended and its disk has room, until `stop`."""
    while not stop.is_set():
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), LOOK_S)
            return
        if (await asyncio.to_thread(kafka.status)).pid or lack_of_room(kafka.home):
            continue
        say("[yellow]![/] Kafka falt ned; startes igjen.")
        try:
            await asyncio.to_thread(kafka.start, say)
        except KafkaUnavailable as exc:
            say(f"[bold red]✗[/] {escape(str(exc))}")
