"""One real Kafka for each file of tests that asks for it, and a producer to it."""

from collections.abc import AsyncIterator, Iterator

import pytest
from servers import kafka_server

from adapters.kafka.producer import Producer
from broker.kafka_local import LocalKafka


@pytest.fixture(scope="module")
def kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalKafka]:
    """Every test has topics and groups of its own."""
    server = kafka_server(tmp_path_factory.mktemp("kafka"))
    yield server
    server.stop()


@pytest.fixture
async def producer(kafka: LocalKafka) -> AsyncIterator[Producer]:
    """A started producer."""
    made = Producer([kafka.address])
    await made.start()
    yield made
    await made.stop()
