"""A connection whose head is not for ever: uvicorn bounds neither how large it grows nor how long it takes.

Without this anybody who reaches the port, with a key or without, can fill the memory with one header.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MOST_HEAD = 524_288
"""Bytes of request line and headers; twice what the loop reads at a time, as a body may begin in that."""
HEAD_S = 20.0
"""Seconds from the connection, or from a request's first byte, to the end of its headers."""


class Connection(HttpToolsProtocol):
    """uvicorn's own, which hangs up on a head that is too large or too slow."""

    _head = 0
    _awaiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._begin()

    def connection_lost(self, exc: Exception | None) -> None:
        self._end()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Hang up when all this was head, and there is still more of it."""
        super().data_received(data)
        self._head += len(data)
        if self._awaiting and self._head > MOST_HEAD:
            self.transport.abort()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._end()
        self._begin()

    def on_headers_complete(self) -> None:
        self._end()
        super().on_headers_complete()

    def _begin(self) -> None:
        self._head = 0
        self._awaiting = self.loop.call_later(HEAD_S, self.transport.abort)

    def _end(self) -> None:
        if self._awaiting:
            self._awaiting.cancel()
            self._awaiting = None
