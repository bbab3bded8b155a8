"""plo avvik: what has been found, one of them in full, and changes as they come."""

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Final

import typer

from broker import words
from broker.cli import start
from broker.cli.exits import REFUSED, USAGE, Stop
from broker.cli.pages import FINDINGS, command, group

if TYPE_CHECKING:
    from broker.settings import Settings
    from schemas.avvik import Avvik

app = group("avvik", "Samhandlingsavvikene som er funnet: list dem, se ett, eller følg med.", FINDINGS)

STATES: Final = {
    "åpent": "apen",
    "sent": "levert_sent",
    "trukket": "trukket",
    "besvart": "besvart",
    "lukket": "lukket",
}
"""--tilstand -> state (rules.md §4)."""
STANDING: Final = ("apen", "levert_sent", "besvart")
"""Listed unless the user asks for another state."""
SEARCHED: Final = 100_000

LIST = """
List avvik, sist endret øverst. Trukne og lukkede vises bare når du ber om dem med --tilstand.
"""
LIST_EXAMPLES = """
plo avvik list
plo avvik list --kommune Tromsø --tilstand åpent
plo avvik list --regel R-U17 --siden 7d --json
"""
SHOW = """
Vis ett avvik: hva det er, hva det bygger på, regel og kilde, frist og historikk. Oppgi starten av id-en.
"""
FOLLOW = """
Vis hver endring av et avvik i det den kommer på Kafka. Ctrl-C avslutter.
"""


@command(app, "list", LIST, LIST_EXAMPLES)
def list_(
    kommune: Annotated[
        str | None, typer.Option("--kommune", metavar="NAVN", help="Navn eller kommunenummer.")
    ] = None,
    rule: Annotated[str | None, typer.Option("--regel", metavar="R-U…", help="Bare denne regelen.")] = None,
    state: Annotated[
        str | None, typer.Option("--tilstand", metavar="ORD", help=f"{', '.join(STATES)} eller alle.")
    ] = None,
    since: Annotated[
        str | None, typer.Option("--siden", metavar="TID", help="Endret siden: 2026-02-01, 7d eller 12t.")
    ] = None,
    most: Annotated[int, typer.Option("--antall", metavar="N", min=1, max=SEARCHED, help="Hvor mange.")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="Ett JSON-objekt per linje.")] = False,
) -> None:
    """List avvik from the store."""
    from broker.cli.finding import listed, names_of, summary
    from broker.cli.screen import show, write_json

    chosen, now = start.settings(), start.now()
    agreement = start.agreement(chosen)
    nr = names_of(agreement).number(kommune) if kommune else None
    after = words.since(since, now) if since else None
    if since and after is None:
        raise Stop(
            USAGE, f"--siden {since} kan ikke leses.", "Skriv en dato (2026-02-01) eller en tid (7d, 12t)."
        )
    found = asyncio.run(_stored(chosen, nr, rule, _states(state)))
    found = [one for one in found if after is None or one.changed_at >= after]
    if as_json:
        write_json(one.model_dump(mode="json") for one in found[:most])
    elif found:
        show(listed(found[:most], agreement, now))
        show(summary(found, most))
    else:
        print("Ingen avvik her. Alt som er ventet, er kommet i tide, eller fristen er ikke ute ennå.")


def _states(word: str | None) -> tuple[str, ...]:
    """The states meant. Raises Stop for a word that is none."""
    if word is None:
        return STANDING
    if word == "alle":
        return tuple(STATES.values())
    if word not in STATES:
        raise Stop(USAGE, f"--tilstand {word} finnes ikke.", f"Velg {', '.join(STATES)} eller alle.")
    return (STATES[word],)


async def _stored(
    settings: "Settings", kommune: str | None, rule: str | None, states: tuple[str, ...]
) -> "list[Avvik]":
    """What the store has in these states, latest change first."""
    from adapters.store import avvik
    from broker.cli.reach import store_of
    from schemas.avvik import Avvik

    one_state = states[0] if len(states) == 1 else None
    async with store_of(settings) as store:
        bodies = await avvik.newest(store, SEARCHED, kommune, rule.upper() if rule else None, one_state)
    found = (Avvik.model_validate_json(body) for body in bodies)
    return [one for one in found if one.state in states]


@command(app, "show", SHOW, "plo avvik show A-19C2\nplo avvik show A-19C2 --json")
def show_(
    prefix: Annotated[str, typer.Argument(metavar="ID", help="Starten av id-en: A-19C2.")],
    as_json: Annotated[bool, typer.Option("--json", help="Ett JSON-objekt, med hver endring.")] = False,
) -> None:
    """Show one avvik with its history."""
    from broker.cli.finding import explained
    from broker.cli.screen import write_json

    chosen, now = start.settings(), start.now()
    agreement = start.agreement(chosen)
    found, history = asyncio.run(_one(chosen, prefix))
    if as_json:
        changes = [one.model_dump(mode="json") for one in history]
        write_json([{**found.model_dump(mode="json"), "historikk": changes}])
        return
    for line in explained(found, history, agreement, now):
        print(line)


async def _one(settings: "Settings", prefix: str) -> "tuple[Avvik, list[Avvik]]":
    """The avvik whose id begins so, and its changes on Kafka, which may be away."""
    from adapters.store import avvik
    from broker.cli.following import history
    from broker.cli.reach import store_of
    from schemas.avvik import Avvik

    digits = prefix.lower().removeprefix("a-").strip()
    dashed = f"{digits[:8]}-{digits[8:]}" if len(digits) > 8 and "-" not in digits else digits
    async with store_of(settings) as store:
        bodies = await avvik.by_prefix(store, dashed, 2) if digits else []
    if len(bodies) != 1:
        what = f"Flere avvik begynner med {prefix}." if bodies else f"Fant ikke avviket {prefix}."
        raise Stop(REFUSED, what, "Skriv flere tegn." if bodies else "Se hvilke som finnes: plo avvik list")
    found = Avvik.model_validate_json(bodies[0])
    try:
        return found, await history(settings, found)
    except Stop:
        return found, []


@command(app, "follow", FOLLOW, "plo avvik follow\nplo avvik follow --fra-start --json")
def follow(
    from_start: Annotated[
        bool, typer.Option("--fra-start", help="Begynn med alle endringer som ligger på Kafka.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Hver endring som på Kafka, én per linje.")] = False,
) -> None:
    """Print each change as it comes."""
    from broker.cli.finding import change_line
    from broker.cli.following import follow as changes

    chosen = start.settings()
    agreement = start.agreement(chosen)

    async def tell() -> None:
        async for one in changes(chosen, from_start=from_start):
            line = one.model_dump_json() if as_json else change_line(one, agreement, start.now())
            print(line, flush=True)

    with suppress(KeyboardInterrupt):
        asyncio.run(tell())
