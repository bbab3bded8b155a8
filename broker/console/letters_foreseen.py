"""One decision for many dead letters: which ones, and what it would do."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.store import case_search
from adapters.store.cases import Case
from broker.console.desk import desk_of
from broker.console.guard import chosen_of as ticked
from broker.console.guard import form_of
from broker.console.letters_chosen import MOST, chosen_of, marked, selection
from broker.console.letters_desk import FORCE, hers_of, kafka_told, letters_of, looking, mine, told
from broker.console.shown import render
from broker.console.who import Role, User, needs, user_of
from broker.letters.refused import Refused
from broker.letters.replay import replay

TRIED: Final = 100
"""Letters that are tried beforehand; more would take too long to wait for."""
RATES: Final = (1, 10, 50, 200)
"""Letters a second that can be chosen."""
USUAL: Final = 50


@dataclass(slots=True)
class Foreseen:
    """What a decision would do.

    Attributes:
        targets: where they would be put -> how many of those tried.
        refused: why some would not -> how many of those tried.
        tried: how many were looked at.
    """

    targets: Counter[str]
    refused: Counter[str]
    tried: int


@needs(Role.DRIFT)
async def foreseen(request: Request) -> Response:
    """POST /strandet/flere: marked ones, or all that the filters of the address list; nothing is done yet."""
    return await page(request, await meant(request), await form_of(request))


async def meant(request: Request) -> list[Case]:
    """The letters that a form is about, oldest first."""
    desk, form, hers = desk_of(request), await form_of(request), hers_of(request)
    if "ider" in form:
        return await marked(desk.store, form["ider"].split(), hers)
    if form.get("omfang") == "alle":
        return await case_search.find(desk.store, selection(chosen_of(request), desk.now(), hers), MOST)
    return await marked(desk.store, await ticked(request, "id"), hers)


async def page(
    request: Request, several: Sequence[Case], form: Mapping[str, str], status: int = 200, wrong: str = ""
) -> Response:
    """What the decision would do, also as the answer to a form that was `wrong`."""
    what = "kast" if form.get("gjor") == "kast" else "kjor"
    found, away = Foreseen(Counter(), Counter(), 0), ""
    try:
        found = _given_up(several, user_of(request)) if what == "kast" else await _tried(request, several)
    except Refused as refused:
        away = told(refused)
    return render(
        request,
        "letters_many.html",
        status,
        several=several,
        ids=" ".join(one.dlq_id for one in several),
        what=what,
        found=found,
        most=MOST,
        rates=RATES,
        usual=USUAL,
        force=FORCE,
        wrong=wrong or away,
    )


async def _tried(request: Request, several: Sequence[Case]) -> Foreseen:
    """Raises Refused: Kafka is away."""
    desk, found = desk_of(request), Foreseen(Counter(), Counter(), min(len(several), TRIED))
    letters, who = letters_of(desk), looking(user_of(request))
    async with desk.pace.turn, kafka_told(desk):
        async for one in replay(letters, several[:TRIED], who, dry_run=True):
            if one.skipped:
                found.refused[one.skipped.what] += 1
            else:
                found.targets[one.topic] += 1
    return found


def _given_up(several: Sequence[Case], user: User) -> Foreseen:
    found = Foreseen(Counter(), Counter(), len(several))
    for one in several:
        if why := not_mine(one, user):
            found.refused[why.what] += 1
        elif one.is_closed:
            found.refused["Den er lukket fra før."] += 1
        else:
            found.targets["forkastes"] += 1
    return found


def not_mine(case: Case, user: User) -> Refused | None:
    """Why this one is for administrators, and the user is none."""
    try:
        mine(case, user)
    except Refused as refused:
        return refused
    return None


ROUTES = (Route("/strandet/flere", foreseen, methods=["POST"]),)
