"""The console as it is served: whom a proxy speaks for, what is too much, and what is not HTTP at all."""

import asyncio
from pathlib import Path

import httpx
import pytest
from consoles import Browser, add_user
from consoles_served import served_at
from structlog.testing import capture_logs

from adapters.store import audit, tries
from adapters.store.rows import fetch
from broker.console import guard, live, sound

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


async def said(port: int, raw: bytes, limit_s: float = 10) -> bytes:
    """What the console answers to these bytes, until it hangs up."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(raw)
        async with asyncio.timeout(limit_s):
            return await reader.read()
    finally:
        writer.close()


@pytest.mark.parametrize(
    "raw",
    [
        b"TULL\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST /logg-inn HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1\r\nContent-Length: 20\r\n\r\nx",
        b"POST /logg-inn HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n",
        b"GET /\x00 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    ],
)
async def test_what_is_not_http(tmp_path: Path, raw: bytes) -> None:
    """Refused, and the connection is closed; the next one is served."""
    async with served_at(tmp_path) as (browser, port):
        answer = await said(port, raw)
        assert answer.startswith(b"HTTP/1.1 400")
        assert (await browser.get("/logg-inn")).status_code == 200


async def test_a_very_long_address(tmp_path: Path) -> None:
    """A filter is cut, a login comes back to it, and beyond the limit of a head nobody is listened to."""
    async with served_at(tmp_path) as (browser, port):
        request = b"GET /avvik?q=" + b"x" * 60_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\n"
        answer = await said(port, request + b"Connection: close\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 303") and b"location: /logg-inn\r\n" in answer.lower()
        assert (await said(port, b"GET /?q=" + b"x" * 100_000 + b" HTTP/1.1\r\n\r\n")).startswith(
            b"HTTP/1.1 400"
        )
        with pytest.raises(ConnectionError):
            assert await said(port, b"GET / HTTP/1.1\r\nX: " + b"x" * 5_000_000) == b""
            raise ConnectionError  # cut before all of it was sent, or after
        assert (await browser.get("/logg-inn")).status_code == 200


async def test_a_form_that_comes_too_slowly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its sender is told so, and the connection is free again."""
    monkeypatch.setattr(guard, "BODY_S", 0.1)
    async with served_at(tmp_path) as (_, port):
        head = b"POST /logg-inn HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n"
        kind = b"Content-Type: application/x-www-form-urlencoded\r\n\r\nbruker=k"
        answer = await said(port, head + kind)
    assert answer.startswith(b"HTTP/1.1 408") and b"kom ikke fram i tide" in answer


async def test_a_form_larger_than_its_kind(tmp_path: Path) -> None:
    """A megabyte from who is logged in; only the editor takes the content of a message."""
    async with served_at(tmp_path) as (browser, _):
        await browser.log_in("kari")
        for path, most in (("/min/tema", sound.USUAL), ("/strandet/x/rediger/valider", sound.LARGE)):
            for length, status in ((most + 1, 413), (most, 403)):
                headers = {"content-length": str(length), "content-type": "application/x-www-form-urlencoded"}
                if length == most and most > sound.USUAL:
                    continue
                answer = await browser.client.post(path, content=b"x" * length, headers=headers)
                assert answer.status_code == status, (path, length)


async def test_the_live_stream_as_it_is_served(tmp_path: Path) -> None:
    """Each event goes out as it happens; who goes away leaves nothing."""
    async with served_at(tmp_path) as (browser, _):
        await browser.log_in("kari")
        listening_now = browser.desk.live
        assert listening_now
        async with browser.client.stream("GET", "/strom?deler=avvik") as answer:
            lines = answer.aiter_lines()
            assert [await anext(lines) for _ in range(4)] == [
                "retry: 3000",
                "",
                "event: endret",
                "data: avvik",
            ]
            for listener in listening_now.listeners:
                listener.tell({"avvik": frozenset()})
            assert [await anext(lines) for _ in range(3)] == ["", "event: endret", "data: avvik"]
        async with asyncio.timeout(5):
            while listening_now.listeners:  # noqa: ASYNC110
                await asyncio.sleep(0.01)


async def test_who_takes_every_stream(tmp_path: Path) -> None:
    """Real connections: the user's own limit stops them, and somebody else is told of what changes."""
    async with served_at(tmp_path) as (browser, port):
        await add_user(browser.desk.store, "ola", "leser")
        await browser.log_in("kari")
        listening_now = browser.desk.live
        assert listening_now
        cookie = browser.client.cookies["plo"]
        ask = f"GET /strom?deler=avvik HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: plo={cookie}\r\n\r\n".encode()
        several = [await asyncio.open_connection("127.0.0.1", port) for _ in range(live.MOST_OF_ONE + 5)]
        for _, writer in several:
            writer.write(ask)
        told = [(await reader.readline()).split()[1] for reader, _ in several]
        assert told.count(b"200") >= live.MOST_OF_ONE and set(told) <= {b"200", b"429"}
        assert len(listening_now.listeners) == live.MOST_OF_ONE
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
            ola = Browser(browser.desk, browser.clock, client)
            await ola.log_in("ola")
            async with client.stream("GET", "/strom?deler=avvik") as answer:
                assert answer.status_code == 200
        for _, writer in several:
            writer.close()


async def test_the_audit_log_tells_no_address(tmp_path: Path) -> None:
    """Who tried is in it, and from where is counted only: an address may be somebody's home."""
    async with served_at(tmp_path) as (browser, _):
        await attempt(browser, "203.0.113.9")
        async with browser.desk.store.read() as conn:
            rows = [entry async for entry in audit.chain(conn)]
    assert [(one.who, one.did, one.about, one.why) for one in rows] == [("kari", "innlogging.avvist", "", "")]
