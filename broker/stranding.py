"""The part `strandet`: a case for every dead letter, what the door is given again, and how many are open."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack

import structlog

from adapters.errors import Transient
from adapters.kafka.burial import Burial
from adapters.kafka.consumer import Consumer
from adapters.kafka.producer import Producer
from adapters.kafka.subscription import Subscription
from adapters.metric_state import state
from adapters.receipt import Receipt
from adapters.receive import Door
from adapters.replays import Replays
from adapters.source import Source
from adapters.store import Store, case_search
from adapters.store.case_search import Selection
from broker.claimcheck import claim_check_of
from broker.consuming import consume
from broker.outside import VERSION, checks_of, now, outside, the_door
from broker.settings import Settings
from consumers.mottak import GROUP as DOOR
from consumers.mottak import Mottak
from consumers.strandet import GROUP, TOPICS, Strandet
from schemas.topics import replays_of

COUNT_EVERY_S = 15.0
AT_THE_DOOR = 64
"""Messages in one batch: as many as the door takes together."""

log = structlog.get_logger()


async def strandet(settings: Settings, number: int) -> None:
    """The dead-letter topics → cases."""
    name = f"{GROUP}-{number}"
    async with outside(settings, name) as (store, producer):
        keeping = Strandet(store, now)
        subscription = Subscription(TOPICS, GROUP, name, settings.batch_size)
        consumer = Consumer(settings.bootstrap, subscription, keeping.handle, keeping.bury)
        checks = checks_of(settings, store, producer)
        async with AsyncExitStack() as stack:
            door = OpenedWhenNeeded(stack.enter_async_context, lambda: the_door(settings, store, producer))
            again = at_the_door(settings, number, store, producer, door)
            await consume(settings, name, TOPICS, consumer, checks, running(again), counting(store))


def at_the_door(
    settings: Settings, number: int, store: Store, producer: Producer, door: "OpenedWhenNeeded"
) -> Consumer:
    """What the door refused, given to it again."""
    claim_check = claim_check_of(settings)
    topics = tuple(topic.name for topic in replays_of(DOOR))
    subscription = Subscription(topics, DOOR, f"{DOOR}-{number}", AT_THE_DOOR)
    burial = Burial(producer, DOOR, VERSION, now, settings.produce_limit_s, claim_check)
    handle = Replays(store, DOOR, Mottak(door.receive, claim_check.vault).handle, now).handle
    return Consumer(settings.bootstrap, subscription, handle, burial.bury)


class OpenedWhenNeeded:
    """The door: what it judges by takes a second and much memory, and is seldom needed here."""

    def __init__(
        self,
        enter: Callable[[AbstractAsyncContextManager[Door]], Awaitable[Door]],
        make: Callable[[], AbstractAsyncContextManager[Door]],
    ) -> None:
        self._enter = enter
        self._make = make
        self._door: Door | None = None
        self._opening = asyncio.Lock()

    async def receive(self, raw: bytes, source: Source) -> Receipt:
        """As Door.receive."""
        async with self._opening:
            if self._door is None:
                self._door = await self._enter(self._make())
        return await self._door.receive(raw, source)


async def running(consumer: Consumer) -> None:
    """Let it read until it gives up by itself, or is cancelled."""
    await consumer.start()
    try:
        await consumer.ended()
    finally:
        await consumer.stop()


async def counting(store: Store) -> None:
    """Tell again and again how many are open, and how old the oldest is."""
    while True:
        try:
            await count(store)
        except Transient as exc:
            log.warning("cases.not_counted", error=str(exc))
        await asyncio.sleep(COUNT_EVERY_S)


async def count(store: Store) -> None:
    """Tell once. Raises Transient."""
    heaps = await case_search.count(store, Selection())
    numbers: Counter[tuple[str, str]] = Counter()
    for one in heaps:
        numbers[one.topic, one.code] += one.number
    oldest = min((one.oldest for one in heaps), default=None)
    age_s = (now() - oldest).total_seconds() if oldest else 0.0
    state("plo_dlt_open", numbers)
    state("plo_dlt_oldest_seconds", {(): max(0.0, age_s)})
