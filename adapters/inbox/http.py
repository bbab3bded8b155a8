"""POST /meldinger, health and metrics: plain ASGI, since a framework's layers cost more than the XML.

Carries bytes to the door and its answer back; knows callers by API key.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
import structlog
from prometheus_client import CONTENT_TYPE_LATEST

from adapters import metrics
from adapters.errors import Problem, Transient
from adapters.inbox.callers import Callers
from adapters.receive import Receipt, Source

Scope = Mapping[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Headers = tuple[tuple[bytes, bytes], ...]
Check = Callable[[], Awaitable[str | None]]
"""None when the part is well, else why it is not, in words."""

RETRY_AFTER_S = b"5"
BODY_S = 60.0
"""Seconds that a whole body may take: 20 MB at 2.7 Mbit/s."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP response."""

    status: int
    body: bytes = b""
    content_type: bytes = b""
    headers: Headers = ()


class TooLarge(Exception):
    """The body is larger than the limit; the rest of it is not read."""


class TooSlow(Exception):
    """The body did not come within BODY_S; a caller cannot hold a connection for ever."""


def problem(status: int, title: str, *problems: Problem, headers: Headers = ()) -> Answer:
    """A refusal in words (RFC 9457), with the places in the message where there are any."""
    body: dict[str, Any] = {"type": "about:blank", "title": title, "status": status}
    if problems:
        body["problems"] = [
            {"code": p.code, "path": p.path, "line": p.line, "expected": p.expected, "text": p.text}
            for p in problems
        ]
    return Answer(status, orjson.dumps(body), b"application/problem+json", headers)


def answer_of(receipt: Receipt) -> Answer:
    """The response a receipt deserves: an AppRec, nothing to say, or why there is no AppRec."""
    if receipt.apprec:
        return Answer(200, receipt.apprec, b"application/xml; charset=utf-8")
    if receipt.verdict == "godtatt":
        return Answer(202)
    if receipt.verdict == "forbudt":
        return problem(403, "Nøkkelen kan ikke sende for denne avsenderen.", *receipt.problems)
    return problem(400, "Meldingen kan ikke leses, eller ingen kan kvittere for den.", *receipt.problems)


@dataclass(frozen=True, slots=True)
class Intake:
    """The ASGI application.

    Attributes:
        deliver: the door: bytes and who brought them in, receipt out.
        callers: knows API keys.
        checks: what readiness asks: name of the part -> check.
        max_bytes: largest body.
    """

    deliver: Callable[[bytes, Source], Awaitable[Receipt]]
    callers: Callers
    checks: Mapping[str, Check]
    max_bytes: int

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        answer = await self._answer(scope, receive)
        headers = [(b"content-length", str(len(answer.body)).encode()), *answer.headers]
        if answer.content_type:
            headers.append((b"content-type", answer.content_type))
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        await send({"type": "http.response.body", "body": answer.body})

    async def _answer(self, scope: Scope, receive: Receive) -> Answer:
        route = ROUTES.get(scope["path"])
        if route is None:
            return problem(404, "Ukjent adresse. Meldinger sendes med POST /meldinger.")
        method, handle = route
        if scope["method"] != method:
            return problem(405, f"Bruk {method} her.", headers=((b"allow", method.encode()),))
        try:
            return await handle(self, scope, receive)
        except (TooLarge, TooSlow, ConnectionAbortedError) as exc:
            return self._unread(exc)
        except Transient:
            metrics.unavailable()
            log.warning("intake.unavailable")
            return problem(
                503,
                "Tjenesten er ute av drift for øyeblikket. Send den samme meldingen på nytt.",
                headers=((b"retry-after", RETRY_AFTER_S),),
            )
        except Exception:
            log.exception("intake.failed")
            return problem(500, "Uventet feil hos oss. Meldingen er ikke tatt imot; send den på nytt.")

    def _unread(self, exc: Exception) -> Answer:
        """To a caller whose body was not read to its end, if there still is one."""
        status, title = UNREAD[type(exc)]
        return problem(status, title.format(most=self.max_bytes), headers=((b"connection", b"close"),))

    async def _meldinger(self, scope: Scope, receive: Receive) -> Answer:
        headers = dict(scope["headers"])
        caller = await self.callers.known(headers.get(b"authorization", b""))
        if caller is None:
            return problem(
                401,
                "Oppgi en gyldig nøkkel: Authorization: Bearer <nøkkel>. Nøkler lages med plo key create.",
                headers=((b"www-authenticate", b"Bearer"),),
            )
        if b"content-encoding" in headers:
            return problem(415, "Send meldingen ukomprimert.")
        raw = await body_of(headers, receive, self.max_bytes)
        started = time.perf_counter()
        receipt = await self.deliver(raw, caller)
        metrics.answered(time.perf_counter() - started)
        return answer_of(receipt)

    async def _lever(self, scope: Scope, receive: Receive) -> Answer:
        return Answer(200, b'{"status":"lever"}', b"application/json")

    async def _klar(self, scope: Scope, receive: Receive) -> Answer:
        """Ready only when everything that a message needs has just answered."""
        names = list(self.checks)
        why = await asyncio.gather(*(self.checks[name]() for name in names))
        status = 200 if not any(why) else 503
        body = {name: reason or "ok" for name, reason in zip(names, why, strict=True)}
        return Answer(status, orjson.dumps(body), b"application/json")

    async def _metrics(self, scope: Scope, receive: Receive) -> Answer:
        return Answer(200, metrics.exposition(), CONTENT_TYPE_LATEST.encode())


async def body_of(headers: Mapping[bytes, bytes], receive: Receive, most: int) -> bytes:
    """The whole body. Raises TooLarge as soon as it is known to be larger than `most` bytes, and TooSlow."""
    try:
        async with asyncio.timeout(BODY_S):
            return await _body_of(headers, receive, most)
    except TimeoutError:
        raise TooSlow from None


async def _body_of(headers: Mapping[bytes, bytes], receive: Receive, most: int) -> bytes:
    announced = headers.get(b"content-length", b"")
    if announced.isdigit() and int(announced) > most:
        raise TooLarge
    chunks: list[bytes] = []
    size = 0
    more = True
    while more:
        event = await receive()
        if event["type"] == "http.disconnect":
            raise ConnectionAbortedError
        chunk = event.get("body", b"")
        size += len(chunk)
        if size > most:
            raise TooLarge
        chunks.append(chunk)
        more = event.get("more_body", False)
    return b"".join(chunks)


UNREAD: dict[type[Exception], tuple[int, str]] = {
    TooLarge: (413, "Meldingen er større enn grensen på {most} byte."),
    TooSlow: (408, f"Hele meldingen kom ikke innen {BODY_S:.0f} sekunder."),
    ConnectionAbortedError: (400, "Forbindelsen ble brutt før hele meldingen kom."),
}
Handler = Callable[[Intake, Scope, Receive], Awaitable[Answer]]
ROUTES: dict[str, tuple[str, Handler]] = {
    "/meldinger": ("POST", Intake._meldinger),
    "/helse/lever": ("GET", Intake._lever),
    "/helse/klar": ("GET", Intake._klar),
    "/metrics": ("GET", Intake._metrics),
}
