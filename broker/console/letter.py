"""One dead letter: what is wrong, what was done, and what running it again would do."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.store import case_steps
from adapters.store.cases import Case
from adapters.store.moments import micros
from broker import words
from broker.console.desk import desk_of
from broker.console.letters_desk import FORCE, advice, case_of, kafka_told, letters_of, looking, mine, told
from broker.console.letters_told import SIGNS, sender_name, what, where
from broker.console.shown import is_piece, render
from broker.console.who import Role, needs, user_of
from broker.faults.document import CODES
from broker.letters import edit
from broker.letters.allowed import allowed
from broker.letters.preview import Preview, preview
from broker.letters.refused import Refused
from broker.letters.told import READERS, STEPS, kind
from schemas.codes import MELDINGSNAVN


@needs(Role.DRIFT)
async def shown(request: Request) -> Response:
    """GET /strandet/<id>"""
    return await page(request, await case_of(request))


async def page(request: Request, case: Case, status: int = 200, wrong: str = "") -> Response:
    """The letter's page, also as the answer to a form that was `wrong`."""
    desk = desk_of(request)
    return render(
        request,
        "letter.html",
        status,
        case=case,
        name=words.shorten("D", [case.dlq_id])[case.dlq_id],
        steps=await case_steps.of(desk.store, case.dlq_id),
        words_of=STEPS,
        sign=SIGNS[case.state],
        kind=kind(case.error_class),
        named=MELDINGSNAVN.get(case.message_type or "", case.message_type),
        what=what(case.error_class, case.code),
        where=where(case.place),
        rule=f"{row.what} {advice(row.do)}" if (row := CODES.get(case.code)) else "",
        sender=sender_name(case.sender, desk.agreement),
        reader=READERS.get(case.reader, case.reader),
        force=FORCE,
        wrong=wrong,
        not_mine=_why_not_mine(case, request),
        can_edit=_can_edit(case, request),
        searchable="/sok" in request.app.state.paths,
        messages="/meldinger" in request.app.state.paths,
        needs_force=case.state in ("kjores", "parkert"),
        changed=micros(case.changed_at),
    )


def _why_not_mine(case: Case, request: Request) -> str:
    try:
        mine(case, user_of(request))
    except Refused as refused:
        return told(refused)
    return ""


def _can_edit(case: Case, request: Request) -> bool:
    try:
        edit.editable(case, looking(user_of(request)))
    except Refused:
        return False
    return True


@needs(Role.DRIFT)
async def news(request: Request) -> Response:
    """GET /strandet/<id>/nytt?fra=…: a piece for htmx, empty as long as the page tells what there is."""
    case = await case_of(request)
    same = request.query_params.get("fra", "") == str(micros(case.changed_at))
    return render(request, "letter_news.html", case=case, same=same, sign=SIGNS[case.state])


@needs(Role.DRIFT)
async def foreseen(request: Request) -> Response:
    """GET /strandet/<id>/prov: what running it again would do; a piece for htmx, or a page."""
    case, made, refused = await case_of(request), None, ""
    try:
        made = await _foreseen(request, case)
    except Refused as why:
        refused = told(why)
    template = "letter_foreseen.html" if is_piece(request) else "letter_foreseen_page.html"
    return render(request, template, case=case, made=made, refused=refused, reader=READERS.get(case.reader))


async def _foreseen(request: Request, case: Case) -> Preview:
    """Raises Refused."""
    desk, who = desk_of(request), looking(user_of(request))
    mine(case, user_of(request))
    async with kafka_told(desk):
        made = await preview(letters_of(desk), case, who)
    allowed(case, who)
    return made


ROUTES = (
    Route("/strandet/{id}", shown),
    Route("/strandet/{id}/nytt", news),
    Route("/strandet/{id}/prov", foreseen),
)
