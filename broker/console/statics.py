"""Our own files: their names in a page carry a hash, so that a browser keeps them until they change."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from broker.console.who import anybody

FOLDER: Final = Path(__file__).parent / "static"
KINDS: Final = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
}
FOREVER: Final = "public, max-age=31536000, immutable"


@cache
def read(name: str) -> tuple[bytes, str]:
    """A file and its hash."""
    body = (FOLDER / name).read_bytes()
    return body, hashlib.sha256(body).hexdigest()[:16]


@cache
def known() -> frozenset[str]:
    """The names that may be asked for."""
    return frozenset(path.name for path in FOLDER.iterdir() if path.suffix in KINDS)


def static(name: str) -> str:
    """The address of a file of ours, for a page."""
    return f"/static/{read(name)[1]}/{name}"


@anybody
async def file(request: Request) -> Response:
    """The file, whatever hash the address has: an older page may ask for an older one."""
    name = request.path_params["name"]
    if name not in known():
        return Response(status_code=404)
    body, digest = read(name)
    current = request.path_params["digest"] == digest
    kept = {"Cache-Control": FOREVER if current else "no-cache"}
    return Response(body, media_type=KINDS[Path(name).suffix], headers=kept)


ROUTES = (Route("/static/{digest}/{name}", file),)
