"""Logging in and out."""

import asyncio
from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from adapters.store import audit, sessions, tries, users
from adapters.store.tries import Answer
from adapters.store.users import Account
from broker.console import cookies, passwords
from broker.console.desk import desk_of
from broker.console.guard import address_of, find_user
from broker.console.login_form import SEED, login_form, own_path, show_login
from broker.console.places import home
from broker.console.shown import onward
from broker.console.who import Role, anybody, needs, user_of

WRONG: Final = "Brukernavnet eller passordet er feil."
MANY: Final = "For mange forsøk. Vent et kvarter, eller be en administrator om nytt passord."
UNKNOWN: Final = "ukjent"


@anybody
async def login(request: Request) -> Response:
    """The form, or onwards for who is logged in already."""
    neste = own_path(request.query_params.get("neste", ""))
    if user := await find_user(request):
        return RedirectResponse(neste or home(user, request.app.state.paths), 303)
    return show_login(request, neste)


@anybody
async def enter(request: Request) -> Response:
    """Check name and password, and begin a session."""
    desk, form = desk_of(request), await login_form(request)
    neste = own_path(form.get("neste", ""))
    name = form.get("bruker", "").strip().lower()[:64]
    async with desk.store.begin() as conn:
        allowed = await tries.add(conn, name, address_of(request), desk.now())
        known = await users.find(conn, name) if name.isprintable() else None
    if allowed is not Answer.YES:
        noted = allowed is Answer.NO
        return await _refused(request, known, neste, name, MANY, 429, noted=noted)
    usable = known if known and known.disabled_at is None else None
    kept = usable.password if usable else None
    async with desk.hashing:
        right = await asyncio.to_thread(passwords.fits, form.get("passord", ""), kept)
    if not right or usable is None:
        return await _refused(request, known, neste, name, WRONG, 401)
    async with desk.hashing:
        newer = await asyncio.to_thread(passwords.renewed, form["passord"], kept or "")
    async with desk.store.begin() as conn:
        await tries.forget(conn, name, address_of(request))
        if newer:
            await users.keep_hash(conn, name, newer)
    return await begin_session(request, usable, neste)


async def _refused(
    request: Request,
    known: Account | None,
    neste: str,
    name: str,
    wrong: str,
    status: int,
    *,
    noted: bool = True,
) -> Response:
    """Say no, and note it; a name that nobody has is not noted: it may be a password."""
    if noted:
        await note_refused(request, known.id if known else UNKNOWN, "for mange" if status == 429 else "")
    return show_login(request, neste, wrong, name, status)


async def note_refused(request: Request, who: str, why: str) -> None:
    """A line of the audit log: somebody was not let in."""
    desk = desk_of(request)
    async with desk.store.begin() as conn:
        await audit.note(conn, desk.now(), who, "innlogging.avvist", "", why)


async def begin_session(request: Request, one: Account, neste: str) -> Response:
    """A new session with a new token, whatever the browser came with, and onwards."""
    desk = desk_of(request)
    async with desk.store.begin() as conn:
        if former := cookies.given(request):
            await sessions.end(conn, sessions.hashed(former))
        await sessions.sweep(conn, desk.sessions, desk.now())
        token = await sessions.begin(conn, one.id, desk.now())
        await audit.note(conn, desk.now(), one.id, "innlogging")
    answer = RedirectResponse(neste or "/hjem", 303)
    cookies.give(request, answer, token)
    cookies.forget(request, answer, SEED)
    return answer


@needs(Role.LESER)
async def to_first_place(request: Request) -> Response:
    """The first of the places that this user has."""
    return RedirectResponse(home(user_of(request), request.app.state.paths), 303)


@needs(Role.LESER)
async def leave(request: Request) -> Response:
    """End the session."""
    desk, user = desk_of(request), user_of(request)
    async with desk.store.begin() as conn:
        await sessions.end(conn, user.session)
        await audit.note(conn, desk.now(), user.id, "utlogging")
    elsewhere = "?ut=1" if user.origin == users.OIDC and desk.oidc else ""
    answer = onward(request, f"/logg-inn{elsewhere}", "Du er logget ut.")
    cookies.forget(request, answer)
    return answer


ROUTES = (
    Route("/logg-inn", login),
    Route("/logg-inn", enter, methods=["POST"]),
    Route("/hjem", to_first_place),
    Route("/logg-ut", leave, methods=["POST"]),
)
