"""Foreslå dialogmelding: the words of broker.console.avvik_proposal, to copy."""

from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from broker.console.avvik_detail import find
from broker.console.avvik_proposal import is_missing, proposed
from broker.console.desk import desk_of
from broker.console.shown import render
from broker.console.who import Role, needs, user_of

NOTHING: Final = "Det er ikke noe å be om: forslag finnes bare for meldinger som mangler."


@needs(Role.KOORDINATOR)
async def page(request: Request) -> Response:
    """GET /avvik/<id>/dialogmelding"""
    desk = desk_of(request)
    one = await find(desk, user_of(request), request.path_params["id"])
    if not is_missing(one):
        raise HTTPException(404, NOTHING)
    return render(request, "avvik_request.html", one=one, proposal=proposed(one, desk.agreement, desk.now()))


ROUTES: Final = (Route("/avvik/{id}/dialogmelding", page),)
