"""The console as an ASGI application: pages joined, each behind its checks."""

from collections.abc import Iterable
from types import ModuleType
from typing import Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import Route

from adapters.errors import Transient
from broker.console import (
    agreements,
    agreements_filed,
    avvik_acts,
    avvik_detail,
    avvik_list,
    avvik_request,
    away,
    board,
    faults,
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
from broker.console.desk import Desk
from broker.console.guard import guarded
from broker.console.headers import Headers
from broker.console.hosts import Hosts

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
    agreements_filed,
)
"""Every module of pages, each with its ROUTES."""


def build(desk: Desk, pages: Iterable[ModuleType] = PAGES) -> Starlette:
    """The application. Raises TypeError when a page does not say whom it is for."""
    routes = [route for page in pages for route in page.ROUTES]
    app = Starlette(
        routes=[guarded(route) for route in routes],
        middleware=[Middleware(Hosts, address=desk.settings.console_address)],
        exception_handlers={
            HTTPException: faults.refused,
            Transient: faults.away,
            Exception: faults.bug,
        },
    )
    app.middleware_stack = Headers(app.build_middleware_stack(), desk.secure)  # around our own mistakes too
    app.state.desk = desk
    app.state.paths = frozenset(route.path for route in routes if "GET" in (route.methods or ()))
    return app


__all__ = ["PAGES", "Route", "build"]
