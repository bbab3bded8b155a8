"""Before a page runs: is the request from one of our own pages, who asks, and may they.

Every route is wrapped, so a page cannot forget it: one that does not say whom it is for stops the start.
"""

import asyncio
import hmac
from typing import Final
from urllib.parse import quote

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from adapters.store import sessions
from broker.console import cookies
from broker.console.desk import desk_of
from broker.console.sound import LARGE, SAFE, UNKNOWN, USUAL, bounded, sound
from broker.console.who import Handler, Role, User

TOKEN_FIELD, TOKEN_HEADER = "_csrf", "x-csrf-token"
BODY_S: Final = 60.0
"""How long a form may take to come, in seconds."""
ALONE: Final = "x-plo-selv"
"""Header of what a page fetches on its own."""
PARTS: Final = 1_000
LOGIN: Final = "/logg-inn"
LONGEST: Final = 2_000
"""Signs of an address that one comes back to after logging in."""
STALE: Final = "Skjemaet er for gammelt, eller kom ikke fra konsollen. Last siden på nytt, og prøv igjen."
TOO_SLOW: Final = "Skjemaet kom ikke fram i tide. Prøv igjen."


def guarded(route: Route) -> Route:
    """The same route behind the checks. Raises TypeError when its handler does not say whom it is for."""
    handler: Handler = route.endpoint
    if not hasattr(handler, "needs"):
        raise TypeError(f"{handler.__name__} says neither @needs nor @anybody")
    role: Role | None = handler.needs
    most: int = LARGE if getattr(handler, "large", False) else USUAL

    async def guard(request: Request) -> Response:
        request.state.user = None
        sound(request)
        if role is None:
            bounded(request, UNKNOWN)
            return await handler(request)
        user = request.state.user = await find_user(request)
        if user is None:
            return _to_login(request)
        bounded(request, most)
        if request.method not in SAFE:
            await _token(request, user.csrf)
        if not user.may(role):
            raise HTTPException(403)
        return await handler(request)

    return Route(route.path, guard, methods=list(route.methods or ()), name=handler.__name__)


async def _token(request: Request, expected: str) -> None:
    """Raises HTTPException 403 when the form does not carry the session's token."""
    given = request.headers.get(TOKEN_HEADER) or (await form_of(request)).get(TOKEN_FIELD, "")
    if not hmac.compare_digest(given.encode(), expected.encode()):
        raise HTTPException(403, STALE)


async def form_of(request: Request) -> dict[str, str]:
    """The fields of a form, files left out; of one that is there twice the last. Raises as `_form`."""
    form = await _form(request)
    return {name: value.replace("\0", "") for name, value in form.multi_items() if isinstance(value, str)}


async def chosen_of(request: Request, name: str) -> list[str]:
    """Every value of a field that may be there many times, as ticked rows of a list. Raises as `_form`."""
    form = await _form(request)
    return [value.replace("\0", "") for value in form.getlist(name) if isinstance(value, str)]


def address_of(request: Request) -> str:
    """Where the request comes from; by the word of a proxy only where it is one of those named (part.py)."""
    return request.client.host if request.client else ""


async def _form(request: Request) -> FormData:
    """Read it, once. Raises HTTPException 400: it is none; 408: it comes too slowly."""
    try:
        async with asyncio.timeout(BODY_S):
            return await request.form(max_files=1, max_fields=PARTS, max_part_size=LARGE)
    except TimeoutError:
        raise HTTPException(408, TOO_SLOW, {"Connection": "close"}) from None


async def find_user(request: Request) -> User | None:
    """Whose session the request carries. Raises Transient when the store is away."""
    desk = desk_of(request)
    token = cookies.given(request)
    if not token:
        return None
    now = desk.now()
    async with desk.store.read() as conn:
        found = await sessions.find(conn, token, desk.sessions, now)
    if found is None:
        return None
    if now - found.seen_at > sessions.SEEN_EVERY and not _by_itself(request):
        async with desk.store.write() as conn:
            await sessions.seen(conn, found, now)
    one = found.account
    roles = frozenset(Role(name) for name in one.roles)
    return User(one.id, one.name, roles, one.kommuner, found.csrf, found.sha256, one.origin)


def _by_itself(request: Request) -> bool:
    """Whether the page asks, not its reader: an open page alone keeps nobody logged in."""
    return request.url.path == "/strom" or ALONE in request.headers


def _to_login(request: Request) -> Response:
    """Ask for a login, and come back here afterwards."""
    if request.headers.get("hx-request"):
        return Response(status_code=401, headers={"HX-Redirect": LOGIN})
    if request.method not in SAFE or "text/html" not in request.headers.get("accept", ""):
        raise HTTPException(401)
    asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    onward = "" if asked == "/" or len(asked) > LONGEST else f"?neste={quote(asked, safe='/')}"
    return RedirectResponse(LOGIN + onward, 303)
