"""A store of its own for each test, a Kafka that is a fake, and the desk of an installation that relays."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from answering import Desk
from fakes import FakeProducer
from letters import office
from letters_detect import Line

from adapters.store import Store


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = await Store.open(f"sqlite:///{tmp_path / 'plo.db'}")
    yield store
    await store.close()


@pytest.fixture
def producer() -> FakeProducer:
    return FakeProducer()


@pytest.fixture
async def desk(store: Store) -> AsyncIterator[Desk]:
    desk = Desk(store)
    yield desk
    await desk.ledger.close()


@pytest.fixture
async def line(store: Store, tmp_path: Path) -> AsyncIterator[Line]:
    """The office for dead letters, with `detect` behind it."""
    async with office(store, tmp_path) as made:
        yield Line(made)
