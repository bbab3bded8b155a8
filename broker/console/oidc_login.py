"""The pages around a login at another server: out to it, back from it, and out of it."""

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from typing import Any, Final

import structlog
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from adapters.store import oidc_logins, tries, users
from adapters.store.oidc_logins import Pending
from adapters.store.tries import Answer
from adapters.store.users import OIDC, Account
from broker.console import cookies
from broker.console.desk import desk_of
from broker.console.discovery import OidcError
from broker.console.guard import LOGIN, address_of
from broker.console.login_form import own_path, show_login
from broker.console.oidc import RETURN, Oidc
from broker.console.people import UNKNOWN, begin_session, note_refused
from broker.console.who import anybody
from broker.settings_console import OidcRole

FAILED: Final = "Innloggingen hos {} lyktes ikke. Prøv igjen, eller logg inn med passord."
STRANGER: Final = "Du er logget inn hos {}, men har ingen rolle her. Be en administrator om tilgang."
TOO_WEAK: Final = (
    "Du er logget inn hos {}, men ikke slik det kreves her. Logg inn på nytt på en sikrere måte, eller spør "
    "en administrator hva som kreves."
)
SHUT: Final = "Du er stengt ute her. Spør en administrator."

NOBODY: Final = "?oidc"
"""Whom tries to come back from the server are counted for; no account can be called so."""
COOKIE: Final = "oidc"
"""What the browser that began a login is known by when it comes back."""


@anybody
async def go(request: Request) -> Response:
    """Out to the server."""
    desk, oidc = desk_of(request), _oidc(request)
    try:
        start = await oidc.start(desk.now())
    except OidcError as error:
        return await _failed(request, str(error))
    browser = secrets.token_urlsafe(32)
    pending = Pending(start.nonce, start.verifier, own_path(request.query_params.get("neste", "")))
    async with desk.store.begin() as conn:
        await oidc_logins.begin(conn, start.state, browser, pending, desk.now())
    answer = RedirectResponse(start.url, 303)
    cookies.give(request, answer, browser, COOKIE, oidc_logins.LONGEST.seconds)
    return answer


@anybody
async def back(request: Request) -> Response:
    """Back from the server, with a code or without."""
    desk, oidc, given = desk_of(request), _oidc(request), request.query_params
    async with desk.store.begin() as conn:
        browser = cookies.given(request, COOKIE)
        pending = await oidc_logins.take(conn, given.get("state", ""), browser, desk.now())
    if pending is None:
        return await _failed(request, "state")
    if given.get("iss", oidc.issuer) != oidc.issuer or not given.get("code"):
        return await _failed(request, "iss" if given.get("code") else "no code")
    try:
        claims = await oidc.finish(given["code"], pending.nonce, pending.verifier, desk.now())
    except OidcError as error:
        return await _failed(request, str(error))
    return await _known(request, claims, pending.onward)


async def _known(request: Request, claims: Mapping[str, Any], onward: str) -> Response:
    """A session for the person of the claims, with the roles that the settings give them today."""
    desk = desk_of(request)
    if any(value not in _values(claims.get(name)) for name, value in desk.settings.oidc_required.items()):
        return await _failed(request, "required", TOO_WEAK)
    matched = matches(desk.settings.oidc_roles, claims)
    if not matched:
        return await _failed(request, "no role", STRANGER)
    one = _account(request, claims, matched)
    async with desk.store.begin() as conn:
        if not await users.create(conn, one):
            await users.set_roles(conn, one.id, one.name, one.roles, one.kommuner)
        kept = await users.find(conn, one.id)
    if kept is None or kept.disabled_at:
        return await _failed(request, "disabled", SHUT)
    return await begin_session(request, kept, onward)


def matches(table: Iterable[OidcRole], claims: Mapping[str, Any]) -> list[OidcRole]:
    """The rows of the table that the claims fit."""
    return [row for row in table if row.verdi in _values(claims.get(row.claim))]


def _values(claim: Any) -> list[Any]:
    return claim if isinstance(claim, list) else [claim]


def _account(request: Request, claims: Mapping[str, Any], matched: list[OidcRole]) -> Account:
    """One row without kommuner gives all of them."""
    subject = hashlib.sha256(f"{claims['iss']} {claims['sub']}".encode()).hexdigest()[:16]
    roles = frozenset(role for row in matched for role in row.roller)
    limited = all(row.kommuner for row in matched)
    kommuner = frozenset(nr for row in matched for nr in row.kommuner) if limited else None
    name = str(claims.get("name") or claims.get("preferred_username") or f"oidc-{subject}")[:100]
    return Account(f"oidc-{subject}", name, OIDC, None, roles, kommuner, desk_of(request).now())


@anybody
async def out(request: Request) -> Response:
    """Out of the server as well."""
    try:
        to = await _oidc(request).end(desk_of(request).now())
    except OidcError:
        to = None
    return RedirectResponse(to or LOGIN, 303)


async def _failed(request: Request, why: str, text: str = FAILED) -> Response:
    """Say so, note it, and tell the log which check it was."""
    desk = desk_of(request)
    structlog.get_logger().warning("login.oidc_refused", why=why)
    async with desk.store.begin() as conn:
        allowed = await tries.add(conn, NOBODY, address_of(request), desk.now())
    if allowed is not Answer.STILL_NO:
        await note_refused(request, UNKNOWN, f"oidc: {why}")
    return show_login(request, "", text.format(desk.settings.oidc_name), status=401)


def _oidc(request: Request) -> Oidc:
    oidc = desk_of(request).oidc
    if oidc is None:
        raise HTTPException(404)
    return oidc


ROUTES = (
    Route("/logg-inn/oidc", go),
    Route(RETURN, back),
    Route("/logg-ut/oidc", out),
)
