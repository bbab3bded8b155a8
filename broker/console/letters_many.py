"""One decision for many dead letters, carried out at a rate, and a page that follows it."""

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.store import runs
from adapters.store.runs import Run
from broker.console.desk import desk_of
from broker.console.guard import form_of
from broker.console.letters_desk import acting, forced, letters_of, told
from broker.console.letters_foreseen import RATES, USUAL, meant, page
from broker.console.letters_runs import AT_ONCE, may_see, progress, take_up
from broker.console.shown import is_piece, onward, render
from broker.console.who import Role, needs, user_of
from broker.letters.refused import Refused
from broker.letters.runs import begin


@needs(Role.DRIFT)
async def started(request: Request) -> Response:
    """POST /strandet/kjoringer: the decision, with its reason."""
    desk, form, user = desk_of(request), await form_of(request), user_of(request)
    several = await meant(request)
    try:
        who, force = acting(user, form), forced(form)
        if not several:
            raise Refused("Ingen er valgt.")
        what: runs.What = "kast" if form.get("gjor") == "kast" else "kjor"
        if what == "kjor":
            letters_of(desk)  # while Kafka is away, nothing is decided that would only wait
        await _room(request)
        run = await begin(desk.store, what, several, who, desk.now(), rate=_rate(form), force=force)
    except Refused as refused:
        return await page(request, several, form, 422, told(refused))
    await take_up(desk, run)
    return onward(request, f"/strandet/kjoringer/{run.id}")


async def _room(request: Request) -> None:
    """Raises Refused: too much is going on already."""
    if len(await runs.unfinished(desk_of(request).store)) >= AT_ONCE:
        raise Refused("Det går alt mange kjøringer.", "Vent til en er ferdig, eller avbryt en.")


def _rate(form: Mapping[str, str]) -> int:
    return next((one for one in RATES if str(one) == form.get("takt")), USUAL)


@needs(Role.DRIFT)
async def followed(request: Request) -> Response:
    """GET /strandet/kjoringer/<id>: how far it has come; a piece for htmx, or a page."""
    return await _page(request, await _run(request))


async def _page(request: Request, run: Run, status: int = 200, wrong: str = "") -> Response:
    template = "letters_run.html" if is_piece(request) else "letters_run_page.html"
    found = await progress(desk_of(request), run)
    mine = run.who == user_of(request).id
    return render(request, template, status, run=run, found=found, mine=mine, wrong=wrong)


@needs(Role.DRIFT)
async def stopped(request: Request) -> Response:
    """POST /strandet/kjoringer/<id>/avbryt: what is done is done, the rest is as it was."""
    desk, run = desk_of(request), await _run(request)
    await runs.stop(desk.store, run.id)
    await take_up(desk, run)  # one that nobody carries out is ended, too
    return onward(request, f"/strandet/kjoringer/{run.id}", "Kjøringen avbrytes. Ingenting er tapt.")


@needs(Role.DRIFT)
async def resumed(request: Request) -> Response:
    """POST /strandet/kjoringer/<id>/fortsett: the rest of one that was cut off, by who decided it."""
    desk, user, run = desk_of(request), user_of(request), await _run(request)
    try:
        if run.who != user.id or (run.admin and not user.may(Role.ADMIN)):
            raise Refused(
                "Bare den som bestemte den, kan fortsette den.", "Velg dem i listen, med din grunn."
            )
        await _room(request)
    except Refused as refused:
        return await _page(request, run, 422, told(refused))
    await runs.again(desk.store, run.id)
    await take_up(desk, run)
    return onward(request, f"/strandet/kjoringer/{run.id}")


async def _run(request: Request) -> Run:
    found = await runs.load(desk_of(request).store, request.path_params["run"][:64])
    if found is None or not may_see(found, user_of(request)):
        raise HTTPException(
            404, "Kjøringen er ikke her lenger. Det som ble gjort, er gjort: se listen over strandede."
        )
    return found


ROUTES = (
    Route("/strandet/kjoringer", started, methods=["POST"]),
    Route("/strandet/kjoringer/{run}", followed),
    Route("/strandet/kjoringer/{run}/avbryt", stopped, methods=["POST"]),
    Route("/strandet/kjoringer/{run}/fortsett", resumed, methods=["POST"]),
)
