"""Which dead letters a command is about: the options that all of them share."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Final

import typer

from broker import words
from broker.cli.exits import REFUSED, USAGE, Stop

if TYPE_CHECKING:
    from adapters.store import Store
    from adapters.store.case_search import Selection
    from adapters.store.cases import Case, State

STATES: Final[dict[str, "State"]] = {
    "åpen": "apen",
    "kjøres": "kjores",
    "feilet": "feilet",
    "parkert": "parkert",
    "løst": "lost",
    "forkastet": "forkastet",
}
"""--tilstand -> state."""
MOST: Final = 100_000
"""Cases that one command deals with."""

Ids = Annotated[
    list[str] | None, typer.Argument(metavar="ID…", help="Starten av id-en: D-1A2B. Ellers: valgene under.")
]
Id = Annotated[str, typer.Argument(metavar="ID", help="Starten av id-en: D-1A2B.")]
Kode = Annotated[list[str] | None, typer.Option("--kode", metavar="KODE", help="Bare denne feilkoden.")]
Avsender = Annotated[
    list[str] | None, typer.Option("--avsender", metavar="HER", help="Bare fra denne HER-id-en (nivå 1).")
]
Siden = Annotated[
    str | None, typer.Option("--siden", metavar="TID", help="Strandet etter: 7d, 12t eller 2026-02-01.")
]
Til = Annotated[str | None, typer.Option("--til", metavar="TID", help="Strandet før: 7d, 12t eller dato.")]
Tilstand = Annotated[
    str | None, typer.Option("--tilstand", metavar="ORD", help=f"{', '.join(STATES)} eller alle.")
]
Emne = Annotated[str | None, typer.Option("--emne", metavar="EMNE", help="Bare fra emnet: meldinger.v1.")]
AsJson = Annotated[bool, typer.Option("--json", help="Ett JSON-objekt per linje.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Si bare hva som ville skjedd.")]
Why = Annotated[str, typer.Option("--hvorfor", metavar="TEKST", help="Kort grunn, uten pasientopplysninger.")]
By = Annotated[str | None, typer.Option("--av", metavar="NAVN", help="Hvem som gjør det. Ellers: brukeren.")]
Admin = Annotated[
    bool, typer.Option("--admin", help="Du er administrator, og svarer for en sikkerhetssak (SECURITY).")
]


def selection(
    now: datetime,
    ids: Sequence[str] | None = None,
    codes: Sequence[str] | None = None,
    senders: Sequence[str] | None = None,
    since: str | None = None,
    until: str | None = None,
    state: str | None = None,
    topic: str | None = None,
) -> "Selection":
    """What is meant. Raises Stop for what means nothing."""
    from adapters.store.case_search import Selection
    from adapters.store.cases import OPEN
    from schemas.topics import INTERNAL

    names = [one.name for one in INTERNAL]
    plain = (topic or "").removesuffix(".dlt")
    if plain and plain not in names:
        what = f"{topic} er ikke et emne med strandede meldinger."
        raise Stop(USAGE, what, f"Velg: {', '.join(names)}.")
    every = tuple(STATES.values())
    return Selection(
        ids=tuple(ids or ()),
        states=states_of(state) or (every if ids else OPEN),
        codes=tuple(codes or ()),
        senders=tuple(senders or ()),
        since=_moment("--siden", since, now),
        until=_moment("--til", until, now),
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
