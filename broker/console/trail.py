"""Everything that has happened to a stay, as one timeline."""

from itertools import groupby

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from broker import words
from broker.console.desk import desk_of
from broker.console.shown import render
from broker.console.stay import find
from broker.console.who import Role, needs, user_of
from broker.tracing.reading import reader_or_none
from broker.tracing.search import MOST
from broker.tracing.traced import Tracer
from schemas.tid import OSLO


@needs(Role.DRIFT)
async def trail(request: Request) -> Response:
    """GET /forlop/<stay id>/spor: a piece for htmx, or a page."""
    desk = desk_of(request)
    user = user_of(request)
    found = await find(desk, user, request.path_params["stay_id"])
    async with reader_or_none(desk.settings.bootstrap) as reader:
        traced = await Tracer(desk.store, reader, desk.agreement, MOST, user.kommuner).stay(found, desk.now())
    rows = [(words.clock(step.at), step) for step in traced.steps]
    days = [
        (day, list(of_day))
        for day, of_day in groupby(rows, lambda row: words.day(row[1].at.astimezone(OSLO).date(), desk.now()))
    ]
    return render(request, "trail.html", days=days, traced=traced, stay_id=found.stays[0].id, most=MOST)


ROUTES = (Route("/forlop/{stay_id}/spor", trail),)
