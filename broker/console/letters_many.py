"""One decision for many dead letters, carried out at a rate, and a page that follows it."""

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from broker.console.desk import desk_of
from broker.console.guard import form_of
from broker.console.letters_desk import acting, forced, letters_of, told
from broker.console.letters_foreseen import RATES, USUAL, meant, not_mine, page
from broker.console.letters_runs import Run, discarding, running
from broker.console.shown import is_piece, onward, render
from broker.console.who import Role, needs, user_of
from broker.letters.refused import Refused


@needs(Role.DRIFT)
async def started(request: Request) -> Response:
    """POST /strandet/kjoringer: the decision, with its reason."""
    desk, form, user = desk_of(request), await form_of(request), user_of(request)
    several = await meant(request)
    try:
        who, force = acting(user, form), forced(form)
        if not several:
            raise Refused("Ingen er valgt.")
        run = Run("kast" if form.get("gjor") == "kast" else "kjor", who, len(several), desk.now())
        if run.what == "kast":
            ours = [one for one in several if not not_mine(one, user)]
            work = discarding(desk.store, ours, who, desk.now)
        else:
            ours = list(several)
            work = running(letters_of(desk), several, who, _rate(form), force=force)
        desk.runs.start(run, work)
        for why in filter(None, (not_mine(one, user) for one in several if one not in ours)):
            run.tell(why)
    except Refused as refused:
        return await page(request, several, form, 422, told(refused))
    return onward(request, f"/strandet/kjoringer/{run.id}")


def _rate(form: Mapping[str, str]) -> float:
    return float(next((one for one in RATES if str(one) == form.get("takt")), USUAL))


@needs(Role.DRIFT)
async def followed(request: Request) -> Response:
    """GET /strandet/kjoringer/<id>: how far it has come; a piece for htmx, or a page."""
    template = "letters_run.html" if is_piece(request) else "letters_run_page.html"
    return render(request, template, run=_run(request))


@needs(Role.DRIFT)
async def stopped(request: Request) -> Response:
    """POST /strandet/kjoringer/<id>/avbryt: what is done is done, the rest is as it was."""
    run = _run(request)
    run.stopping = True
    return onward(request, f"/strandet/kjoringer/{run.id}", "Kjøringen avbrytes. Ingenting er tapt.")


def _run(request: Request) -> Run:
    found, user = desk_of(request).runs.known.get(request.path_params["run"]), user_of(request)
    if found is None or (user.kommuner is not None and found.who.name != user.id):
        raise HTTPException(
            404, "Kjøringen er ikke her lenger. Det som ble gjort, er gjort: se listen over strandede."
        )
    return found


ROUTES = (
    Route("/strandet/kjoringer", started, methods=["POST"]),
    Route("/strandet/kjoringer/{run}", followed),
    Route("/strandet/kjoringer/{run}/avbryt", stopped, methods=["POST"]),
)
