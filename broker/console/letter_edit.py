"""The editor of a dead letter: a reason first, then the content, validated as one types."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.errors import Problems
from broker.console.desk import desk_of
from broker.console.guard import form_of
from broker.console.letter_text import text_of
from broker.console.letter_work import Work, ask, editor, work_of
from broker.console.letters_desk import acting, case_of, kafka_told, letters_of, looking, told
from broker.console.shown import is_piece, render
from broker.console.who import Role, needs, user_of
from broker.letters import edit, seen
from broker.letters.preview import preview
from broker.letters.refused import Refused


@needs(Role.DRIFT)
async def asked(request: Request) -> Response:
    """GET /strandet/<id>/rediger: why do you want to see it?"""
    return await ask(request, await case_of(request))


@needs(Role.DRIFT)
async def opened(request: Request) -> Response:
    """POST /strandet/<id>/rediger: the look is noted, then the content is shown."""
    case, form, desk = await case_of(request), await form_of(request), desk_of(request)
    try:
        who = acting(user_of(request), form)
        edit.editable(case, who)
        async with kafka_told(desk):
            before = text_of(await edit.content(letters_of(desk), case))
        await seen.note(desk.store, [case], who, desk.now)
    except Refused as refused:
        return await ask(request, case, 422, told(refused))
    return editor(request, Work(case, before, before.text, form))


@needs(Role.DRIFT, large=True)
async def validated(request: Request) -> Response:
    """POST /strandet/<id>/rediger/valider: what is wrong with it as it stands; a piece for htmx."""
    work = await work_of(request)
    if isinstance(work, Response):
        return work
    desk, user = desk_of(request), user_of(request)
    found: Problems = ()
    wrong, wait = "", not desk.pace.may(user.id, desk.now())
    if not wait:
        try:
            async with desk.pace.turn:
                found = await _faults(request, work)
        except Refused as refused:
            wrong = told(refused)
    template = "letter_verdict.html" if is_piece(request) else "letter_verdict_page.html"
    return render(request, template, case=work.case, found=found, wrong=wrong, wait=wait)


async def _faults(request: Request, work: Work) -> Problems:
    """Raises Refused."""
    letters, who, after = letters_of(desk_of(request)), looking(user_of(request)), work.after
    async with kafka_told(desk_of(request)):
        if after == work.before.content:
            return (await preview(letters, work.case, who)).faults
        return (await edit.validated(letters, work.case, after, who)).faults


@needs(Role.DRIFT, large=True)
async def resumed(request: Request) -> Response:
    """POST /strandet/<id>/rediger/videre: back to the editor with what was typed."""
    work = await work_of(request)
    return work if isinstance(work, Response) else editor(request, work)


ROUTES = (
    Route("/strandet/{id}/rediger", asked),
    Route("/strandet/{id}/rediger", opened, methods=["POST"]),
    Route("/strandet/{id}/rediger/valider", validated, methods=["POST"]),
    Route("/strandet/{id}/rediger/videre", resumed, methods=["POST"]),
)
