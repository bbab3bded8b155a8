"""Kafka, opened to look through: a reader that belongs to no group and leaves no trace."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from adapters.errors import Transient
from broker.scan import learn_topics

if TYPE_CHECKING:
    from aiokafka import AIOKafkaConsumer

ANSWER_S = 5.0
"""How long Kafka may take to answer, in seconds."""
FETCH_BYTES = 4 * 1024 * 1024
"""Of one partition at a time; Kafka gives a larger record nevertheless."""


async def open_reader(bootstrap: list[str]) -> "AIOKafkaConsumer":
    """A started reader, which the caller stops; it knows every topic's partitions. Raises Transient."""
    from aiokafka import AIOKafkaConsumer
    from aiokafka.errors import KafkaError

    from adapters.kafka.servers import reached

    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)  # what it has to say, we say in words
    reader = AIOKafkaConsumer(
        **reached(bootstrap),
        client_id="plo-cli",
        enable_auto_commit=False,
        max_partition_fetch_bytes=FETCH_BYTES,
        fetch_max_wait_ms=50,
    )
    try:
        async with asyncio.timeout(ANSWER_S):
            await reader.start()
            await learn_topics(reader)
    except (KafkaError, TimeoutError, OSError):
        await reader.stop()
        raise Transient("Kafka is away") from None
    return reader


@asynccontextmanager
async def reader_or_none(bootstrap: list[str]) -> "AsyncIterator[AIOKafkaConsumer | None]":
    """As long as it lasts, a reader; None where Kafka does not answer."""
    try:
        reader = await open_reader(bootstrap)
    except Transient:
        yield None
        return
    try:
        yield reader
    finally:
        await reader.stop()
