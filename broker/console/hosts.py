"""Only those who ask for the console by its own name are answered (DNS rebinding); others are told it."""

from typing import Final
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from broker.console.faults import page

LOCAL: Final = frozenset({"127.0.0.1", "localhost", "::1"})
TITLE: Final = "Denne adressen hører ikke til konsollen"
TEXT: Final = (
    "Konsollen svarer bare på adressen den er satt opp med: {}. Er det ikke den folk her skal bruke, må den "
    "som drifter tjenesten, sette PLO_CONSOLE_URL til den rette."
)


class Hosts:
    """Refuses a Host that is not ours, before anything else is looked at.

    Attributes:
        address: where people reach the console: https://konsoll.example.
    """

    def __init__(self, app: ASGIApp, address: str) -> None:
        self._app, self._address = app, address
        self._ours = LOCAL | {_name(urlsplit(address).netloc)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or _name(Request(scope).headers.get("host", "")) in self._ours:
            return await self._app(scope, receive, send)
        answer = page(Request(scope), 400, TITLE, TEXT.format(self._address))
        return await answer(scope, receive, send)


def _name(host: str) -> str:
    """The name in a Host header, without its port; "" for what is none."""
    try:
        parts = urlsplit(f"//{host}")
        sound = parts.netloc == host and "@" not in host and (parts.port or True)
    except ValueError:
        return ""
    return (parts.hostname or "") if sound else ""
