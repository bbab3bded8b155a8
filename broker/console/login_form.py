"""The form that one logs in with; its token belongs to a browser that is not logged in yet."""

import hashlib
import hmac
import secrets
from typing import Final
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from broker.console import cookies
from broker.console.desk import desk_of
from broker.console.guard import STALE, TOKEN_FIELD, form_of
from broker.console.shown import render

SEED: Final = "inn"
"""The cookie behind the login form's token."""


def own_path(text: str) -> str:
    """The address to go on to after logging in, if it is one of ours; else "". (No open redirect.)"""
    plain = text.isprintable() and text.isascii() and "\\" not in text and not text.startswith("//")
    parts = urlsplit(text) if plain and text.startswith("/") else None
    return text if parts and not parts.scheme and not parts.netloc else ""


def show_login(
    request: Request, neste: str, wrong: str = "", bruker: str = "", status: int = 200
) -> Response:
    """The form; its token belongs to this browser, which is not logged in yet."""
    desk = desk_of(request)
    seed = cookies.given(request, SEED) or secrets.token_urlsafe(24)
    oidc = desk.settings.oidc_name if desk.oidc else ""
    shown: dict[str, object] = {
        "neste": neste,
        "wrong": wrong,
        "bruker": bruker,
        "token": _token(seed),
        "oidc": oidc,
    }
    shown["still"] = bool(oidc) and "ut" in request.query_params
    page = render(request, "login.html", status, **shown)
    cookies.give(request, page, seed, SEED)
    return page


async def login_form(request: Request) -> dict[str, str]:
    """The fields of the login form. Raises HTTPException 403 when this browser was not given it by us."""
    form = await form_of(request)
    seed = cookies.given(request, SEED)
    if not seed or not hmac.compare_digest(form.get(TOKEN_FIELD, "").encode(), _token(seed).encode()):
        raise HTTPException(403, STALE)
    return form


def _token(seed: str) -> str:
    return hashlib.sha256(f"logg inn {seed}".encode()).hexdigest()
