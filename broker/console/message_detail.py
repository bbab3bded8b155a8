"""One message: its verdict and why, its AppRec, what it belongs to, and all that has happened to it."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.store import avvik_list, case_messages, claims, patients
from adapters.store.cases import Case
from adapters.store.claims import Claim
from adapters.store.messages import Message, Place
from broker import words
from broker.console.board_lines import name_of
from broker.console.desk import Desk, desk_of
from broker.console.message_reasons import apprec_of, reasons_of
from broker.console.message_words import line
from broker.console.shown import is_piece, render
from broker.console.stay_told import avvik_rows
from broker.console.who import Role, User, needs, user_of
from broker.names import Names
from broker.tracing.patient import patient
from broker.tracing.reading import reader_or_none
from broker.tracing.search import MOST
from broker.tracing.traced import Tracer
from consumers.stay import Stay
from schemas.avvik import Avvik
from schemas.tid import OSLO

MANY: Final = 500
"""Avvik of one patient that are looked through."""


async def find(desk: Desk, user: User, msg_id: str) -> list[Claim]:
    """The contents that came under a MsgId, of what the user may see. Raises HTTPException 404: none."""
    hers = Names(desk.agreement).hers(user.kommuner)
    found = [one.claim for one in await claims.find(desk.store, [msg_id.lower()])]
    seen = [one for one in found if hers is None or not hers.isdisjoint(_parties(one))]
    if not seen:
        raise HTTPException(404, "Meldingen er ikke tatt imot her, eller den er ikke din å se.")
    return seen


def _parties(claim: Claim) -> list[str]:
    return [claim.sender, *(claim.receivers or "").split(",")]


def as_message(claim: Claim) -> Message:
    """The claim as the list has it."""
    hers = tuple(filter(None, (claim.receivers or "").split(",")))
    return Message(
        Place(0, 0), claim.msg_id, claim.sender, hers, claim.message_type, claim.verdict, claim.claimed_at,
        claim.pid, claim.source or "", claim.variant,
    )  # fmt: skip


@needs(Role.DRIFT)
async def detail(request: Request) -> Response:
    """GET /meldinger/<msgid>"""
    desk, user, now = desk_of(request), user_of(request), desk_of(request).now()
    found = await find(desk, user, request.path_params["msg_id"])
    cases = await _cases(desk, user, found)
    hers = Names(desk.agreement).hers(user.kommuner)
    stays, avvik = await _belongs(desk, user, found[0], now)
    short = words.shorten("D", [one.dlq_id for one in cases])
    return render(
        request,
        "message.html",
        msg_id=found[0].msg_id,
        contents=[_told(one, desk, cases) for one in found],
        cases=[(one, short[one.dlq_id]) for one in cases if hers is None or one.sender in hers],
        stays=[(stay, _dates(stay, now), name_of(stay.party, desk.agreement)) for stay in stays],
        avvik=avvik_rows(avvik, now),
        names=Names(desk.agreement),
    )


async def _cases(desk: Desk, user: User, found: Sequence[Claim]) -> list[Case]:
    """The dead letters of these contents: for who sees only some, not those of another's same MsgId."""
    every = await case_messages.of_message(desk.store, found[0].msg_id)
    senders = {one.sender for one in found}
    return [one for one in every if user.kommuner is None or one.sender in senders]


def _told(claim: Claim, desk: Desk, cases: Sequence[Any]) -> dict[str, Any]:
    """What the page tells of one content."""
    apprec = apprec_of(claim.receipts)
    reasons = [] if claim.verdict == "godtatt" else reasons_of(apprec, cases)
    return {
        "claim": claim,
        "line": line(as_message(claim), desk.agreement),
        "apprec": apprec,
        "reasons": reasons,
    }


async def _belongs(desk: Desk, user: User, claim: Claim, now: datetime) -> tuple[list[Stay], list[str]]:
    """The stays and the avvik (JSON) that rest on the message."""
    gids = await patients.by_prefix(desk.store, claim.pid, 1) if claim.pid else []
    if not gids:
        return [], []
    whole = await patient(desk.store, gids[0], now, desk.agreement)
    stays = [stay for stay in whole.stays_with(claim.msg_id) if user.sees(stay.kommune)]
    wanted = avvik_list.Wanted(kommuner=user.kommuner, pids=whole.pids)
    bodies = await avvik_list.listed(desk.store, wanted, limit=MANY)
    return stays, [body for body in bodies if claim.msg_id in Avvik.model_validate_json(body).msg_ids]


def _dates(stay: Stay, now: datetime) -> str:
    first, last = (told.dato if told else None for told in (stay.t0, stay.t1))
    return words.stay(first, last, now) or "ukjente datoer"


@needs(Role.DRIFT)
async def trail(request: Request) -> Response:
    """GET /meldinger/<msgid>/spor: a piece for htmx, or a page."""
    desk, user = desk_of(request), user_of(request)
    found = await find(desk, user, request.path_params["msg_id"])
    async with reader_or_none(desk.settings.bootstrap) as reader:
        tracer = Tracer(desk.store, reader, desk.agreement, MOST, user.kommuner)
        traced = await tracer.message(found[0].msg_id, desk.now())
    rows = [(words.clock(step.at), step) for step in traced.steps]
    days = [
        (day, list(of_day))
        for day, of_day in groupby(rows, lambda row: words.day(row[1].at.astimezone(OSLO).date(), desk.now()))
    ]
    template = "message_steps.html" if is_piece(request) else "message_trail.html"
    return render(request, template, days=days, traced=traced, msg_id=found[0].msg_id, most=MOST)


ROUTES = (
    Route("/meldinger/{msg_id}", detail),
    Route("/meldinger/{msg_id}/spor", trail),
)
