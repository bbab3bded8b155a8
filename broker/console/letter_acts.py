"""What is done with one dead letter: run again, given up, or its edit taken back; each with a reason."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from broker.console.desk import desk_of
from broker.console.guard import form_of
from broker.console.letter import page
from broker.console.letters_desk import acting, case_of, forced, kafka_told, letters_of, mine, told
from broker.console.shown import onward
from broker.console.who import Role, needs, user_of
from broker.letters import edit
from broker.letters.discard import discard
from broker.letters.refused import Refused
from broker.letters.replay import replay
from broker.letters.told import READERS


@needs(Role.DRIFT)
async def again(request: Request) -> Response:
    """POST /strandet/<id>/kjor"""
    case, form, desk = await case_of(request), await form_of(request), desk_of(request)
    try:
        who = acting(user_of(request), form)
        mine(case, user_of(request))
        force = forced(form)
        async with kafka_told(desk):
            outcomes = [one async for one in replay(letters_of(desk), [case], who, rate=1000, force=force)]
        if outcomes[0].skipped:
            raise outcomes[0].skipped
    except Refused as refused:
        return await page(request, case, 422, told(refused))
    to = READERS.get(case.reader, case.reader)
    return onward(
        request, f"/strandet/{case.dlq_id}", f"Kjøres på nytt hos {to}. Siden viser hvordan det gikk."
    )


@needs(Role.DRIFT)
async def given_up(request: Request) -> Response:
    """POST /strandet/<id>/kast"""
    case, form, desk = await case_of(request), await form_of(request), desk_of(request)
    try:
        mine(case, user_of(request))
        who = acting(user_of(request), form)
        if not await discard(desk.store, [case], who, desk.now):
            raise Refused("Den er lukket fra før.")
    except Refused as refused:
        return await page(request, case, 422, told(refused))
    return onward(
        request, f"/strandet/{case.dlq_id}", "Meldingen er forkastet. Innholdet ligger urørt på Kafka."
    )


@needs(Role.DRIFT)
async def undone(request: Request) -> Response:
    """POST /strandet/<id>/angre: the original will be run after all."""
    case, form, desk = await case_of(request), await form_of(request), desk_of(request)
    try:
        await edit.undo(letters_of(desk), case, acting(user_of(request), form))
    except Refused as refused:
        return await page(request, case, 422, told(refused))
    return onward(
        request, f"/strandet/{case.dlq_id}", "Rettelsen er tatt tilbake: originalen kjøres neste gang."
    )


ROUTES = (
    Route("/strandet/{id}/kjor", again, methods=["POST"]),
    Route("/strandet/{id}/kast", given_up, methods=["POST"]),
    Route("/strandet/{id}/angre", undone, methods=["POST"]),
)
