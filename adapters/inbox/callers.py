"""Who is calling: an API key, looked up in the store and remembered for a moment."""

import asyncio
import hashlib
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from adapters.receive import Source

REMEMBER_S = 5.0
"""How long a key's standing is trusted: a revoked key stops working within this many seconds."""
MOST = 10_000
"""Keys remembered at most, so that guesses cannot fill the memory."""

Find = Callable[[str], Awaitable[Source | None]]


@dataclass(slots=True)
class Callers:
    """Answers who a bearer token belongs to.

    Attributes:
        find: asks the store; raises Transient when it is away.
    """

    find: Find
    _seen: dict[bytes, tuple[float, Source | None]] = field(default_factory=dict)
    _asked: dict[bytes, asyncio.Task[Source | None]] = field(default_factory=dict)

    async def known(self, authorization: bytes) -> Source | None:
        """The caller behind `Authorization: Bearer <key>`; None for no key, a wrong or a revoked one."""
        scheme, _, token = authorization.partition(b" ")
        if scheme.lower() != b"bearer" or not token:
            return None
        digest = hashlib.sha256(token).digest()
        at, source = self._seen.get(digest, (-REMEMBER_S, None))
        if time.monotonic() - at < REMEMBER_S:
            return source
        asked = self._asked.get(digest)
        if asked is None:
            asked = self._asked[digest] = asyncio.create_task(self._ask(digest, token))
            asked.add_done_callback(lambda _: self._asked.pop(digest, None))
        # Shielded: many wait for one answer, and one that gives up must not take it from the others.
        return await asyncio.shield(asked)

    async def _ask(self, digest: bytes, token: bytes) -> Source | None:
        """Look the key up once, however many of its calls are waiting."""
        source = await self.find(token.decode("ascii", "replace").strip())
        if len(self._seen) >= MOST:
            self._seen.clear()
        self._seen[digest] = (time.monotonic(), source)
        return source
