"""One running service with a ward of patients, and one Chromium, for all tests of the console."""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from browsing import Person, Sits, chromium, sitting
from consoles import add_user
from installed import Installed
from playwright.sync_api import Browser
from servers import kafka_server
from service import running, until
from ward import WARD, messages

from adapters.store import Store

USERS = {"kari": "koordinator", "lise": "leser", "dag": "drift", "alma": "admin"}
LIMIT_S = 60.0


@pytest.fixture(scope="package")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installed]:
    """The service, with a Kafka apart that can be stopped, and one user of each role."""
    home = tmp_path_factory.mktemp("hjem")
    kafka = kafka_server(tmp_path_factory.mktemp("kafka"))
    try:
        with running(home, PLO_KAFKA=kafka.address) as service:
            asyncio.run(_users(home))
            made = Installed(service, kafka)
            for _, xml in messages(datetime.now(UTC)):
                made.send(xml)
            until(lambda: made.count("board") == len(WARD), LIMIT_S, lambda: f"no board:\n{service.screen()}")
            yield made
    finally:
        kafka.stop()


async def _users(home: Path) -> None:
    store = await Store.open(f"sqlite:///{home / 'plo.db'}")
    try:
        for name, role in USERS.items():
            await add_user(store, name, role)
        await add_user(store, "harald", "leser", kommuner=frozenset({"5503"}))
    finally:
        await store.close()


@pytest.fixture(scope="package")
def browser(installed: Installed) -> Iterator[Browser]:
    """After the service: what starts it may not run inside Playwright's loop."""
    with chromium() as started:
        yield started


@pytest.fixture
def sits(installed: Installed, browser: Browser) -> Iterator[Sits]:
    """Sit somebody down at the console, logged in when named; at the end nobody's browser has complained."""
    people: list[Person] = []
    with ExitStack() as stack:

        def sit(name: str = "", **context: Any) -> Person:
            person = stack.enter_context(sitting(browser, installed.console, **context))
            people.append(person)
            if name:
                person.go("/logg-inn")
                person.log_in(name)
            return person

        yield sit
        assert [fault for person in people for fault in person.faults] == []
