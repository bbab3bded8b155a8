"""The console as a process of its own, in a real Chromium, while Kafka is away: it works, and says so."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from consoles import PASSWORD, add_user
from playwright.async_api import Browser, Page
from servers import free_port

from adapters.store import Store

START_S = 60


@pytest.fixture
async def address(tmp_path: Path) -> AsyncIterator[str]:
    """Where the console is; Kari is its administrator."""
    store = await Store.open(f"sqlite:///{tmp_path / 'plo.db'}")
    await add_user(store, "kari", "admin")
    await store.close()
    (tmp_path / "run").mkdir()
    port = free_port()
    with _process(tmp_path, port) as process:
        url = f"http://127.0.0.1:{port}"
        async with httpx.AsyncClient() as client, asyncio.timeout(START_S):
            while not await _answers(client, url):  # noqa: ASYNC110
                await asyncio.sleep(0.1)
        yield url
        process.send_signal(signal.SIGTERM)
        code = await asyncio.to_thread(process.wait, 15)
    assert code == 0, (tmp_path / "log").read_text()


def _process(home: Path, port: int) -> "subprocess.Popen[bytes]":
    settings = {"PLO_HOME": home, "PLO_CONSOLE_PORT": port, "PLO_KAFKA": f"127.0.0.1:{free_port()}"}
    given = {name: str(value) for name, value in settings.items()}
    path = {"PYTHONPATH": ":".join(sys.path)}
    with (home / "log").open("wb") as log:
        command = [sys.executable, "-m", "broker.part", "console", "0"]
        return subprocess.Popen(command, env={**os.environ, **path, **given}, stderr=log)


async def _answers(client: httpx.AsyncClient, url: str) -> bool:
    try:
        return (await client.get(f"{url}/logg-inn")).is_success
    except httpx.HTTPError:
        return False


async def logged_in(browser: Browser, address: str, said: list[str]) -> Page:
    """A page of Kari's; what the browser complains of goes to `said`."""
    page = await browser.new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    await page.goto(f"{address}/brukere")
    await page.get_by_label("Brukernavn").fill("kari")
    await page.get_by_label("Passord").fill(PASSWORD)
    await page.keyboard.press("Enter")
    await page.wait_for_url(f"{address}/brukere")
    return page


async def test_login_keyboard_and_the_band(browser: Browser, address: str) -> None:
    """Log in, search, help, walk the rows, log out; the policy forbids none of it; Kafka is told of."""
    said: list[str] = []
    page = await logged_in(browser, address, said)
    await page.get_by_text("Kafka svarer ikke").wait_for()
    await page.keyboard.press("/")
    assert await page.evaluate("document.activeElement.id") == "sok"
    await page.keyboard.press("Escape")
    await page.keyboard.press("?")
    assert await page.get_by_role("dialog", name="Tastatur").is_visible()
    await page.keyboard.press("Escape")
    await page.keyboard.press("j")
    await page.keyboard.press("Enter")
    await page.wait_for_url(f"{address}/brukere/kari")
    assert await page.evaluate("htmx.config.allowEval") is False
    await page.locator("details.meg summary").click()
    await page.get_by_role("button", name="Logg ut").click()
    await page.get_by_text("Du er logget ut.").wait_for()
    assert said == []


async def test_the_stream_is_open_and_the_service_ends_all_the_same(browser: Browser, address: str) -> None:
    """A page that listens hears at once; the process ends in order while it listens (see the fixture)."""
    page = await logged_in(browser, address, [])
    heard = await page.evaluate(
        """() => new Promise(done => {
          window.stream = new EventSource("/strom?deler=avvik");
          window.stream.addEventListener("endret", event => done(event.data));
        })"""
    )
    assert heard == "avvik"
