"""The part `strandet`: a case for every dead letter, and how many are open."""

import asyncio
from collections import Counter

import structlog

from adapters import metrics
from adapters.errors import Transient
from adapters.kafka.consumer import Consumer
from adapters.kafka.subscription import Subscription
from adapters.store import Store, case_search
from adapters.store.case_search import Selection
from broker.consuming import consume
from broker.outside import checks_of, now, outside
from broker.settings import Settings
from consumers.strandet import GROUP, TOPICS, Strandet
from schemas.topics import INTERNAL

COUNT_EVERY_S = 15.0

log = structlog.get_logger()


async def strandet(settings: Settings, number: int) -> None:
    """The dead-letter topics → cases."""
    name = f"{GROUP}-{number}"
    async with outside(settings, name) as (store, producer):
        keeping = Strandet(store, now)
        subscription = Subscription(TOPICS, GROUP, name, settings.batch_size)
        consumer = Consumer(settings.bootstrap, subscription, keeping.handle, keeping.bury)
        await consume(settings, name, TOPICS, consumer, checks_of(store, producer), counting(store))


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
    numbers: Counter[str] = Counter()
    for one in heaps:
        numbers[one.topic] += one.number
    oldest = min((one.oldest for one in heaps), default=None)
    age_s = (now() - oldest).total_seconds() if oldest else 0.0
    metrics.cases_open({topic.name: numbers[topic.name] for topic in INTERNAL}, max(0.0, age_s))
