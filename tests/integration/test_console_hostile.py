"""Hostile messages in a real Chromium: nothing of them runs, asks anybody, or needs the policy to stop it."""

import asyncio
from pathlib import Path

import pytest
from console_letters import stranded
from consoles import PASSWORD, Browser, add_user
from consoles_served import served_at
from hostile import TEXTS, fill, letters, spoilt
from letters import office
from playwright.async_api import Browser as Chromium
from playwright.async_api import Page, Request
from store_contract import avvik, claim

ROWS = (
    "/avvik?tilstand=alle",
    f"/avvik/{avvik(1).id}",
    "/strandet?tilstand=alle&vis=hver",
    f"/strandet/{letters('x')[0].dlq_id}",
    "/meldinger",
    f"/meldinger/{claim(1).msg_id}",
    "/revisjon",
)


@pytest.fixture
async def page(browser: Chromium) -> Page:
    """A page of its own."""
    return await browser.new_page()


def overhear(page: Page, port: int) -> list[str]:
    """What the page says, and whom else it asks."""
    said: list[str] = []

    def asked(request: Request) -> None:
        if not request.url.startswith((f"http://127.0.0.1:{port}/", "data:")):
            said.append(request.url)

    page.on("dialog", lambda dialog: said.append(f"dialog {dialog.message}"))
    page.on("console", lambda message: said.append(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", asked)
    return said


async def test_nothing_runs(page: Page, tmp_path: Path) -> None:
    """No dialog, no request to anybody else, and no word from the policy: there was nothing to stop."""
    async with served_at(tmp_path) as (browser, port), office(browser.desk.store, tmp_path) as one:
        said, here = overhear(page, port), f"http://127.0.0.1:{port}"
        one.now.at = browser.clock.at
        browser.desk.letters = one.desk
        case = await stranded(one, spoilt())
        await log_in(page, browser, here)
        for text in TEXTS:
            await fill(browser, text)
            for path in ROWS:
                await page.goto(here + path)
        await page.goto(f"{here}/strandet/{case.dlq_id}/rediger")
        await page.get_by_label("Hvorfor trenger du å se det?").fill("Ser på den")
        await page.keyboard.press("Enter")
        content = page.locator("textarea[name=innhold]").first
        await content.wait_for(state="attached")
        assert "alert(7)" in await content.input_value()
    assert said == []


async def test_a_page_that_nobody_looks_at_lets_go(page: Page, tmp_path: Path) -> None:
    """Its stream is closed while it is hidden, and open again when it is seen: there are six connections."""
    async with served_at(tmp_path) as (browser, port):
        live = browser.desk.live
        assert live
        await log_in(page, browser, f"http://127.0.0.1:{port}")
        await page.goto(f"http://127.0.0.1:{port}/avvik")
        await page.get_by_text("● direkte").wait_for()
        assert len(live.listeners) == 1
        for hidden, left in ((True, 0), (False, 1)):
            await page.evaluate(
                """hidden => {
                  Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
                  document.dispatchEvent(new Event("visibilitychange"));
                }""",
                hidden,
            )
            async with asyncio.timeout(10):
                while len(live.listeners) != left:  # noqa: ASYNC110
                    await asyncio.sleep(0.05)


async def log_in(page: Page, browser: Browser, here: str) -> None:
    """As Alma, who sees all."""
    await add_user(browser.desk.store, "alma", "admin")
    await page.goto(f"{here}/logg-inn")
    await page.get_by_label("Brukernavn").fill("alma")
    await page.get_by_label("Passord").fill(PASSWORD)
    await page.keyboard.press("Enter")
    await page.wait_for_url(f"{here}/")
