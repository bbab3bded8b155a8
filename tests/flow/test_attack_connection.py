"""Callers who mean harm before they have said who they are: a head, or a body, without end."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from adapters.inbox import body
from adapters.inbox.callers import Callers
from adapters.inbox.http import Intake
from adapters.receive import Receipt, Source
from broker import connection
from broker.serve import listening, serve

POST = b"POST /meldinger HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer plo_riktig\r\n"
CUT = b"[cut]"
"""Stands where the server hung up."""


async def find(token: str) -> Source | None:
    return {"plo_riktig": Source("nøkkel", frozenset())}.get(token)


async def deliver(raw: bytes, source: Source) -> Receipt:
    return Receipt("godtatt", raw, (), "", False)


@pytest.fixture
async def port() -> AsyncIterator[int]:
    listener, stop = listening("127.0.0.1", 0), asyncio.Event()
    serving = asyncio.create_task(serve(Intake(deliver, Callers(find), {}, 1_000_000), listener, stop))
    yield listener.getsockname()[1]
    stop.set()
    await serving


async def said(port: int, *pieces: bytes, pause_s: float = 0.0) -> bytes:
    """What comes back until the server hangs up, or has nothing more to say."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    out = b""
    try:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause_s)
        async with asyncio.timeout(2):
            while piece := await reader.read(65_536):
                out += piece
    except TimeoutError:
        return out + b"[venter]"
    except ConnectionError:
        pass
    finally:
        writer.close()
    return out + CUT


@pytest.mark.parametrize("start", [b"GET /", b"GET / HTTP/1.1\r\nX-A: ", b"GET / HTTP/1.1\r\nHost: x\r\n"])
async def test_a_head_without_end(port: int, start: bytes) -> None:
    """An address, a header or many headers that grow for ever: the connection is cut, nothing is kept."""
    more = b"X-B: b\r\n" * 10_000 if start.endswith(b"\r\n") else b"a" * 80_000
    assert await said(port, start, *[more] * 30, pause_s=0.01) == CUT


async def test_a_head_that_does_not_come(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Slowloris: silence, or a header now and then, is given HEAD_S."""
    monkeypatch.setattr(connection, "HEAD_S", 0.3)
    assert await said(port) == CUT
    assert await said(port, POST, *[b"X-A: a\r\n"] * 8, pause_s=0.1) == CUT


async def test_a_body_that_does_not_come(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A body is given BODY_S, then 408 and an end; one that comes in time is answered."""
    monkeypatch.setattr(body, "BODY_S", 0.3)
    answer = await said(port, POST + b"Content-Length: 1000\r\n\r\n", *[b"a"] * 2, pause_s=0.1)
    assert answer.startswith(b"HTTP/1.1 408 ") and answer.endswith(CUT)
    whole = await said(port, POST + b"Content-Length: 900000\r\n\r\n" + b"a" * 900_000)
    assert whole.startswith(b"HTTP/1.1 200 ") and whole.count(b"a") > 900_000


async def test_many_calls_on_one_connection(port: int) -> None:
    """Large bodies one after another, laid end to end, are no large head."""
    one = POST + b"Content-Length: 200000\r\n\r\n" + b"a" * 200_000
    assert (await said(port, one * 8)).count(b"HTTP/1.1 200 ") == 8


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
        b"Content-Length: 4\r\nContent-Length: 5\r\n",
        b"Content-Length: +4\r\n",
        b"Content-Length : 4\r\n",
        b"Transfer-Encoding: xchunked\r\n",
        b"Transfer-Encoding: chunked, identity\r\n",
    ],
)
async def test_two_ways_to_read_one_head(port: int, head: bytes) -> None:
    """A head that a proxy before us could read in another way is refused (request smuggling)."""
    answer = await said(port, POST + head + b"\r\n0\r\n\r\nGET /metrics HTTP/1.1\r\nHost: x\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 400 ") and answer.count(b"HTTP/1.1") == 1


WEBSOCKET = b"Connection: Upgrade\r\nUpgrade: WebSocket\r\nSec-WebSocket-Version: 13\r\n"


@pytest.mark.parametrize("address", [b"/meldinger", b"/metrics", b"/"])
async def test_a_websocket(port: int, address: bytes, caplog: pytest.LogCaptureFixture) -> None:
    """Refused in words, wherever it is tried, and nothing is written in the log."""
    answer = await said(port, b"GET " + address + b" HTTP/1.1\r\nHost: x\r\n" + WEBSOCKET + b"\r\n")
    assert answer.startswith(b"HTTP/1.1 400 ") and b"ingen WebSocket" in answer and answer.endswith(CUT)
    assert caplog.records == []


async def test_a_client_that_would_like_http_2(port: int, caplog: pytest.LogCaptureFixture) -> None:
    """Some offer to change (h2c) with every message; the message is taken in, quietly."""
    offer = b"Connection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n"
    answer = await said(port, POST + offer + b"Content-Length: 3\r\n\r\n<a>")
    assert answer.startswith(b"HTTP/1.1 202 ") and answer.endswith(CUT)
    assert caplog.records == []
