"""Brukere: who may use the console; for administrators."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.store import users
from adapters.store.users import LOCAL, Account
from broker.console import accounts
from broker.console.accounts import Refused
from broker.console.desk import desk_of
from broker.console.export import Cell, export
from broker.console.guard import chosen_of, form_of
from broker.console.shown import onward, render
from broker.console.who import MEANS, Role, needs, user_of

PATH = "/brukere"
COLUMNS = ("bruker", "navn", "roller", "kommuner", "innlogging", "stengt ute")
YOURSELF = "Du kan ikke stenge deg selv ute eller ta fra deg selv rollen admin. Be en annen administrator."


@needs(Role.ADMIN)
async def listed(request: Request) -> Response:
    """Everybody, and a form for one more."""
    return await _shown(request)


@needs(Role.ADMIN)
async def exported(request: Request) -> Response:
    """Everybody, as a file."""
    async with desk_of(request).store.read() as conn:
        found = await users.every(conn)
    return export(request.path_params["kind"], "brukere", COLUMNS, map(_cells, found))


def _cells(one: Account) -> tuple[Cell, ...]:
    where = "alle" if one.kommuner is None else ", ".join(sorted(one.kommuner))
    return one.id, one.name, ", ".join(sorted(one.roles)), where, one.origin, one.disabled_at


async def _shown(request: Request, wrong: str = "", status: int = 200) -> Response:
    async with desk_of(request).store.read() as conn:
        found = await users.every(conn)
    return render(request, "members.html", status, rows=found, means=MEANS, wrong=wrong)


@needs(Role.ADMIN)
async def create(request: Request) -> Response:
    """One more."""
    desk, form = desk_of(request), await form_of(request)
    try:
        made = await _account(request, form.get("bruker", ""))
        async with desk.hashing:
            await accounts.create(desk.store, made, form.get("passord", ""), user_of(request).id)
    except Refused as error:
        return await _shown(request, str(error), 422)
    return onward(request, PATH, f"Brukeren {made.id} er laget.")


@needs(Role.ADMIN)
async def one(request: Request) -> Response:
    """One account."""
    return await _one(request)


async def _one(request: Request, wrong: str = "", status: int = 200) -> Response:
    async with desk_of(request).store.read() as conn:
        found = await users.find(conn, request.path_params["user_id"])
    if found is None:
        raise HTTPException(404)
    return render(request, "member.html", status, one=found, means=MEANS, wrong=wrong)


@needs(Role.ADMIN)
async def change(request: Request) -> Response:
    """Other roles or kommuner."""
    desk, user, user_id = desk_of(request), user_of(request), request.path_params["user_id"]
    try:
        changed = await _account(request, user_id)
        if user_id == user.id and Role.ADMIN not in changed.roles:
            raise Refused(YOURSELF)
        await accounts.change(desk.store, changed, user.id, desk.now())
    except Refused as error:
        return await _one(request, str(error), 422)
    return onward(request, PATH, f"{user_id} er nå {', '.join(sorted(changed.roles))}.")


@needs(Role.ADMIN)
async def shut(request: Request) -> Response:
    """Shut out, or let in again."""
    desk, user, user_id = desk_of(request), user_of(request), request.path_params["user_id"]
    enable = (await form_of(request)).get("inn") == "ja"
    try:
        if user_id == user.id:
            raise Refused(YOURSELF)
        await accounts.disable(desk.store, user_id, user.id, desk.now(), enable=enable)
    except Refused as error:
        return await _one(request, str(error), 422)
    return onward(request, PATH, f"{user_id} er {'sluppet inn igjen' if enable else 'stengt ute'}.")


async def _account(request: Request, user_id: str) -> Account:
    """The account that the form describes. Raises Refused."""
    form = await form_of(request)
    kommuner = form.get("kommuner", "").replace(",", " ").split()
    roles = accounts.checked_roles(await chosen_of(request, "rolle"), kommuner)
    checked = accounts.checked_id(user_id)
    name = " ".join(form.get("navn", "").split())[:100] or checked
    return Account(checked, name, LOCAL, None, *roles, desk_of(request).now())


ROUTES = (
    Route(PATH, listed),
    Route(PATH + ".{kind}", exported),
    Route(PATH, create, methods=["POST"]),
    Route(PATH + "/{user_id}", one),
    Route(PATH + "/{user_id}", change, methods=["POST"]),
    Route(PATH + "/{user_id}/stengt", shut, methods=["POST"]),
)
