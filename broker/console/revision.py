"""Revisjon: who did what; for administrators."""

from collections.abc import Iterable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.store import audit
from adapters.store.audit import Entry
from broker.console import anchors
from broker.console.desk import desk_of
from broker.console.export import MOST, Cell, export
from broker.console.lists import filters_of
from broker.console.shown import render
from broker.console.who import Role, needs

FILTERS = {"who": None, "did": None, "about": None}
COLUMNS = ("nr", "tid", "hvem", "hva", "om", "hvorfor", "kontrollsum")
SIZE = 100


@needs(Role.ADMIN)
async def listed(request: Request) -> Response:
    """The newest rows; older ones from a number downwards."""
    below = request.query_params.get("under", "")
    before = int(below) if below.isascii() and below.isdecimal() and len(below) < 16 else None
    filters = filters_of(request, FILTERS)
    rows = await _rows(request, SIZE + 1, before)
    older = rows[SIZE - 1].seq if len(rows) > SIZE else None
    return render(request, "revision.html", rows=rows[:SIZE], older=older, filters=filters, verdict=None)


@needs(Role.ADMIN)
async def check(request: Request) -> Response:
    """Whether the log is whole."""
    desk = desk_of(request)
    verdict = await anchors.verify(desk.store, desk.settings.home / anchors.FILE)
    filters = filters_of(request, FILTERS)
    rows = await _rows(request, SIZE, None)
    return render(request, "revision.html", rows=rows, older=None, filters=filters, verdict=verdict)


@needs(Role.ADMIN)
async def exported(request: Request) -> Response:
    """The rows as a file."""
    rows = await _rows(request, MOST, None)
    return export(request.path_params["kind"], "revisjon", COLUMNS, _cells(rows))


async def _rows(request: Request, most: int, before: int | None) -> list[Entry]:
    wanted = {name: value for name, value in filters_of(request, FILTERS).items() if value}
    async with desk_of(request).store.read() as conn:
        return await audit.latest(conn, most, before, wanted)


def _cells(rows: Iterable[Entry]) -> Iterable[tuple[Cell, ...]]:
    return ((row.seq, row.at, row.who, row.did, row.about, row.why, row.sha256) for row in rows)


ROUTES = (
    Route("/revisjon", listed),
    Route("/revisjon/kontroll", check),
    Route("/revisjon.{kind}", exported),
)
