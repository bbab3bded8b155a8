"""The console as it is served: what is too much, and what is not HTTP at all."""

import asyncio
from pathlib import Path

import httpx
import pytest
from consoles import Browser, add_user
from consoles_served import served_at

from broker.console import guard, live, sound


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
