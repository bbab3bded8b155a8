"""The console behind a proxy: whom it speaks for, and what else it says."""

from pathlib import Path

import pytest
from consoles import Browser, add_user
from consoles_served import served_at
from structlog.testing import capture_logs

from adapters.store import audit, tries
from adapters.store.rows import fetch

WRONG = "galt passord her"


async def places(browser: Browser) -> set[str]:
    """The addresses that tries to log in were counted for."""
    async with browser.desk.store.read() as conn:
        return {row[0] for row in await fetch(conn, "SELECT address FROM login_tries")}


async def attempt(browser: Browser, forwarded: str, **headers: str) -> int:
    """A wrong password, said to come from there."""
    browser.client.headers["x-forwarded-for"] = forwarded
    browser.client.headers.update(headers)
    return (await browser.log_in("kari", WRONG)).status_code


@pytest.mark.parametrize(
    ("proxies", "forwarded", "counted"),
    [
        ("", "203.0.113.9", "127.0.0.1"),
        ("192.0.2.1", "203.0.113.9", "127.0.0.1"),
        ("127.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.0/8, 127.0.0.1", "203.0.113.9, 10.1.2.3", "203.0.113.9"),
        ("127.0.0.1", "198.51.100.7, 203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "", "127.0.0.1"),
    ],
)
async def test_whom_a_proxy_speaks_for(tmp_path: Path, proxies: str, forwarded: str, counted: str) -> None:
    """Only those named are believed, and of what they say only the last that is none of them: the rest
    somebody may have written themselves."""
    async with served_at(tmp_path, console_proxies=proxies) as (browser, _):
        assert await attempt(browser, forwarded) == 401
        assert await places(browser) == {tries.place(counted)}


@pytest.mark.parametrize(
    ("proxies", "header", "noticed"),
    [
        ("", "x-forwarded-for", True),
        ("192.0.2.1, 10.0.0.0/8", "x-forwarded-for", True),
        ("127.0.0.0/8", "x-forwarded-for", False),
        ("", "x-forwarded-host", False),
    ],
)
async def test_a_proxy_that_nobody_named_is_noticed(
    tmp_path: Path, proxies: str, header: str, noticed: bool
) -> None:
    """One line in the log, however often it comes, with nothing of what it says; an admin sees it too."""
    async with served_at(tmp_path, console_proxies=proxies) as (browser, _):
        await add_user(browser.desk.store, "ada", "admin")
        browser.client.headers[header] = "203.0.113.9"
        with capture_logs() as told:
            await browser.log_in("kari")
            seen_by_kari = (await browser.get("/")).text
        lines = [line for line in told if line["event"] == "console.proxy_not_named"]
        assert len(lines) == noticed and "203.0.113.9" not in str(told)
        assert "PLO_CONSOLE_PROXIES" not in seen_by_kari
        browser.client.cookies.clear()
        await browser.log_in("ada")
        assert ("PLO_CONSOLE_PROXIES" in (await browser.get("/")).text) == noticed


async def test_a_false_address_opens_no_lock(tmp_path: Path) -> None:
    """Another X-Forwarded-For with each try does not help, from who is no proxy."""
    async with served_at(tmp_path) as (browser, _):
        told = [await attempt(browser, f"203.0.113.{number}") for number in range(7)]
    assert told == [401] * 5 + [429] * 2


async def test_each_behind_a_proxy_has_their_own_lock(tmp_path: Path) -> None:
    """Whoever shuts themselves out shuts nobody else behind the same proxy out."""
    async with served_at(tmp_path, console_proxies="127.0.0.1") as (browser, _):
        told = [await attempt(browser, "203.0.113.9") for _ in range(6)]
        assert told[-1] == 429
        browser.client.headers["x-forwarded-for"] = "203.0.113.10"
        assert (await browser.log_in("kari")).status_code == 303


async def test_what_else_a_proxy_says_changes_nothing(tmp_path: Path) -> None:
    """Host, port, scheme and the rest: cookies, addresses and origins follow the settings alone."""
    said = {
        "x-forwarded-proto": "https",
        "x-forwarded-host": "evil.example",
        "forwarded": "host=evil.example",
    }
    more = {"x-forwarded-port": "1", "x-forwarded-prefix": "/evil", "x-original-url": "/brukere"}
    async with served_at(tmp_path, console_proxies="127.0.0.1") as (browser, port):
        browser.client.headers.update({**said, **more})
        answer = await browser.log_in("kari")
        assert answer.headers["location"] == "/hjem" and "Secure" not in answer.headers["set-cookie"]
        slash = await browser.get("/min/")
        assert "evil" not in str(slash.headers) and slash.headers["location"].endswith(
            f"127.0.0.1:{port}/min"
        )
        page = await browser.get("/min")
        assert page.status_code == 200 and "evil" not in page.text and "evil" not in str(page.headers)
        assert "strict-transport-security" not in page.headers


async def test_the_audit_log_tells_no_address(tmp_path: Path) -> None:
    """Who tried is in it, and from where is counted only: an address may be somebody's home."""
    async with served_at(tmp_path) as (browser, _):
        await attempt(browser, "203.0.113.9")
        async with browser.desk.store.read() as conn:
            rows = [entry async for entry in audit.chain(conn)]
    assert [(one.who, one.did, one.about, one.why) for one in rows] == [("kari", "innlogging.avvist", "", "")]
