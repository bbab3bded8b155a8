"""Strandet: the work list of dead letters, in heaps of the same failure or one by one."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.store import case_search, runs
from adapters.store.case_search import Count
from adapters.store.cases import OPEN, Case
from adapters.store.moments import micros
from broker import words
from broker.console.desk import desk_of
from broker.console.export import Cell, export
from broker.console.letters_chosen import EVERY, chosen_of, kept, selection, times
from broker.console.letters_desk import hers_of
from broker.console.letters_runs import may_see
from broker.console.letters_told import NONE, SIGNS, Heap, heaps, sender_name, what
from broker.console.lists import moment_of, page_of
from broker.console.shown import render
from broker.console.who import Role, needs, user_of
from broker.letters.alarm import alarm_of
from broker.letters.told import CLASSES
from schemas.topics import INTERNAL

EXPORTED: Final = 50_000
"""Rows of one file."""
COLUMNS: Final = {
    "id": "dlq_id",
    "tilstand": "state",
    "første gang": "first_failed_at",
    "sist": "last_failed_at",
    "emne": "topic",
    "leser": "reader",
    "klasse": "error_class",
    "kode": "code",
    "kode i AppRec": "apprec",
    "forklaring": "message",
    "sted": "place",
    "avsender": "sender",
    "MsgId": "msg_id",
    "meldingstype": "message_type",
    "forsøk": "attempts",
    "kjørt på nytt": "replay_n",
    "feilet igjen": "failures",
    "byte": "size",
    "sha256": "sha256",
    "rettet sha256": "edited_sha256",
}
"""Column of a file -> what is known of a case."""


@needs(Role.DRIFT)
async def listed(request: Request) -> Response:
    """GET /strandet?tilstand=parkert&vis=hver"""
    desk, page, chosen = desk_of(request), page_of(request), chosen_of(request)
    now, hers = desk.now(), hers_of(request)
    wanted = selection(chosen, now, hers)
    everything = await case_search.count(desk.store, selection({**chosen, "tilstand": EVERY}, now, hers))
    counts = [one for one in everything if one.state in wanted.states]
    rows: Sequence[Case] = ()
    piles: Sequence[Heap] = ()
    if chosen["vis"]:
        rows, page = page.cut(await case_search.find(desk.store, wanted, page.ask, page.offset))
    else:
        found = heaps(counts, desk.agreement)
        piles, page = page.cut(found[page.offset : page.offset + page.ask])
    return render(
        request,
        "letters.html",
        rows=[(one, sender_name(one.sender, desk.agreement)) for one in rows],
        names=words.shorten("D", [one.dlq_id for one in rows]),
        heaps=piles,
        total=sum(one.number for one in counts),
        going=[run for run in await runs.unfinished(desk.store) if may_see(run, user_of(request))],
        page=page,
        **_around(request, everything, chosen, now),
    )


def _around(
    request: Request, everything: Sequence[Count], chosen: Mapping[str, str], now: datetime
) -> dict[str, Any]:
    """What stands around the list: numbers, filters and their words."""
    desk = desk_of(request)
    at_most = timedelta(hours=desk.settings.strandet_alarm_h)
    return {
        "by_state": _by_state(everything),
        "alarm": alarm_of([one for one in everything if one.state in OPEN], now, at_most),
        "at_most": at_most,
        "chosen": chosen,
        "times": times(chosen, now),
        "narrowed": bool(kept(chosen).keys() - {"vis", "tilstand"}),
        "signs": SIGNS,
        "what": what,
        "senders": {her: sender_name(her, desk.agreement) for her in _values(everything, "sender")},
        "codes": _values(everything, "code"),
        "topics": [topic.name for topic in INTERNAL],
        "classes": {**CLASSES, NONE: "Ukjent grunn"},
        "news_url": f"/strandet/nye?{urlencode({**kept(chosen), 'fra': micros(now)})}",
    }


def _by_state(counts: Iterable[Count]) -> Counter[str]:
    return sum((Counter({one.state: one.number}) for one in counts), Counter())


def _values(counts: Iterable[Count], name: str) -> list[str]:
    return sorted({value for one in counts if (value := getattr(one, name))})


@needs(Role.DRIFT)
async def news(request: Request) -> Response:
    """GET /strandet/nye?fra=…: a piece for htmx, empty when nothing has changed."""
    desk, chosen = desk_of(request), chosen_of(request)
    count = 0
    if since := moment_of(request.query_params.get("fra", "")):
        found = await case_search.count(desk.store, selection(chosen, desk.now(), hers_of(request), since))
        count = sum(one.number for one in found)
    return render(request, "letters_news.html", count=count, url=f"/strandet?{urlencode(kept(chosen))}")


@needs(Role.DRIFT)
async def exported(request: Request) -> Response:
    """GET /strandet.csv and /strandet.xlsx: what is known of each, as the list is filtered."""
    desk = desk_of(request)
    wanted = selection(chosen_of(request), desk.now(), hers_of(request))
    found = await case_search.find(desk.store, wanted, EXPORTED)
    return export(request.path_params["kind"], "strandet", list(COLUMNS), map(_cells, found))


def _cells(case: Case) -> list[Cell]:
    told = {"state": SIGNS[case.state][2]}
    return [told.get(name, getattr(case, name)) for name in COLUMNS.values()]


ROUTES = (
    Route("/strandet", listed),
    Route("/strandet/nye", news),
    Route("/strandet.{kind}", exported),
)
