"""The desk for dead letters in the running console: a reader of Kafka that is opened when it is needed."""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import AsyncExitStack
from typing import Final

from aiokafka import AIOKafkaConsumer
from aiokafka.errors import KafkaError

from adapters.errors import Transient
from adapters.kafka.places import Places
from adapters.kafka.producer import Producer
from adapters.kafka.records import Incoming
from adapters.store import Store
from broker.claimcheck import claim_check_of
from broker.console.desk import Desk
from broker.judging import context_of
from broker.letters.desk import Desk as Letters
from broker.scan import learn_topics

ANSWER_S: Final = 5.0
"""How long Kafka may take to answer, in seconds."""
FETCH_BYTES: Final = 4 * 1024 * 1024
"""Of one partition at a time; Kafka gives a larger record nevertheless."""


class Originals:
    """Gives dead letters as they lie on Kafka; connects at the first question, and anew after a failure."""

    def __init__(self, bootstrap: Sequence[str]) -> None:
        self._bootstrap = list(bootstrap)
        self._places: Places | None = None
        self._open = AsyncExitStack()
        self._turn = asyncio.Lock()

    async def at(self, topic: str, partition: int, offset: int) -> Incoming | None:
        """The record; None when it is there no more. Raises Transient."""
        async with self._turn:
            try:
                places = self._places = self._places or await self._connected()
                return await places.at(topic, partition, offset)
            except Transient:
                await self.stop()
                raise

    async def stop(self) -> None:
        """Let go of Kafka."""
        self._places = None
        await self._open.aclose()

    async def _connected(self) -> Places:
        logging.getLogger("aiokafka").setLevel(logging.CRITICAL)  # what it has to say, we say in words
        reader = AIOKafkaConsumer(
            bootstrap_servers=self._bootstrap,
            client_id="plo-console",
            enable_auto_commit=False,
            max_partition_fetch_bytes=FETCH_BYTES,
            fetch_max_wait_ms=50,
        )
        self._open.push_async_callback(reader.stop)
        try:
            async with asyncio.timeout(ANSWER_S):
                await reader.start()
                await learn_topics(reader)
        except (KafkaError, TimeoutError, OSError):
            raise Transient("Kafka does not answer") from None
        return Places(reader)


def letters_at(desk: Desk, store: Store, producer: Producer, originals: Originals) -> Letters:
    """The desk, when both the store and Kafka have answered."""
    settings = desk.settings
    context = context_of(settings, desk.agreement, desk.now())
    claim_check = claim_check_of(settings)
    return Letters(store, producer, originals, claim_check, context, desk.now, settings.produce_limit_s)
