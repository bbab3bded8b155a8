"""What has changed, told to open pages as it happens (SSE): one look each second for all of them.

A page that follows something writes `{% block live %}avvik{% endblock %}` (names of WATCHED) and puts the
macro `news` where the new should wait. Its piece is fetched when the page opens and after each change, and
answers with nothing, or with "3 nye" and a link: asked with the moment of the page, nothing is missed.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from adapters.errors import Transient
from adapters.store import Store
from adapters.store.rows import fetch
from broker.console.desk import desk_of
from broker.console.guard import find_user
from broker.console.who import Role, needs

WATCHED: Final = {
    "avvik": "SELECT max(changed_at) FROM avvik",
    "board": "SELECT max(changed_at) FROM board",
    "cases": "SELECT max(changed_at) FROM cases",
    "meldinger": "SELECT max(claimed_at) FROM claims",
}
"""What pages can follow: a number that is another one when something has changed, found by an index."""

EVERY_S: Final = 1.0
HEARTBEAT_S: Final = 15.0
"""Seconds between two signs of life; then it is also asked whether the session still lives."""
MOST: Final = 500
"""Open pages of one process."""


@dataclass(eq=False, slots=True)
class Listener:
    """One open page: the parts it follows, and those that changed since it was last told."""

    parts: frozenset[str]
    changed: set[str] = field(default_factory=set)
    woken: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self, parts: frozenset[str]) -> None:
        """Note what changed, if the page follows it."""
        if mine := parts & self.parts:
            self.changed |= mine
            self.woken.set()


@dataclass(slots=True)
class Live:
    """All open pages of this process."""

    closed: bool = False
    listeners: set[Listener] = field(default_factory=set)
    _marks: dict[str, object] = field(default_factory=dict)

    async def run(self, store: Callable[[], Store]) -> None:
        """Look and tell, until cancelled; a store that is away is looked at again."""
        while True:
            with contextlib.suppress(Transient):
                await self.look(store())
            await asyncio.sleep(EVERY_S)

    async def look(self, store: Store) -> None:
        """One look: tell everybody what is not as it was."""
        async with store.read() as conn:
            marks = {name: (await fetch(conn, sql))[0][0] for name, sql in WATCHED.items()}
        changed = frozenset(name for name, mark in marks.items() if mark != self._marks.get(name, mark))
        self._marks = marks
        for listener in self.listeners:
            listener.tell(changed)

    def close(self) -> None:
        """Let every page go; their browsers come back by themselves when there is somebody to come to."""
        self.closed = True
        for listener in self.listeners:
            listener.woken.set()

    async def stream(
        self, parts: frozenset[str], known: Callable[[], Awaitable[object]], heartbeat_s: float = HEARTBEAT_S
    ) -> AsyncIterator[bytes]:
        """The events of one page, from all that it follows on; ends when `known` says no, or at the end."""
        listener = Listener(parts)
        listener.tell(parts)
        self.listeners.add(listener)
        try:
            yield b"retry: 3000\n\n"
            while not self.closed:
                if await _woken(listener, heartbeat_s):
                    told, listener.changed = sorted(listener.changed), set()
                    yield f"event: endret\ndata: {' '.join(told)}\n\n".encode()
                elif await known():
                    yield b": her\n\n"
                else:
                    return
        finally:
            self.listeners.discard(listener)


async def _woken(listener: Listener, seconds: float) -> bool:
    """Whether something changed within the time."""
    try:
        async with asyncio.timeout(seconds):
            await listener.woken.wait()
    except TimeoutError:
        return False
    listener.woken.clear()
    return bool(listener.changed)


@needs(Role.LESER)
async def stream(request: Request) -> Response:
    """GET /strom?deler=avvik board"""
    live = desk_of(request).live
    parts = frozenset(request.query_params.get("deler", "").split()) & WATCHED.keys()
    if live is None or live.closed or len(live.listeners) >= MOST:
        raise HTTPException(503)
    headers = {"X-Accel-Buffering": "no"}
    events = live.stream(parts, lambda: find_user(request))
    return StreamingResponse(events, media_type="text/event-stream", headers=headers)


ROUTES = (Route("/strom", stream),)
