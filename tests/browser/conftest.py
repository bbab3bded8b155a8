"""One running service with a ward of patients, and one Chromium, for all tests of the console."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from browsing import Person, Sits, chromium, sitting
from installed import Installed, installation
from playwright.sync_api import Browser

HERE = Path(__file__).parent
STARTED = ExitStack()
"""What the tests here share."""


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(nextitem: pytest.Item | None) -> None:
    """After the last test here all of it ends: no other test may run inside Playwright's loop."""
    if nextitem is None or HERE not in nextitem.path.parents:
        STARTED.close()


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    return STARTED.enter_context(installation(tmp_path_factory.mktemp("konsoll")))


@pytest.fixture(scope="session")
def browser(installed: Installed) -> Browser:
    """After the service: what starts it may not run inside Playwright's loop."""
    return STARTED.enter_context(chromium())


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
