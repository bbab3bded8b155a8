"""What an edit changes, shown before it is sent; sent at a second click, with a reason."""

import asyncio
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.store.cases import Case
from broker.console.desk import desk_of
from broker.console.letter import page
from broker.console.letter_work import Work, based_on, editor, short, work_of
from broker.console.letters_desk import FORCE, acting, forced, kafka_told, letters_of, looking, told
from broker.console.shown import onward, render
from broker.console.who import Role, needs, user_of
from broker.letters import edit
from broker.letters.edit import Draft
from broker.letters.refused import Refused
from broker.letters.replay import replay
from broker.letters.who import Who

LONGEST: Final = 2_000
"""Signs of a line of a difference that are shown."""
MOST: Final = 2_000
"""Lines of a difference that are shown."""


async def _draft(request: Request, work: Work) -> Draft:
    """Raises Refused: also when somebody else has changed it since it was opened."""
    if work.form.get("grunnlag") != based_on(work.case):
        raise Refused(
            "Noen andre har rettet meldingen i mellomtiden.", "Ta vare på teksten din, og åpne den på nytt."
        )
    async with desk_of(request).pace.turn, kafka_told(desk_of(request)):
        letters, who = letters_of(desk_of(request)), looking(user_of(request))
        return await edit.validated(letters, work.case, work.after, who)


@needs(Role.DRIFT, large=True)
async def compared(request: Request) -> Response:
    """POST /strandet/<id>/rediger/forskjell: what changes, before it is sent."""
    work = await work_of(request)
    if isinstance(work, Response):
        return work
    try:
        return await _difference(request, work, await _draft(request, work))
    except Refused as refused:
        return editor(request, work, 422, told(refused))


async def _difference(
    request: Request, work: Work, draft: Draft, status: int = 200, wrong: str = ""
) -> Response:
    async with desk_of(request).pace.turn:
        found = await asyncio.to_thread(lambda: draft.diff)
    return render(
        request,
        "letter_compare.html",
        status,
        case=work.case,
        name=short(work.case),
        rows=[_printable(line) for line in found[2 : MOST + 2]],
        more=max(0, len(found) - MOST - 2),
        draft=draft,
        text=work.given,
        base=work.form.get("grunnlag", ""),
        force=FORCE,
        wrong=wrong,
    )


def _printable(line: str) -> str:
    shown = "".join(sign if sign.isprintable() or sign == "\t" else "·" for sign in line[:LONGEST])
    return f"{shown} …" if len(line) > LONGEST else shown


@needs(Role.DRIFT, large=True)
async def sent(request: Request) -> Response:
    """POST /strandet/<id>/rediger/send: the second click: kept with its reason, and run."""
    work = await work_of(request)
    if isinstance(work, Response):
        return work
    try:
        draft = await _draft(request, work)
    except Refused as refused:
        return editor(request, work, 422, told(refused))
    try:
        who, force = acting(user_of(request), work.form), forced(work.form)
        kept = await edit.keep(letters_of(desk_of(request)), draft, who, force=force)
    except Refused as refused:
        return await _difference(request, work, draft, 422, told(refused))
    return await _run(request, kept, who, force=force)


async def _run(request: Request, kept: Case, who: Who, *, force: bool) -> Response:
    """Run what was kept; the edit stays where it cannot be run now."""
    desk = desk_of(request)
    try:
        async with kafka_told(desk):
            again = replay(letters_of(desk), [kept], who, rate=1000, force=force)
            skipped = [one.skipped async for one in again if one.skipped]
        if skipped:
            raise skipped[0]
    except Refused as refused:
        return await page(request, kept, 422, f"Rettelsen er lagret, men ikke kjørt ennå. {told(refused)}")
    return onward(request, f"/strandet/{kept.dlq_id}", "Rettet, og kjøres på nytt. Originalen er beholdt.")


ROUTES = (
    Route("/strandet/{id}/rediger/forskjell", compared, methods=["POST"]),
    Route("/strandet/{id}/rediger/send", sent, methods=["POST"]),
)
