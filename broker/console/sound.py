"""What no page of ours sends is refused before anybody looks at who asks."""

from typing import Final
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request

from broker.console.desk import desk_of

SAFE: Final = frozenset({"GET", "HEAD"})
UNKNOWN, USUAL, LARGE = 16_000, 1_000_000, 40_000_000
"""Most bytes of a form: from who is not logged in, from who is, and with the content of a message."""
STRANGE: Final = "Forespørselen kom ikke fra en av konsollens egne sider. Last siden på nytt, og prøv igjen."
TOO_LARGE: Final = "Skjemaet er for stort."


def sound(request: Request) -> None:
    """Refuse what no page of ours sends. Raises HTTPException 403, 404."""
    if "\0" in request.scope["path"] or "%00" in request.url.query:
        raise HTTPException(404)  # PostgreSQL has no such text
    if request.method not in SAFE:
        _ours(request)


def _ours(request: Request) -> None:
    """Refuse what another site's page made the browser send. Raises HTTPException 403."""
    own = urlsplit(desk_of(request).settings.console_address)
    origin = request.headers.get("origin")
    site = request.headers.get("sec-fetch-site", "same-origin")
    hosts = {own.netloc, request.headers.get("host", "")}  # guard.py is behind the check of Host
    if site != "same-origin" or (origin and origin not in {f"{own.scheme}://{host}" for host in hosts}):
        raise HTTPException(403, STRANGE)


def bounded(request: Request, most: int) -> None:
    """Refuse a body that is too large, or does not say how large it is. Raises HTTPException 413."""
    length = request.headers.get("content-length", "0")
    if (
        "transfer-encoding" in request.headers
        or not length.isdecimal()
        or len(length) > 9
        or int(length) > most
    ):
        raise HTTPException(413, TOO_LARGE)
