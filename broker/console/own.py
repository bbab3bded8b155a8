"""Min side: who one is here, the sessions, light and dark, and a new password."""

import asyncio
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.store import audit, sessions, tries, users
from adapters.store.tries import Answer
from broker.console import cookies, passwords
from broker.console.desk import desk_of
from broker.console.guard import address_of, form_of
from broker.console.shown import THEME, THEMES, onward, render
from broker.console.who import MEANS, Role, User, needs, user_of

YEAR_S: Final = 365 * 86_400
NOT_THE_SAME: Final = "De to nye passordene er ikke like."
NOT_IT: Final = "Det er ikke passordet du har nå."
MANY: Final = "For mange forsøk. Vent et kvarter."


@needs(Role.LESER)
async def page(request: Request) -> Response:
    """What is known of the one who is logged in."""
    return await _shown(request)


async def _shown(request: Request, wrong: str = "", status: int = 200) -> Response:
    desk, user = desk_of(request), user_of(request)
    async with desk.store.read() as conn:
        others = await sessions.count(conn, user.id)
    means = {role: MEANS[role] for role in Role if role in user.roles}
    return render(request, "own.html", status, sessions=others, means=means, wrong=wrong)


@needs(Role.LESER)
async def theme(request: Request) -> Response:
    """Light, dark, or as the machine has it."""
    chosen = (await form_of(request)).get("tema", "")
    answer = onward(request, "/min")
    if chosen in THEMES:
        cookies.give(request, answer, chosen, THEME, YEAR_S)
    else:
        cookies.forget(request, answer, THEME)
    return answer


@needs(Role.LESER)
async def leave_all(request: Request) -> Response:
    """Log out everywhere."""
    desk, user = desk_of(request), user_of(request)
    async with desk.store.begin() as conn:
        await users.end_sessions(conn, user.id)
        await audit.note(conn, desk.now(), user.id, "utlogging.alle")
    return onward(request, "/logg-inn", "Du er logget ut overalt.")


@needs(Role.LESER)
async def password(request: Request) -> Response:
    """A new password for who knows the old one; all sessions end."""
    desk, user = desk_of(request), user_of(request)
    if user.origin != users.LOCAL:
        raise HTTPException(404)
    form = await form_of(request)
    if wrong := await _wrong(request, user, form):
        return await _shown(request, wrong, 422)
    async with desk.hashing:
        kept = await asyncio.to_thread(passwords.make, form["nytt"])
    async with desk.store.begin() as conn:
        await users.set_password(conn, user.id, kept)
        await audit.note(conn, desk.now(), user.id, "passord.byttet", user.id)
    return onward(request, "/logg-inn", "Passordet er byttet. Logg inn med det nye.")


async def _wrong(request: Request, user: User, form: dict[str, str]) -> str | None:
    """What is wrong with the form, in words."""
    new = form.get("nytt", "")
    if new != form.get("igjen"):
        return NOT_THE_SAME
    if weak := passwords.too_weak(new, user.id):
        return weak
    desk = desk_of(request)
    async with desk.store.begin() as conn:
        allowed = await tries.add(conn, user.id, address_of(request), desk.now())
        known = await users.find(conn, user.id)
    if allowed is not Answer.YES or known is None:
        return MANY
    async with desk.hashing:
        fits = await asyncio.to_thread(passwords.fits, form.get("gammelt", ""), known.password)
    if not fits:
        return NOT_IT
    async with desk.store.begin() as conn:
        await tries.forget(conn, user.id, address_of(request))
    return None


ROUTES = (
    Route("/min", page),
    Route("/min/tema", theme, methods=["POST"]),
    Route("/min/passord", password, methods=["POST"]),
    Route("/min/logg-ut-alle", leave_all, methods=["POST"]),
)
