"""Opphold: a stay on a time axis, what is missing and who waits for whom, its avvik, the rules' answers."""

from typing import Final
from uuid import UUID

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.store import Store, avvik_list, board_list, patients
from broker.console.desk import Desk, desk_of
from broker.console.shown import render
from broker.console.stay_told import avvik_rows, told
from broker.console.who import Role, User, needs, user_of
from broker.tracing.patient import Patient, patient
from schemas.avvik import Avvik

MANY: Final = 500
"""Avvik of one stay that are listed."""
GONE: Final = "Oppholdet finnes ikke lenger slik: senere meldinger har gitt det en annen innleggelse."
"""What an old link leads to."""


@needs(Role.LESER)
async def stay_page(request: Request) -> Response:
    """GET /forlop/<stay id>"""
    desk, now = desk_of(request), desk_of(request).now()
    found = await find(desk, user_of(request), request.path_params["stay_id"])
    (stay,) = found.stays
    wanted = avvik_list.Wanted(stay_id=str(stay.id), pids=found.pids)
    bodies = await avvik_list.listed(desk.store, wanted, limit=MANY)
    return render(request, "stay.html", **told(found, stay, desk, now), avvik=avvik_rows(bodies, now))


async def find(desk: Desk, user: User, stay_id: str) -> Patient:
    """The patient with this one stay. Raises HTTPException 404: there is none, or not for this user."""
    try:
        wanted = UUID(stay_id)
    except ValueError:
        raise HTTPException(404) from None
    pid = await _pid(desk.store, str(wanted))
    gids = await patients.by_prefix(desk.store, pid, 1) if pid else []
    if not gids:
        raise HTTPException(404)
    found = await patient(desk.store, gids[0], desk.now(), desk.agreement, wanted)
    if user.kommuner is not None and not any(user.sees(stay.kommune) for stay in found.stays):
        raise HTTPException(404)
    if found.whole:
        raise HTTPException(404, GONE)
    return found


async def _pid(store: Store, stay_id: str) -> str | None:
    """Whose stay it is, by the board or by its avvik."""
    row = await board_list.of_stay(store, stay_id)
    if row:
        return row.pid
    bodies = await avvik_list.listed(store, avvik_list.Wanted(stay_id=stay_id), limit=1)
    return Avvik.model_validate_json(bodies[0]).pid if bodies else None


ROUTES = (Route("/forlop/{stay_id}", stay_page),)
