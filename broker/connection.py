"""uvicorn's connection, with two things that it lacks.

A head is not for ever: uvicorn bounds neither how large it grows nor how long it takes, so anybody who
reaches the port, with a key or without, could fill the memory with one header. And an answer is one write:
uvicorn writes head and body apart, which is two system calls here and two at the other end.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MOST_HEAD = 524_288
"""Bytes of request line and headers; twice what the loop reads at a time, as a body may begin in that."""
ANSWER = tuple(b"HTTP/1.1 %d" % first for first in range(2, 6))
"""How the head of an answer begins; 100 Continue is none."""
HEAD_S = 20.0
"""Seconds from the connection, or from a request's first byte, to the end of its headers."""


class Joining:
    """A transport that keeps the head of an answer until what follows it."""

    def __init__(self, transport: Any) -> None:
        self._transport = transport
        self._kept = b""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        if self._kept:
            kept, self._kept = self._kept, b""
            self._transport.write(kept + data)
        elif data.startswith(ANSWER):
            self._kept = data
        else:
            self._transport.write(data)

    def flush(self) -> None:
        """Nothing follows: the answer has no body."""
        if self._kept:
            self.write(b"")

    def close(self) -> None:
        self.flush()
        self._transport.close()


class Connection(HttpToolsProtocol):
    """uvicorn's own, which hangs up on a head that is too large or too slow, and answers in one write."""

    _head = 0
    _awaiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self.transport: Any = Joining(transport)
        self._begin()

    def on_response_complete(self) -> None:
        self.transport.flush()
        super().on_response_complete()

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

    def _unsupported_upgrade_warning(self) -> None:
        """Whoever asks for another protocol (h2c, WebSocket) gets an answer in this one, and that is all."""

    def _begin(self) -> None:
        self._head = 0
        self._awaiting = self.loop.call_later(HEAD_S, self.transport.abort)

    def _end(self) -> None:
        if self._awaiting:
            self._awaiting.cancel()
            self._awaiting = None
