"""Oversikt: four numbers that can be wrong, the traffic of a day, and how every part is."""

import asyncio
from datetime import datetime, timedelta
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.store import hourly
from adapters.store.messages import Wanted
from broker import words
from broker.console import levels
from broker.console.desk import Desk, desk_of
from broker.console.kafka_seen import GROUPS
from broker.console.levels import HOURS, Spark, spark
from broker.console.overview_parts import told
from broker.console.shown import is_piece, render
from broker.console.traffic import scale_of, traffic
from broker.console.who import Role, User, needs, user_of
from broker.names import Names

Number = dict[str, Any]

USUAL: Final = 1_000
"""Records that a reader may be behind without anything being wrong: it is done with them in seconds."""


@needs(Role.LESER)
async def overview(request: Request) -> Response:
    """GET /, and every few seconds its piece for htmx."""
    desk, user = desk_of(request), user_of(request)
    now = desk.now()
    facts = await facts_of(desk, user, now)
    facts["parts"] = await asyncio.to_thread(told, desk, now)
    return render(request, "overview_now.html" if is_piece(request) else "overview.html", **facts)


async def facts_of(desk: Desk, user: User, now: datetime) -> dict[str, Any]:
    """What is counted, of what the user may see."""
    hers, start = Names(desk.agreement).hers(user.kommuner), levels.started(now)
    letters = await hourly.stranded(desk.store, hers, start)
    late = await hourly.overdue(desk.store, user.kommuner, start, now)
    scale = scale_of(await hourly.first_received(desk.store), now)
    came = await hourly.received(desk.store, Wanted(parties=hers), scale.start, scale.step)
    return {
        "numbers": [_stranded(letters), _oldest(letters, now), _lag(desk, now), _overdue(late)],
        "traffic": traffic(came, scale),
        "limited": user.kommuner is not None,
        "unnamed_proxy": desk.unnamed_proxy and user.may(Role.ADMIN),
    }


def _stranded(found: list[hourly.Lasted]) -> Number:
    over_time = levels.standing(found)
    return _number("Strandet", "/strandet", over_time[-1], "venter på at noen ser på dem", over_time)


def _oldest(found: list[hourly.Lasted], now: datetime) -> Number:
    over_time, since = levels.ages(found, now), levels.oldest(found)
    told = f"siden {words.short_moment(since, now)}" if since else "ingenting er strandet"
    shown = words.span(now - since) if since else "–"
    return _number("Eldste strandet", "/strandet", over_time[-1], told, over_time, shown, _age)


def _lag(desk: Desk, now: datetime) -> Number:
    """From Kafka; the line goes as far back as this process has looked."""
    seen = desk.kafka
    found = [lag for _, lag in seen.samples]
    if seen.cluster is None or seen.behind is None:
        return _number("Etterslep", "", 0, "Kafka har ikke svart på det ennå", [], "–")
    each = [
        f"{GROUPS.get(group, group)} {words.number(lag) if lag is not None else 'har ikke lest noe'}"
        for group, lag in seen.cluster.lag.items()
    ]
    begun = seen.samples[0][0]
    since = f"linjen begynner {words.short_moment(begun, now)}, da konsollen startet"
    whole = now - begun >= timedelta(hours=HOURS - 1)
    late = max(seen.behind - USUAL, 0)
    shown = words.number(seen.behind)
    return _number("Etterslep", "", late, " · ".join(each), found, shown, more="" if whole else since)


def _overdue(found: list[hourly.Lasted]) -> Number:
    over_time = levels.standing(found)
    return _number(
        "Åpne avvik over frist", "/avvik", over_time[-1], "venter på svar eller på en melding", over_time
    )


def _age(seconds: int) -> str:
    return words.span(timedelta(seconds=seconds)) if seconds else "ingen"


def _number(
    name: str,
    path: str,
    value: int,
    told: str,
    over_time: list[int],
    shown: str = "",
    say: Any = words.number,
    more: str = "",
) -> Number:
    """One of the four: what it is called, where it leads, what it is, its words, and its line."""
    line: Spark | None = spark(over_time) if len(over_time) > 1 else None
    summary = f"fra {say(over_time[0])} til {say(over_time[-1])}, høyest {say(line.most)}" if line else ""
    return {
        "name": name,
        "path": path,
        "wrong": value > 0,
        "shown": shown or words.number(value),
        "told": told,
        "line": line,
        "summary": summary,
        "more": more,
    }


ROUTES = (Route("/", overview),)
