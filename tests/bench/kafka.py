"""An Apache Kafka for measurements, with the topics that the parts read and write."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from servers import kafka_server

from adapters.kafka.topics import apply
from broker.kafka_local import LocalKafka
from schemas.topics import INTERNAL


@contextmanager
def kafka_in(home: Path) -> Iterator[LocalKafka]:
    """An Apache Kafka of our own with its topics, ended whatever happens."""
    kafka = kafka_server(home)
    try:
        asyncio.run(apply([kafka.address], INTERNAL))
        yield kafka
    finally:
        kafka.stop(20)
