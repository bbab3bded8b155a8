"""What is done with avvik from their pages: one at a time, or the marked rows of the list."""

from typing import Final, NamedTuple
from uuid import UUID

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.store import avvik_list
from broker import words
from broker.console import avvik_detail
from broker.console import avvik_list as the_list
from broker.console.avvik_doing import AWAY, UNSURE, Act, act, settled, shown_at
from broker.console.avvik_words import DEEDS
from broker.console.desk import desk_of
from broker.console.guard import chosen_of, form_of
from broker.console.reasons import FIELD, reason_of
from broker.console.shown import onward
from broker.console.who import Role, needs, user_of
from broker.handling import unfit
from schemas.avvik import Avvik

MOST: Final = 200
"""Avvik of one action."""
GONE: Final = "finnes ikke, eller er ikke ditt å se."
SOON: Final = " Det vises her straks det er vurdert."


class Outcome(NamedTuple):
    """What became of an action on many: a sentence, and id, short id and why of each that failed."""

    said: str
    failed: list[tuple[str, str, str]]


class Wrong(Exception):
    """The form asks for something that cannot be done; the text is for the user."""


@needs(Role.KOORDINATOR)
async def one(request: Request) -> Response:
    """POST /avvik/<id>: gjort, begrunnelse"""
    desk = desk_of(request)
    avvik = await avvik_detail.find(desk, user_of(request), request.path_params["id"])
    form = await form_of(request)
    try:
        done = await _asked(request)
    except Wrong as wrong:
        return await avvik_detail.shown(request, 422, wrong=str(wrong), given=form.get(FIELD, ""))
    if why := (await act(desk, [avvik], done)).get(avvik.id):
        status = 503 if why in (AWAY, UNSURE) else 409
        return await avvik_detail.shown(request, status, wrong=why, given=done.why)
    shows = await settled(desk, {avvik.id: avvik.version})
    said = (
        f"Avviket er {DEEDS[done.gjort].done}." if shows else f"{DEEDS[done.gjort].button}: registrert.{SOON}"
    )
    return onward(request, f"/avvik/{avvik.id}", said)


@needs(Role.KOORDINATOR)
async def many(request: Request) -> Response:
    """POST /avvik?<filters>: valgt (many), gjort, begrunnelse"""
    desk = desk_of(request)
    form, picked = await form_of(request), _ids(await chosen_of(request, "valgt"))
    try:
        done = await _asked(request)
        if not 0 < len(picked) <= MOST:
            raise Wrong(f"Merk 1 til {MOST} avvik i listen, og prøv igjen.")
    except Wrong as wrong:
        return await the_list.shown(request, 422, wrong=str(wrong), why=form.get(FIELD, ""), picked=picked)
    wanted = avvik_list.Wanted(kommuner=user_of(request).kommuner, ids=picked)
    found = [
        Avvik.model_validate_json(body) for body in await avvik_list.every(desk.store, wanted, limit=MOST)
    ]
    failed = await act(desk, found, done)
    told = {avvik.id: avvik.version for avvik in found if avvik.id not in failed}
    shows = await settled(desk, told)
    outcome = _outcome(picked, found, failed, done, "" if shows else SOON)
    if outcome.failed:
        left = frozenset(id_ for id_, _, _ in outcome.failed)
        return await the_list.shown(request, outcome=outcome, why=done.why, picked=left)
    return onward(request, f"/avvik?{request.url.query}", outcome.said)


def _outcome(
    picked: frozenset[str], found: list[Avvik], failed: dict[UUID, str], done: Act, soon: str
) -> Outcome:
    """In words, with every one that was not done."""
    why = {str(id_): text for id_, text in failed.items()}
    why |= dict.fromkeys(picked - {str(avvik.id) for avvik in found}, GONE)
    short = words.shorten("A", picked)
    count = words.counted(len(picked) - len(why), "avvik er", "avvik er")
    of = f" {len(why)} av {len(picked)} ble det ikke:" if why else ""
    return Outcome(
        f"{count} {DEEDS[done.gjort].done}.{soon}{of}", [(id_, short[id_], why[id_]) for id_ in sorted(why)]
    )


async def _asked(request: Request) -> Act:
    """What the form asks for. Raises Wrong."""
    form, now = await form_of(request), desk_of(request).now()
    gjort = next((gjort for gjort in DEEDS if gjort == form.get("gjort")), None)
    if gjort is None:
        raise Wrong("Velg hva som skal gjøres: besvar, lukk eller trekk.")
    try:
        why = reason_of(form)
    except HTTPException as refused:
        raise Wrong(refused.detail) from None
    if text := unfit(why):
        raise Wrong(f"Begrunnelsen {text}")
    return Act(gjort, user_of(request), why, now, shown_at(form.get("vist", ""), now))


def _ids(given: list[str]) -> frozenset[str]:
    """Those that are ids, as the store writes them."""
    found = set()
    for text in given:
        try:
            found.add(str(UUID(text)))
        except ValueError:  # no page of ours sends it, and there is no avvik of that name
            continue
    return frozenset(found)


ROUTES = (
    Route("/avvik", many, methods=["POST"]),
    Route("/avvik/{id}", one, methods=["POST"]),
)
