"""The console as an ASGI application: pages joined, each behind its checks."""

from collections.abc import Iterable
from types import ModuleType
from typing import Final
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.errors import Transient
from broker.console import (
    agreements,
    avvik_acts,
    avvik_detail,
    avvik_list,
    avvik_request,
    away,
    board,
    letter,
    letter_acts,
    letter_edit,
    letter_send,
    letters,
    letters_foreseen,
    letters_many,
    live,
    members,
    message_detail,
    message_xml,
    messages,
    oidc_login,
    overview,
    own,
    people,
    revision,
    search,
    statics,
    stay,
    trail,
)
from broker.console.desk import Desk, desk_of
from broker.console.guard import guarded
from broker.console.headers import Headers
from broker.console.shown import is_piece, render

PAGES: Final[tuple[ModuleType, ...]] = (
    statics,
    people,
    oidc_login,
    own,
    live,
    away,
    members,
    revision,
    board,
    stay,
    trail,
    avvik_list,
    avvik_acts,
    avvik_detail,
    avvik_request,
    letters,
    letter,
    letter_acts,
    letter_edit,
    letter_send,
    letters_foreseen,
    letters_many,
    search,
    messages,
    message_xml,
    message_detail,
    overview,
    agreements,
)
"""Every module of pages, each with its ROUTES."""

FAULTS: Final = {
    401: ("Du er ikke logget inn", "Logg inn, og prøv igjen."),
    403: (
        "Dette har du ikke tilgang til",
        "Trenger du det i arbeidet ditt: spør en administrator om en annen rolle.",
    ),
    404: ("Her er det ingenting", "Adressen finnes ikke, eller det den viser er ikke ditt å se."),
    405: ("Det går ikke", "Siden kan ikke brukes slik."),
    413: ("For stort", "Send mindre om gangen."),
    503: (
        "Databasen svarer ikke akkurat nå",
        "Ingenting er tapt: avsendere får beskjed om å prøve igjen. Last siden på nytt om litt.",
    ),
}
BUG: Final = (
    "Noe gikk galt i konsollen",
    "Det du gjorde ble ikke lagret. Feilen står i loggen. Prøv igjen, og si fra hvis den kommer tilbake.",
)
LOCAL: Final = ("127.0.0.1", "localhost", "[::1]")


def build(desk: Desk, pages: Iterable[ModuleType] = PAGES) -> Starlette:
    """The application. Raises TypeError when a page does not say whom it is for."""
    routes = [route for page in pages for route in page.ROUTES]
    own_host = urlsplit(desk.settings.console_address).hostname or ""
    app = Starlette(
        routes=[guarded(route) for route in routes],
        middleware=[
            Middleware(Headers, secure=desk.secure),
            Middleware(TrustedHostMiddleware, allowed_hosts=[own_host, *LOCAL], www_redirect=False),
        ],
        exception_handlers={HTTPException: _refused, Transient: _away, Exception: _bug},
    )
    app.state.desk = desk
    app.state.paths = frozenset(route.path for route in routes if "GET" in (route.methods or ()))
    return app


def _page(request: Request, status: int, title: str, text: str) -> Response:
    return render(request, "fault.html", status, title=title, text=text, links=status != 503)


async def _refused(request: Request, error: Exception) -> Response:
    """What a page raised on purpose; a text of ours goes before the usual one."""
    assert isinstance(error, HTTPException)  # noqa: S101
    title, text = FAULTS.get(error.status_code, BUG)
    own = getattr(error, "detail", "")
    usual = HTTPException(error.status_code).detail
    return _page(request, error.status_code, title, text if own == usual else own)


async def _away(request: Request, _: Exception) -> Response:
    """The store is away: what was asked was not done."""
    desk = desk_of(request)
    desk.health.saw("store", "svarer ikke", desk.now())
    answer: Response
    if is_piece(request):
        answer = render(request, "away.html", 503)
        answer.headers["HX-Retarget"] = "#borte"
    else:
        answer = _page(request, 503, *FAULTS[503])
    answer.headers["Retry-After"] = "5"
    return answer


async def _bug(request: Request, _: Exception) -> Response:
    """Our own mistake."""
    return _page(request, 500, *BUG)


__all__ = ["PAGES", "Route", "build"]
