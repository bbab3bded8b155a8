"""A part that runs alone, seen from outside: health and metrics on a port of its own (PLO_METRICS_PORT)."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from adapters.inbox.answers import problem
from adapters.inbox.health import Check, health
from broker.serve import listening, serve
from broker.settings import Settings


@asynccontextmanager
async def seen(settings: Settings, checks: Mapping[str, Check]) -> AsyncIterator[None]:
    """Answer on the port while the body runs."""
    stop = asyncio.Event()
    listener = listening(settings.host, settings.metrics_port)
    serving = asyncio.create_task(serve(_app(checks), listener, stop))
    try:
        yield
    finally:
        stop.set()
        await serving


def _app(checks: Mapping[str, Check]) -> Callable[..., Awaitable[None]]:
    async def app(scope: Mapping[str, Any], receive: object, send: Callable[..., Awaitable[None]]) -> None:
        answer = await health(scope["method"], scope["path"], checks) or problem(404, "Ukjent adresse.")
        headers = [
            (b"content-length", str(len(answer.body)).encode()),
            (b"content-type", answer.content_type),
        ]
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        await send({"type": "http.response.body", "body": answer.body})

    return app
