"""Meldinger: every message that was taken in, searched and listed, newest first."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.messages.sealed import reference
from adapters.store import messages
from adapters.store.messages import Message, Place, Wanted
from adapters.store.moments import micros
from broker.console.days import days_of
from broker.console.desk import Desk, desk_of
from broker.console.export import MOST, export
from broker.console.lists import SIZE, filters_of, moment_of
from broker.console.message_words import COLUMNS, TYPES, VERDICTS, cells, line
from broker.console.shown import render
from broker.console.who import Role, User, needs, user_of
from broker.names import Names
from broker.secret import pid_key
from broker.tracing.search import BY_CONTENT

FILTERS: Final = {
    "msgid": None,
    "avsender": None,
    "mottaker": None,
    "type": tuple(TYPES),
    "utfall": tuple(VERDICTS),
    "fra": None,
    "til": None,
}
COUNTED: Final = 10_000
"""Beyond it nobody leafs, and nothing is counted."""
HEXADECIMAL: Final = frozenset("0123456789abcdef-")


def wanted_of(desk: Desk, user: User, chosen: Mapping[str, str]) -> Wanted:
    """What the address asks for, of what the user may see."""
    days = days_of(chosen, desk.now())
    return Wanted(
        parties=Names(desk.agreement).hers(user.kommuner),
        msg_id=prefix_of(chosen["msgid"].lower(), desk),
        sender=chosen["avsender"] or None,
        receiver=chosen["mottaker"] or None,
        types=frozenset(filter(None, (chosen["type"],))),
        verdicts=frozenset(filter(None, (chosen["utfall"],))),
        since=days["fra"].since,
        until=days["til"].until,
    )


def prefix_of(text: str, desk: Desk) -> str:
    """How a MsgId begins; one that is no UUID is stored as a hash, and found when it is written whole."""
    known = text.startswith(BY_CONTENT) or HEXADECIMAL.issuperset(text)
    return text if known else reference(text, pid_key(desk.settings))


def _after(text: str) -> Place | None:
    """Where the page before ended: "1770901500000000.17"."""
    numbers = text.split(".")
    sound = len(numbers) == 2 and all(one.isascii() and one.isdecimal() and len(one) < 18 for one in numbers)
    return Place(int(numbers[0]), int(numbers[1])) if sound else None


@needs(Role.DRIFT)
async def listed(request: Request) -> Response:
    """GET /meldinger?utfall=avvist&fra=2026-02-01"""
    desk, chosen = desk_of(request), filters_of(request, FILTERS)
    wanted, after = wanted_of(desk, user_of(request), chosen), _after(request.query_params.get("etter", ""))
    found = await messages.listed(desk.store, wanted, SIZE + 1, after)
    kept = {name: value for name, value in chosen.items() if value}
    count = await messages.count(desk.store, wanted, COUNTED)
    last = found[SIZE - 1].place if len(found) > SIZE else None
    since = micros(desk.now())
    return render(
        request,
        "messages.html",
        **_choices(desk),
        lines=[line(one, desk.agreement) for one in found[:SIZE]],
        chosen=chosen,
        days=days_of(chosen, desk.now()),
        filtered=bool(kept),
        count=count,
        most=COUNTED,
        after=after,
        older=f"{last.claimed_at}.{last.seq}" if last else None,
        news_url=f"/meldinger/nye?{urlencode({**kept, 'siden': since})}",
    )


def _choices(desk: Desk) -> dict[str, Any]:
    """What the filters of the form offer."""
    parts = sorted(desk.agreement.parts, key=lambda part: part.navn.casefold())
    return {"parts": parts, "types": TYPES, "verdicts": VERDICTS}


@needs(Role.DRIFT)
async def news(request: Request) -> Response:
    """GET /meldinger/nye?siden=…: a piece for htmx, empty when nothing has come."""
    desk, chosen = desk_of(request), filters_of(request, FILTERS)
    count = 0
    if since := moment_of(request.query_params.get("siden", "")):
        wanted = wanted_of(desk, user_of(request), chosen)
        count = await messages.count(desk.store, wanted.later(since), COUNTED)
    kept = {name: value for name, value in chosen.items() if value}
    return render(request, "messages_news.html", count=count, url=f"/meldinger?{urlencode(kept)}")


@needs(Role.DRIFT)
async def exported(request: Request) -> Response:
    """GET /meldinger.csv and /meldinger.xlsx: the list as it is filtered."""
    desk, chosen = desk_of(request), filters_of(request, FILTERS)
    found = await messages.every(desk.store, wanted_of(desk, user_of(request), chosen), MOST)
    return export(request.path_params["kind"], "meldinger", COLUMNS, _rows(found, desk))


def _rows(found: Iterable[Message], desk: Desk) -> Iterable[tuple[str | datetime, ...]]:
    return (cells(line(one, desk.agreement)) for one in found)


ROUTES = (
    Route("/meldinger", listed),
    Route("/meldinger/nye", news),
    Route("/meldinger.{kind}", exported),
)
