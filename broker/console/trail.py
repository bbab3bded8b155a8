"""Everything that has happened to a stay, as one timeline; and the search that leads to one thing."""

from datetime import date
from itertools import groupby
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from adapters.messages.sealed import reference
from adapters.store import avvik_list, claims
from broker import words
from broker.console.desk import Desk, desk_of
from broker.console.shown import render
from broker.console.stay import find
from broker.console.who import Role, User, needs, user_of
from broker.secret import pid_key
from broker.tracing.patient import Unclear, patient_of
from broker.tracing.reading import reader_or_none
from broker.tracing.search import BY_CONTENT, MOST
from broker.tracing.traced import Tracer
from schemas.avvik import Avvik
from schemas.tid import OSLO, Tidspunkt

FEW: Final = 20
"""Avvik that a search may name before it asks for more of the id."""


@needs(Role.DRIFT)
async def trail(request: Request) -> Response:
    """GET /forlop/<stay id>/spor: a piece for htmx, or a page."""
    desk = desk_of(request)
    found = await find(desk, user_of(request), request.path_params["stay_id"])
    async with reader_or_none(desk.settings.bootstrap) as reader:
        traced = await Tracer(desk.store, reader, desk.agreement, MOST).stay(found, desk.now())
    rows = [(words.clock(step.at), step) for step in traced.steps]
    days = [
        (day, list(of_day))
        for day, of_day in groupby(rows, lambda row: words.day(row[1].at.astimezone(OSLO).date(), desk.now()))
    ]
    return render(request, "trail.html", days=days, traced=traced, stay_id=found.stays[0].id, most=MOST)


@needs(Role.LESER)
async def search(request: Request) -> Response:
    """GET /sok?q=A-19C2: goes on to the one thing that is meant, or shows what there is."""
    desk, user = desk_of(request), user_of(request)
    asked = request.query_params.get("q", "").strip()[:200]
    kind = asked[:2].lower()
    if kind == "p-":
        return await _patient(request, desk, user, asked)
    if kind == "a-":
        return await _avvik(request, desk, user, asked)
    return await _message(request, desk, user, asked)


async def _patient(request: Request, desk: Desk, user: User, asked: str) -> Response:
    """To the stay, or to choose among several."""
    try:
        found = await patient_of(desk.store, asked, desk.now(), desk.agreement)
    except Unclear as unclear:
        return _nothing(request, asked, "flere" if unclear.several else "ingen")
    stays = [stay for stay in found.stays if user.sees(stay.kommune)]
    if len(stays) == 1:
        return RedirectResponse(f"/forlop/{stays[0].id}", 303)
    if not stays:
        return _nothing(request, asked, "ingen")
    rows = [
        (stay.id, words.stay(_date(stay.t0), _date(stay.t1), desk.now()) or "ukjente datoer")
        for stay in reversed(stays)
    ]
    return render(request, "search.html", asked=asked, why="", stays=rows, avvik=[])


async def _avvik(request: Request, desk: Desk, user: User, asked: str) -> Response:
    """To the avvik, or to choose among several."""
    digits = asked[2:].lower().replace("-", "")
    dashed = f"{digits[:8]}-{digits[8:]}" if len(digits) > 8 else digits
    wanted = avvik_list.Wanted(kommuner=user.kommuner, id=dashed)
    bodies = await avvik_list.listed(desk.store, wanted, limit=FEW + 1) if digits else []
    found = [Avvik.model_validate_json(body) for body in bodies]
    if len(found) == 1:
        return RedirectResponse(f"/avvik/{found[0].id}", 303)
    if not 0 < len(found) <= FEW:
        return _nothing(request, asked, "flere" if found else "ingen")
    short = words.shorten("A", [str(one.id) for one in found])
    rows = [(one.id, short[str(one.id)], one.text) for one in found]
    return render(request, "search.html", asked=asked, why="", stays=[], avvik=rows)


async def _message(request: Request, desk: Desk, user: User, asked: str) -> Response:
    """To the message, for those who may look at messages."""
    if not asked:
        return _nothing(request, asked, "tomt")
    if not user.may(Role.DRIFT):
        raise HTTPException(403, "Meldinger kan bare slås opp av drift. Søk på et avvik (A-…) eller P-….")
    msg_id = asked.lower()
    if not msg_id.startswith(BY_CONTENT):
        msg_id = reference(msg_id, pid_key(desk.settings))
    if not await claims.find(desk.store, [msg_id]):
        return _nothing(request, asked, "ingen")
    return RedirectResponse(f"/meldinger/{msg_id}", 303)


def _nothing(request: Request, asked: str, why: str) -> Response:
    return render(
        request, "search.html", 200 if why != "ingen" else 404, asked=asked, why=why, stays=[], avvik=[]
    )


def _date(told: Tidspunkt | None) -> date | None:
    return told.dato if told else None


ROUTES = (
    Route("/sok", search),
    Route("/forlop/{stay_id}/spor", trail),
)
