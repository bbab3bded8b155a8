"""Avvik: the list, filtered and sorted by the address, what is new in it, and the list as a file."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.store import avvik_list
from adapters.store.moments import micros
from broker import words
from broker.avvik_words import rules
from broker.console.avvik_filters import ALL, Asked, asked
from broker.console.avvik_lines import COLUMNS, exported, kommuner, lines
from broker.console.avvik_words import CHOICES, DEEDS, HEADS, STANDING, STATES
from broker.console.desk import Desk, desk_of
from broker.console.export import export
from broker.console.lists import moment_of, page_of
from broker.console.shown import render
from broker.console.who import Role, User, needs, user_of
from schemas.avvik import Avvik

MOST: Final = 50_000
"""Rows of one file."""
LEAST: Final = timedelta(microseconds=1)


@needs(Role.LESER)
async def listed(request: Request) -> Response:
    """GET /avvik?tilstand=apen&kommune=5501&sorter=frist"""
    return await shown(request)


async def shown(request: Request, status: int = 200, **more: Any) -> Response:
    """The list that the address asks for; `more`: what is to be said of an action."""
    desk, user, page = desk_of(request), user_of(request), page_of(request)
    want = asked(request, user, desk.now())
    newest = await avvik_list.last_change(desk.store, user.kommuner)
    bodies = await avvik_list.listed(
        desk.store, want.wanted, want.sort, page.ask, page.offset, turned=want.turned
    )
    rows, page = page.cut([Avvik.model_validate_json(body) for body in bodies])
    by_state = await avvik_list.counted(desk.store, want.any_state, "state")
    counts = {state: by_state.get((state,), 0) for state in STATES}
    facts = {
        "lines": lines(rows, desk.agreement, desk.now()),
        "want": want,
        "page": page,
        "counts": counts,
        "standing": sum(counts[state] for state in STANDING),
        "shown_at": micros(desk.now()),
        "news_url": f"/avvik/nye?{_kept(want, siden=newest)}",
        "wrong": "",
        "why": "",
        "picked": frozenset(),
        "outcome": None,
    }
    return render(request, "avvik_list.html", status, **{**facts, **_choices(desk, user), **more})


def _choices(desk: Desk, user: User) -> dict[str, Any]:
    """What the filters offer."""
    return {
        "states": STATES,
        "all_states": ALL,
        "choices": CHOICES,
        "heads": HEADS,
        "deeds": DEEDS,
        "rules": sorted(rules().values(), key=lambda rule: rule.id),
        "kommuner": kommuner(desk.agreement, user.kommuner),
    }


def _kept(want: Asked, **more: object) -> str:
    return urlencode({**{name: value for name, value in want.chosen.items() if value}, **more})


@needs(Role.LESER)
async def news(request: Request) -> Response:
    """GET /avvik/nye?siden=…: a piece for htmx, empty when nothing of what is asked for has changed."""
    desk, user = desk_of(request), user_of(request)
    want = asked(request, user, desk.now())
    count = 0
    if since := moment_of(request.query_params.get("siden", "")):
        later = max(filter(None, (want.wanted.since, since + LEAST)))
        count = await avvik_list.count(desk.store, replace(want.wanted, since=later))
    return render(request, "avvik_news.html", count=count, url=f"/avvik?{_kept(want)}")


@needs(Role.LESER)
async def filed(request: Request) -> Response:
    """GET /avvik.csv and /avvik.xlsx: every row of the list as it is filtered."""
    desk, user = desk_of(request), user_of(request)
    want, kind = asked(request, user, desk.now()), request.url.path.rpartition(".")[2]
    found = await avvik_list.every(desk.store, want.wanted, want.sort, MOST + 1, turned=want.turned)
    if len(found) > MOST:
        most = words.number(MOST)
        raise HTTPException(
            413, f"Listen har flere enn {most} rader, som er det en fil kan ha. Velg et filter."
        )
    return await asyncio.to_thread(_file, kind, found, desk)


def _file(kind: str, found: list[str], desk: Desk) -> Response:
    return export(kind, "avvik", COLUMNS, exported(found, desk.agreement))


ROUTES = (
    Route("/avvik", listed),
    Route("/avvik/nye", news),
    Route("/avvik.csv", filed),
    Route("/avvik.xlsx", filed),
)
