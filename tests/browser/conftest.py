"""One running service with a ward of patients, and one Chromium, for all tests of the console."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from browsing import Person, Sits, chromium, sitting
from installed import Installed, installation
from playwright.sync_api import Browser


@pytest.fixture(scope="package")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installed]:
    with installation(tmp_path_factory.mktemp("konsoll")) as made:
        yield made


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
