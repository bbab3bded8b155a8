"""How a part is, over HTTP: whether it lives, whether it is ready, and its metrics."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

import orjson
from prometheus_client import CONTENT_TYPE_LATEST

from adapters import metrics
from adapters.inbox.answers import Answer, problem

Check = Callable[[], Awaitable[str | None]]
"""None when the part is well, else why it is not, in words."""
Checks = Mapping[str, Check]


async def lever(checks: Checks) -> Answer:
    """It answers, and so it lives."""
    return Answer(200, b'{"status":"lever"}', b"application/json")


async def klar(checks: Checks) -> Answer:
    """Ready only when everything that is needed has just answered."""
    why = await asyncio.gather(*(check() for check in checks.values()))
    status = 200 if not any(why) else 503
    body = {name: reason or "ok" for name, reason in zip(checks, why, strict=True)}
    return Answer(status, orjson.dumps(body), b"application/json")


async def figures(checks: Checks) -> Answer:
    """All metrics, as Prometheus reads them."""
    return Answer(200, metrics.exposition(), CONTENT_TYPE_LATEST.encode())


PATHS: Mapping[str, Callable[[Checks], Awaitable[Answer]]] = {
    "/helse/lever": lever,
    "/helse/klar": klar,
    "/metrics": figures,
}


async def health(method: str, path: str, checks: Checks) -> Answer | None:
    """The answer to a call of one of PATHS; None for another."""
    asked = PATHS.get(path)
    if asked is None:
        return None
    if method != "GET":
        return problem(405, "Bruk GET her.", headers=((b"allow", b"GET"),))
    return await asked(checks)
