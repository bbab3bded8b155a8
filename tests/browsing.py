"""Somebody at the console in Debian's Chromium: what she does, and what the browser complains of."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from consoles import PASSWORD
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, ViewportSize, sync_playwright

WIDE, PHONE = ViewportSize(width=1280, height=800), ViewportSize(width=390, height=844)
GRAVE = ("serious", "critical")
"""What axe-core calls the findings that nobody may live with."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; without it the tests fail."""
    path = shutil.which("chromium")
    assert path, "chromium mangler: make system"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--lang=nb-NO"], env={**os.environ, "LANGUAGE": "nb"}
        )
        try:
            yield started
        finally:
            started.close()


@dataclass
class Person:
    """Somebody with a browser of her own.

    Attributes:
        address: of the console.
        faults: errors, what the policy forbade, and requests to other hosts; not that a page was refused.
    """

    address: str
    page: Page
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("request", self._asked)

    def _said(self, message: ConsoleMessage) -> None:
        refused_itself = message.location["url"] == self.page.url and "the server responded" in message.text
        if message.type in ("error", "warning") and not refused_itself:
            self.faults.append(f"{self.page.url}: {message.text}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((f"{self.address}/", "data:", "blob:")):
            self.faults.append(f"{self.page.url}: asked {request.url}")

    def go(self, path: str) -> int:
        """Open a page; the status of the answer."""
        answer = self.page.goto(f"{self.address}{path}")
        assert answer is not None
        return answer.status

    def log_in(self, name: str, password: str = PASSWORD) -> None:
        """Fill in the form that is shown, and send it with Enter."""
        self.page.get_by_label("Brukernavn").fill(name)
        self.page.get_by_label("Passord").fill(password)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def press(self, *keys: str) -> None:
        """Keys, one after another."""
        for key in keys:
            self.page.keyboard.press(key)

    @property
    def focused(self) -> str:
        """The text of what has the focus, or its id where there is no text."""
        found = "document.activeElement"
        return str(self.page.evaluate(f"({found}.innerText || {found}.id || '').trim()"))

    def grave(self, *rules: str) -> list[str]:
        """What axe-core finds grave on the page as it is, by all its rules or these: rule, place, and why."""
        only = {"runOnly": rules} if rules else {}
        found = Axe().run(self.page, options={"resultTypes": ["violations"], **only}).response["violations"]
        return [
            f"{self.page.url}: {one['id']} at {' '.join(map(str, node['target']))}: {node['failureSummary']}"
            for one in found
            if one["impact"] in GRAVE
            for node in one["nodes"]
        ]


Sits = Callable[..., Person]
"""Sit somebody down: the name that logs in, and the context of the browser."""


@contextmanager
def sitting(browser: Browser, address: str, **context: Any) -> Iterator[Person]:
    """Somebody who is not logged in; `context` as Playwright's new_context takes it."""
    given = {"locale": "nb-NO", "timezone_id": "Europe/Oslo", "viewport": WIDE, **context}
    opened = browser.new_context(**given)
    try:
        yield Person(address, opened.new_page())
    finally:
        opened.close()
