"""The body of a call: whole, not too large, and not for ever on its way."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

Call = Callable[[], Awaitable[Mapping[str, Any]]]
"""ASGI's receive: the next event of a call."""

BODY_S = 60.0
"""Seconds that a whole body may take: 20 MB at 2.7 Mbit/s."""


class NotRead(Exception):
    """The body was not read to its end. `title` may name {most}, in bytes."""

    status: int
    title: str


class TooLarge(NotRead):
    """Larger than the limit; the rest of it is not read."""

    status, title = 413, "Meldingen er større enn grensen på {most} byte."


class TooSlow(NotRead):
    """Not here within BODY_S: nobody holds a connection for ever."""

    status, title = 408, f"Hele meldingen kom ikke innen {BODY_S:.0f} sekunder."


class HungUp(NotRead):
    """The caller is gone, and hears no answer."""

    status, title = 400, "Forbindelsen ble brutt før hele meldingen kom."


async def body_of(headers: Mapping[bytes, bytes], receive: Call, most: int) -> bytes:
    """The whole body. Raises NotRead, as soon as it is known to be larger than `most` bytes."""
    try:
        async with asyncio.timeout(BODY_S):
            return await _body_of(headers, receive, most)
    except TimeoutError:
        raise TooSlow from None


async def _body_of(headers: Mapping[bytes, bytes], receive: Call, most: int) -> bytes:
    announced = headers.get(b"content-length", b"")
    if announced.isdigit() and int(announced) > most:
        raise TooLarge
    chunks: list[bytes] = []
    size = 0
    more = True
    while more:
        event = await receive()
        if event["type"] == "http.disconnect":
            raise HungUp
        chunk = event.get("body", b"")
        size += len(chunk)
        if size > most:
            raise TooLarge
        chunks.append(chunk)
        more = event.get("more_body", False)
    return b"".join(chunks)
