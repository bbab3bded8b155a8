"""The search of the shell: it leads to the one thing that is meant, or shows what there is."""

from datetime import date
from typing import Final
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from adapters.store import avvik_list, case_search, messages, patients
from adapters.store.case_search import Selection
from adapters.store.cases import CLOSED, OPEN
from broker import words
from broker.console.desk import Desk, desk_of
from broker.console.messages import prefix_of
from broker.console.shown import render
from broker.console.who import Role, User, needs, user_of
from broker.names import Names
from broker.tracing.patient import patient
from schemas.avvik import Avvik
from schemas.tid import Tidspunkt

FEW: Final = 20
"""Avvik that a search may name, and patients that it looks at, before it asks for more of the id."""


@needs(Role.LESER)
async def search(request: Request) -> Response:
    """GET /sok?q=A-19C2: goes on to the one thing that is meant, or shows what there is."""
    desk, user = desk_of(request), user_of(request)
    asked = request.query_params.get("q", "").strip()[:200]
    lead = KINDS.get(asked[:2].lower(), _message)
    return await lead(request, desk, user, asked)


async def _patient(request: Request, desk: Desk, user: User, asked: str) -> Response:
    """To the stay, or to choose among several."""
    prefix = asked[2:].lower()
    gids = await patients.by_prefix(desk.store, prefix, FEW + 1) if prefix else []
    several = [await patient(desk.store, gid, desk.now(), desk.agreement) for gid in gids[:FEW]]
    seen = [[stay for stay in one.stays if user.sees(stay.kommune)] for one in several]
    found = list(filter(None, seen))
    if len(found) > 1 or len(gids) > FEW:
        return _nothing(request, asked, "flere")
    stays = found[0] if found else []
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


async def _letter(request: Request, desk: Desk, user: User, asked: str) -> Response:
    """To the dead letter, for those who work with them."""
    if not user.may(Role.DRIFT):
        raise HTTPException(403, "Strandede meldinger kan bare slås opp av drift. Søk på A-… eller P-….")
    hers = Names(desk.agreement).hers(user.kommuner)
    wanted = Selection((asked,), (*OPEN, *sorted(CLOSED)), hers=hers)
    found = await case_search.find(desk.store, wanted, FEW + 1)
    if len(found) == 1:
        return RedirectResponse(f"/strandet/{found[0].dlq_id}", 303)
    return _nothing(request, asked, "flere" if found else "ingen")


async def _message(request: Request, desk: Desk, user: User, asked: str) -> Response:
    """To the message, or to those whose MsgId begins so, for who may look at messages."""
    if not asked:
        return _nothing(request, asked, "tomt")
    if not user.may(Role.DRIFT):
        raise HTTPException(403, "Meldinger kan bare slås opp av drift. Søk på et avvik (A-…) eller P-….")
    msg_id = prefix_of(asked.lower(), desk)
    wanted = messages.Wanted(parties=Names(desk.agreement).hers(user.kommuner), msg_id=msg_id)
    found = {one.msg_id for one in await messages.listed(desk.store, wanted, limit=FEW)}
    if msg_id in found or len(found) == 1:
        whole = msg_id if msg_id in found else found.pop()
        return RedirectResponse(f"/meldinger/{quote(whole)}", 303)
    if found:
        return RedirectResponse(f"/meldinger?msgid={quote(asked)}", 303)
    return _nothing(request, asked, "ingen")


def _nothing(request: Request, asked: str, why: str) -> Response:
    return render(
        request, "search.html", 200 if why != "ingen" else 404, asked=asked, why=why, stays=[], avvik=[]
    )


def _date(told: Tidspunkt | None) -> date | None:
    return told.dato if told else None


KINDS: Final = {"p-": _patient, "a-": _avvik, "d-": _letter}
"""How an id begins -> who finds it; anything else is a MsgId."""

ROUTES = (Route("/sok", search),)
