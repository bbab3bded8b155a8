"""Which dead letters an address asks for, and those that somebody has marked."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Final

from starlette.requests import Request

from adapters.store import Store, cases
from adapters.store.case_search import Selection
from adapters.store.cases import OPEN, Case
from broker.console.days import Day, time_of
from broker.console.letters_told import NONE
from broker.console.lists import filters_of
from broker.letters.told import CLASSES, STATES
from schemas.topics import INTERNAL

EVERY: Final = "alle"
FILTERS: Final = {
    "tilstand": (*STATES, EVERY),
    "kode": None,
    "avsender": None,
    "emne": tuple(topic.name for topic in INTERNAL),
    "klasse": (*CLASSES, NONE),
    "leser": None,
    "siden": None,
    "til": None,
    "vis": ("hver",),
}
MOST: Final = 5_000
"""Letters of one decision."""


def chosen_of(request: Request) -> dict[str, str]:
    """The filters of the address."""
    return filters_of(request, FILTERS)


def selection(
    chosen: Mapping[str, str], now: datetime, hers: Collection[str] | None, changed: datetime | None = None
) -> Selection:
    """What the filters mean, of the senders `hers` (None: all); a time that is none narrows nothing."""
    state = chosen["tilstand"]
    states = tuple(STATES) if state == EVERY else (state,) if state else OPEN
    return Selection(
        states=states,  # type: ignore[arg-type] # keys of STATES are the states
        codes=_one(chosen["kode"]),
        senders=_one(chosen["avsender"]),
        since=time_of(chosen["siden"], now).since,
        until=time_of(chosen["til"], now).until,
        topic=chosen["emne"],
        classes=_one(chosen["klasse"]),
        readers=_one(chosen["leser"]),
        changed=changed,
        hers=hers,
    )


def times(chosen: Mapping[str, str], now: datetime) -> dict[str, Day]:
    """What stands in the fields for times."""
    return {name: time_of(chosen[name], now) for name in ("siden", "til")}


def kept(chosen: Mapping[str, str]) -> dict[str, str]:
    """The filters that are set, for an address."""
    return {name: value for name, value in chosen.items() if value}


async def marked(store: Store, ids: Iterable[str], hers: Collection[str] | None) -> list[Case]:
    """These letters of the senders `hers`, oldest first; what there is none of is left out."""
    found = await cases.load(store, [one for one in ids if len(one) < 64][:MOST])
    seen = [case for case in found.values() if hers is None or case.sender in hers]
    return sorted(seen, key=lambda case: (case.first_failed_at, case.dlq_id))


def _one(value: str) -> tuple[str, ...]:
    return ("",) if value == NONE else (value,) if value else ()
