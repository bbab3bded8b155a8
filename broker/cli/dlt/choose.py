"""Which dead letters a command is about: from its options to the cases of the store."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from broker import words
from broker.cli.dlt.options import STATES, Chosen
from broker.cli.exits import REFUSED, USAGE, Stop

if TYPE_CHECKING:
    from adapters.store import Store
    from adapters.store.case_search import Selection
    from adapters.store.cases import Case, State

MOST: Final = 100_000
"""Cases that one command deals with."""


def selection(now: datetime, chosen: Chosen, ids: Sequence[str] | None = None) -> "Selection":
    """What is meant. Raises Stop for what means nothing."""
    from adapters.store.case_search import Selection
    from adapters.store.cases import OPEN
    from schemas.topics import INTERNAL

    names = [one.name for one in INTERNAL]
    plain = (chosen.topic or "").removesuffix(".dlt")
    if plain and plain not in names:
        what = f"{chosen.topic} er ikke et emne med strandede meldinger."
        raise Stop(USAGE, what, f"Velg: {', '.join(names)}.")
    every = tuple(STATES.values())
    return Selection(
        ids=tuple(ids or ()),
        states=states_of(chosen.state) or (every if ids else OPEN),
        codes=tuple(chosen.code or ()),
        senders=tuple(chosen.sender or ()),
        since=_moment("--siden", chosen.since, now),
        until=_moment("--til", chosen.until, now),
        topic=plain,
    )


def states_of(word: str | None) -> tuple["State", ...]:
    """The states meant; none where nothing is said. Raises Stop."""
    if word is None:
        return ()
    if word == "alle":
        return tuple(STATES.values())
    if word not in STATES:
        raise Stop(USAGE, f"--tilstand {word} finnes ikke.", f"Velg {', '.join(STATES)} eller alle.")
    return (STATES[word],)


def _moment(option: str, text: str | None, now: datetime) -> datetime | None:
    if text is None:
        return None
    found = words.since(text, now)
    if found is None:
        raise Stop(USAGE, f"{option} {text} kan ikke leses.", "Skriv 7d, 12t eller 2026-02-01.")
    return found


def narrow(wanted: "Selection") -> "Selection":
    """The same, when it says which ones and not just all. Raises Stop."""
    narrowing = (wanted.ids, wanted.codes, wanted.senders, wanted.since, wanted.until, wanted.topic)
    if not any(narrowing):
        what = "Si hvilke det gjelder."
        raise Stop(USAGE, what, "Oppgi id-er, eller --kode, --avsender, --emne, --siden eller --til.")
    return wanted


async def found(store: "Store", wanted: "Selection") -> "list[Case]":
    """The cases meant, oldest first. Raises Stop when there are none, or an id means none or several."""
    from adapters.store.case_search import find

    for prefix in wanted.ids:
        await one_of(store, prefix)
    cases = await find(store, wanted, MOST)
    if not cases:
        raise Stop(REFUSED, "Ingen strandede meldinger passer til valgene.", "Se alle: plo dlt list")
    return cases


async def one_of(store: "Store", prefix: str) -> "Case":
    """The case whose id begins so. Raises Stop when there is none, or more than one."""
    from adapters.store.case_search import Selection, find

    found = await find(store, Selection(ids=(prefix,), states=tuple(STATES.values())), 2)
    if not found:
        hint = "Se hvilke som finnes: plo dlt list. Er den helt ny, vent noen sekunder."
        raise Stop(REFUSED, f"Fant ingen strandet melding {prefix}.", hint)
    if len(found) > 1:
        raise Stop(REFUSED, f"Flere strandede meldinger begynner med {prefix}.", "Skriv flere tegn.")
    return found[0]
