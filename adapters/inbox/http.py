"""POST /meldinger, health and metrics: plain ASGI, since a framework's layers cost more than the XML.

Carries bytes to the door and its answer back; knows callers by API key.
"""

import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import structlog

from adapters import metrics
from adapters.errors import Transient
from adapters.inbox.answers import Answer, answer_of, problem
from adapters.inbox.body import Call, NotRead, body_of
from adapters.inbox.callers import Callers
from adapters.inbox.health import Check, health
from adapters.receive import Receipt, Source

Scope = Mapping[str, Any]
Send = Callable[[dict[str, Any]], Awaitable[None]]

RETRY_AFTER_S = b"5"
CLOSE = ((b"connection", b"close"),)

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Intake:
    """The ASGI application.

    Attributes:
        deliver: the door: bytes and who brought them in, receipt out.
        callers: knows API keys.
        checks: what readiness asks: name of the part -> check.
        max_bytes: largest body.
        figures: whether /metrics is answered here too; with a port of its own, senders do not see it.
    """

    deliver: Callable[[bytes, Source], Awaitable[Receipt]]
    callers: Callers
    checks: Mapping[str, Check]
    max_bytes: int
    figures: bool = True

    async def __call__(self, scope: Scope, receive: Call, send: Send) -> None:
        if scope["type"] != "http":
            return
        answer = await self._answer(scope, receive)
        headers = [(b"content-length", str(len(answer.body)).encode()), *answer.headers]
        if answer.content_type:
            headers.append((b"content-type", answer.content_type))
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        await send({"type": "http.response.body", "body": answer.body})

    async def _answer(self, scope: Scope, receive: Call) -> Answer:
        if (b"upgrade", b"websocket") in ((name, value.lower()) for name, value in scope["headers"]):
            return problem(
                400, "Her er ingen WebSocket. Meldinger sendes med POST /meldinger.", headers=CLOSE
            )
        try:
            if scope["path"] != "/meldinger":
                shown = self.figures or scope["path"] != "/metrics"
                seen = await health(scope["method"], scope["path"], self.checks) if shown else None
                return seen or problem(404, "Ukjent adresse. Meldinger sendes med POST /meldinger.")
            if scope["method"] != "POST":
                return problem(405, "Bruk POST her.", headers=((b"allow", b"POST"),))
            return await self._meldinger(scope, receive)
        except NotRead as exc:
            return problem(exc.status, exc.title.format(most=self.max_bytes), headers=CLOSE)
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

    async def _meldinger(self, scope: Scope, receive: Call) -> Answer:
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
