"""Whom a proxy speaks for: those named are believed, and one that is not named is noticed."""

from typing import Any, Final

import structlog
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from broker.console.desk import Desk

FORWARDED: Final = b"x-forwarded-for"

log = structlog.get_logger()


class Proxies:
    """Around everything else. Sets the client as the proxies of PLO_CONSOLE_PROXIES tell it.

    A proxy that is not named makes all its users one address, and one of them can shut out all. It is told of
    once, without its address: anybody who reaches the port can send the header, and it must not be them who
    say whom to trust.
    """

    def __init__(self, app: ASGIApp, desk: Desk) -> None:
        inner: Any = app
        self._app: Any = ProxyHeadersMiddleware(inner, desk.settings.console_proxies)
        self._desk = desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not self._desk.unnamed_proxy and self._is_by_another(scope):
            self._desk.unnamed_proxy = True
            log.warning("console.proxy_not_named", setting="PLO_CONSOLE_PROXIES")
        await self._app(scope, receive, send)

    def _is_by_another(self, scope: Scope) -> bool:
        peer = (scope.get("client") or ("",))[0]
        return peer not in self._app.trusted_hosts and any(
            name == FORWARDED for name, _ in scope.get("headers", ())
        )
