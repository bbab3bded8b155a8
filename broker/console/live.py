"""What has changed, told to open pages as it happens (SSE): one look each second for all of them.

A page that follows something writes `{% block live %}avvik{% endblock %}` (names of PARTS in watched.py) and
puts the macro `news` where the new should wait. Its piece is fetched when the page opens and after each
change, and answers with nothing, or with "3 nye" and a link: asked with the moment of the page, nothing is
missed. A page that nobody looks at (plo.js) lets go of its stream: a browser has six connections to a host.
"""

import asyncio
import contextlib
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from adapters.errors import Transient
from adapters.store import Store
from broker.console.desk import desk_of
from broker.console.guard import find_user
from broker.console.watched import Listener, Marks, Sight, changed, marks, sight, whose
from broker.console.who import Role, needs, user_of
from broker.names import Names

EVERY_S: Final = 1.0
HEARTBEAT_S: Final = 15.0
"""Seconds between two signs of life; then it is also asked whether the session still lives."""
MOST: Final = 500
"""Open pages of one process."""
MOST_OF_ONE: Final = 30
"""Open pages of one user, so that nobody takes those of the others."""
LATER: Final = b"retry: 60000\n\n"
TOO_MANY: Final = "Du har svært mange sider åpne. Lukk noen, så blir denne direkte igjen."


@dataclass(slots=True)
class Live:
    """All open pages of this process."""

    closed: bool = False
    listeners: set[Listener] = field(default_factory=set)
    _marks: Marks = field(default_factory=dict)

    async def run(self, store: Callable[[], Store]) -> None:
        """Look and tell, until cancelled; a store that is away is looked at again."""
        while True:
            with contextlib.suppress(Transient):
                await self.look(store())
            await asyncio.sleep(EVERY_S)

    async def look(self, store: Store) -> None:
        """One look: tell everybody what is not as it was; whose it was is asked for when it matters."""
        limited = any(listener.sight.limited for listener in self.listeners)
        async with store.read() as conn:
            before, now = self._marks, await marks(conn)
            changes = {
                name: await whose(conn, name, before[name]) if limited else frozenset[str]()
                for name in changed(before, now)
            }
        self._marks = now
        for listener in self.listeners:
            listener.tell(changes)

    def full(self, who: str) -> bool:
        """Whether this user has all the open pages that one may have, or all users have theirs."""
        return (
            len(self.listeners) >= MOST
            or sum(listener.sight.who == who for listener in self.listeners) >= MOST_OF_ONE
        )

    def close(self) -> None:
        """Let every page go; their browsers come back by themselves when there is somebody to come to."""
        self.closed = True
        for listener in self.listeners:
            listener.woken.set()

    async def stream(
        self, seen: Sight, known: Callable[[], Awaitable[bool]], heartbeat_s: float = HEARTBEAT_S
    ) -> AsyncGenerator[bytes]:
        """The events of one page, from all that it follows on; ends when `known` says no, or at the end.

        One too many, of those that came at the same moment, ends at once and comes back later.
        """
        if self.full(seen.who):
            yield LATER
            return
        listener, due = Listener(seen, set(seen.parts)), time.monotonic() + heartbeat_s
        self.listeners.add(listener)
        try:
            yield b"retry: 3000\n\n"
            while not self.closed:
                if told := await _woken(listener, due - time.monotonic()):
                    yield f"event: endret\ndata: {' '.join(told)}\n\n".encode()
                if time.monotonic() >= due:
                    if not await known():
                        return
                    due = time.monotonic() + heartbeat_s
                    yield b": her\n\n"
        finally:
            self.listeners.discard(listener)


async def _woken(listener: Listener, seconds: float) -> list[str]:
    """What changed, as soon as something has; nothing when the time is up."""
    if not listener.changed:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await listener.woken.wait()
    listener.woken.clear()
    told, listener.changed = sorted(listener.changed), set()
    return told


@needs(Role.LESER)
async def stream(request: Request) -> Response:
    """GET /strom?deler=avvik board"""
    desk, user = desk_of(request), user_of(request)
    live = desk.live
    if live is None or live.closed or len(live.listeners) >= MOST:
        raise HTTPException(503)
    if live.full(user.id):
        raise HTTPException(429, TOO_MANY)

    async def known() -> bool:
        """The session lives, and its user may see what they could."""
        now = await find_user(request)
        return now is not None and (now.roles, now.kommuner) == (user.roles, user.kommuner)

    asked = frozenset(request.query_params.get("deler", "").split())
    events = live.stream(sight(user, asked, Names(desk.agreement)), known)
    return StreamingResponse(events, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})


ROUTES = (Route("/strom", stream),)
