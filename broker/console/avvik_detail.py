"""One avvik: what it is, why, what it rests on, its deadline, its history, and what may be done with it."""

import asyncio
from typing import Any, Final
from uuid import UUID

from aiokafka.errors import KafkaError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.store import avvik_list, patients
from adapters.store.moments import micros
from broker.console.avvik_pending import pending
from broker.console.avvik_proposal import is_missing
from broker.console.avvik_told import timeline, told
from broker.console.avvik_words import DEEDS
from broker.console.desk import Desk, desk_of
from broker.console.shown import is_piece, render
from broker.console.who import Role, User, needs, user_of
from broker.handling import MAY
from broker.tracing.changes import changes_of
from broker.tracing.patient import Patient, patient
from broker.tracing.reading import reader_or_none
from schemas.avvik import Avvik

READ_S: Final = 15.0
"""How long the history may take to read, in seconds."""


@needs(Role.LESER)
async def page(request: Request) -> Response:
    """GET /avvik/<id>"""
    return await shown(request)


async def shown(request: Request, status: int = 200, **more: Any) -> Response:
    """The page of the avvik that the address names; `more`: what is to be said of an action."""
    desk, now = desk_of(request), desk_of(request).now()
    one = await find(desk, user_of(request), request.path_params["id"])
    waits = await pending(desk, [one])
    facts = {
        "deeds": {gjort: DEEDS[gjort] for gjort in MAY[one.state]},
        "deed_of": DEEDS,
        "is_missing": is_missing(one),
        "pending": waits.get(one.id),
        "shown_at": micros(now),
        "news_url": f"/avvik/{one.id}/nye?versjon={one.version}",
        "wrong": "",
        "given": "",
    }
    return render(
        request, "avvik.html", status, **{**told(one, await _patient(desk, one), desk, now), **facts, **more}
    )


async def find(desk: Desk, user: User, id_: str) -> Avvik:
    """The avvik. Raises HTTPException 404: there is none, or not for this user."""
    try:
        wanted = UUID(id_)
    except ValueError:
        raise HTTPException(404) from None
    body = await avvik_list.by_id(desk.store, str(wanted), user.kommuner)
    if body is None:
        raise HTTPException(404)
    return Avvik.model_validate_json(body)


async def _patient(desk: Desk, one: Avvik) -> Patient | None:
    """Whose it is, with its stay; None when the history is gone."""
    gids = await patients.by_prefix(desk.store, one.pid, 1)
    return await patient(desk.store, gids[0], desk.now(), desk.agreement, one.stay_id) if gids else None


@needs(Role.LESER)
async def news(request: Request) -> Response:
    """GET /avvik/<id>/nye?versjon=2: a piece for htmx, empty as long as that is the last version."""
    one = await find(desk_of(request), user_of(request), request.path_params["id"])
    changed = request.query_params.get("versjon", "") != str(one.version)
    return render(request, "avvik_changed.html", one=one, changed=changed)


@needs(Role.LESER)
async def history(request: Request) -> Response:
    """GET /avvik/<id>/historikk: a piece for htmx, or a page; Kafka away: the last change alone."""
    desk = desk_of(request)
    one = await find(desk, user_of(request), request.path_params["id"])
    found, away = await _versions(desk, one)
    rows = timeline(found or [one], desk.now())
    behind = bool(found) and found[-1].version < one.version
    template = "avvik_history.html" if is_piece(request) else "avvik_history_page.html"
    lost = not away and not found
    return render(request, template, one=one, rows=rows, silent=away, behind=behind, lost=lost)


async def _versions(desk: Desk, one: Avvik) -> tuple[list[Avvik], bool]:
    """Every version on Kafka, oldest first; and whether Kafka was away."""
    if any(part == "kafka" for part in desk.health.since):
        return [], True
    async with reader_or_none(desk.settings.bootstrap) as reader:
        if reader is None:
            return [], True
        try:
            async with asyncio.timeout(READ_S):
                return await changes_of(reader, one), False
        except (KafkaError, TimeoutError):
            return [], True


ROUTES: Final = (
    Route("/avvik/{id}", page),
    Route("/avvik/{id}/nye", news),
    Route("/avvik/{id}/historikk", history),
)
