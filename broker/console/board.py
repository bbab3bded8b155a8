"""Forløp: the felles forløpstavle, a row for each patient between hospital and kommune."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.store import board_list
from adapters.store.board_list import Wanted
from adapters.store.moments import micros
from broker.console.board_lines import exported_cells, lines, unit_name
from broker.console.desk import desk_of
from broker.console.export import export
from broker.console.forlop_words import SORTS, STATES, heads
from broker.console.lists import filters_of, moment_of, page_of
from broker.console.shown import render
from broker.console.who import Role, User, needs, user_of
from schemas.agreements import Agreement

MOST: Final = 10_000
"""Rows of one file."""
FILTERS: Final = {
    "kommune": None,
    "enhet": None,
    "tilstand": tuple(STATES),
    "pasient": None,
    "sorter": tuple(SORTS),
}


def wanted_of(user: User, chosen: Mapping[str, str]) -> Wanted:
    """What the address asks for, of what the user may see."""
    return Wanted(
        kommuner=user.kommuner,
        kommune=chosen["kommune"] or None,
        unit=chosen["enhet"] or None,
        state=chosen["tilstand"] or None,
        pid=chosen["pasient"].lower().removeprefix("p-"),
    )


@needs(Role.LESER)
async def listed(request: Request) -> Response:
    """GET /forlop?kommune=5501&tilstand=mangler"""
    desk, user, page = desk_of(request), user_of(request), page_of(request)
    chosen, now = filters_of(request, FILTERS), desk.now()
    wanted, sort = wanted_of(user, chosen), chosen["sorter"] or "frist"
    found = await board_list.listed(desk.store, wanted, now, sort, page.ask, page.offset)
    counts = await board_list.counted(desk.store, wanted, now)
    rows, page = page.cut(found)
    return render(
        request,
        "board.html",
        lines=lines(rows, desk.agreement, now),
        counts=counts,
        chosen=chosen,
        page=page,
        heads=heads(),
        states=STATES,
        sorts=SORTS,
        kommuner=_kommuner(counts.by_kommune, desk.agreement),
        units={her: unit_name(her, desk.agreement) for her in sorted(counts.by_unit)},
        news_url=_news_url(chosen, now),
    )


def _kommuner(counts: Iterable[str], agreement: Agreement) -> dict[str, str]:
    """kommunenummer -> name, by name."""
    names = {part.kommunenr: part.navn.removesuffix(" kommune") for part in agreement.parts if part.kommunenr}
    return dict(sorted(((nr, names.get(nr, nr)) for nr in counts), key=lambda pair: pair[1]))


def _news_url(chosen: Mapping[str, str], now: datetime) -> str:
    kept = {name: value for name, value in chosen.items() if value}
    return f"/forlop/nye?{urlencode({**kept, 'siden': micros(now)})}"


@needs(Role.LESER)
async def news(request: Request) -> Response:
    """GET /forlop/nye?siden=…: a piece for htmx, empty when nothing has changed."""
    desk, chosen = desk_of(request), filters_of(request, FILTERS)
    count = 0
    if since := moment_of(request.query_params.get("siden", "")):
        wanted = wanted_of(user_of(request), chosen)
        count = await board_list.changed(desk.store, wanted, since, desk.now())
    kept = {name: value for name, value in chosen.items() if value}
    return render(request, "board_news.html", count=count, url=f"/forlop?{urlencode(kept)}")


@needs(Role.LESER)
async def exported(request: Request) -> Response:
    """GET /forlop.csv and /forlop.xlsx: the board as it is filtered."""
    desk, chosen, now = desk_of(request), filters_of(request, FILTERS), desk_of(request).now()
    wanted, sort = wanted_of(user_of(request), chosen), chosen["sorter"] or "frist"
    found = lines(await board_list.listed(desk.store, wanted, now, sort, MOST), desk.agreement, now)
    columns = ["pasient", "kommune", "avdeling", "sykehus", "innlagt", "utskrevet"]
    columns += [name for name, _ in heads()] + ["døgn klar", "åpne avvik"]
    kind = request.url.path.rpartition(".")[2]
    return export(kind, "forlop", columns, [exported_cells(line) for line in found])


ROUTES = (
    Route("/forlop", listed),
    Route("/forlop/nye", news),
    Route("/forlop.csv", exported),
    Route("/forlop.xlsx", exported),
)
