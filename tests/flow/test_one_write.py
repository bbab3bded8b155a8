"""An answer leaves in one write: head and body apart would be two system calls, here and at the caller."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from adapters.inbox.callers import Callers
from adapters.inbox.http import Intake
from adapters.receive import Receipt, Source
from broker import connection
from broker.serve import listening, serve

SILENT = b"[stille]"


async def deliver(raw: bytes, source: Source) -> Receipt:
    """An AppRec for most, none for a message that says so."""
    return Receipt("godtatt", b"" if raw == SILENT else b"<svar/>", (), "", False)


async def find(token: str) -> Source | None:
    return Source("nøkkel", frozenset())


class Counted(connection.Joining):
    """Keeps what is written, write by write."""

    writes: list[bytes]

    def __init__(self, transport: Any) -> None:
        inner = transport.write

        class Seen:
            def __getattr__(self, name: str) -> Any:
                return getattr(transport, name)

            def write(self, data: bytes) -> None:
                Counted.writes.append(data)
                inner(data)

        super().__init__(Seen())


@pytest.fixture
async def port(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[int]:
    Counted.writes = []
    monkeypatch.setattr(connection, "Joining", Counted)
    listener, stop = listening("127.0.0.1", 0), asyncio.Event()
    serving = asyncio.create_task(serve(Intake(deliver, Callers(find), {}, 1_000_000), listener, stop))
    yield listener.getsockname()[1]
    stop.set()
    await serving


async def answered(port: int, request: bytes, ends: bytes) -> bytes:
    """What comes back, until it ends so."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    try:
        async with asyncio.timeout(5):
            return await reader.readuntil(ends)
    finally:
        writer.close()


def post(body: bytes, *headers: bytes) -> bytes:
    lines = (b"POST /meldinger HTTP/1.1", b"Host: x", b"Authorization: Bearer k", *headers)
    return b"\r\n".join((*lines, b"Content-Length: %d" % len(body), b"", body))


async def test_an_answer_is_one_write(port: int) -> None:
    """Head and body together, twice on one connection: two writes."""
    await answered(port, post(b"<a/>") * 2, b"<svar/>")
    await asyncio.sleep(0.05)
    assert [one.count(b"HTTP/1.1 200") for one in Counted.writes] == [1, 1]
    assert all(one.endswith(b"<svar/>") for one in Counted.writes)


async def test_an_answer_without_a_body(port: int) -> None:
    """202 has no body, and HEAD none either: the head is not kept for the next answer."""
    assert b" 202 " in await answered(port, post(SILENT), b"\r\n\r\n")
    assert b" 405 " in await answered(port, b"HEAD /meldinger HTTP/1.1\r\nHost: x\r\n\r\n", b"\r\n\r\n")


async def test_continue_goes_at_once(port: int) -> None:
    """A caller that asks before it sends its body hears 100 Continue without waiting for the answer."""
    head, _, body = post(b"<a/>", b"Expect: 100-continue").partition(b"\r\n\r\n")
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(head + b"\r\n\r\n")
    async with asyncio.timeout(5):
        assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 100 ")
        writer.write(body)
        assert (await reader.readuntil(b"<svar/>")).startswith(b"HTTP/1.1 200 ")
    writer.close()
