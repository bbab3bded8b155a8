"""Real parts for tests: a Kafka for each file of them, and an empty store on either database."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright
from servers import kafka_server
from store_contract import DATABASES, new_url, opened

from adapters.kafka.producer import Producer
from adapters.store import Store
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


@pytest.fixture(params=DATABASES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a new and empty store is, on each database in turn."""
    return new_url(request.param, tmp_path)


@pytest.fixture
async def store(url: str) -> AsyncIterator[Store]:
    async with opened(url) as store:
        yield store


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """Debian's Chromium; without it the test fails."""
    path = shutil.which("chromium")
    assert path, "chromium mangler: make system"
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        await started.close()
