"""plo avvik: what has been found, one of them in full, and changes as they come."""

import asyncio
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from broker import words
from broker.cli import start
from broker.cli.avvik import explain, handling
from broker.cli.exits import USAGE, Stop
from broker.cli.pages import FINDINGS, command, group

if TYPE_CHECKING:
    from broker.settings import Settings
    from schemas.avvik import Avvik

app = group("avvik", "Samhandlingsavvikene som er funnet: list dem, se hvorfor, og følg dem opp.", FINDINGS)
app.add_typer(handling.app)
app.add_typer(explain.app)

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


Kommune = Annotated[str | None, typer.Option("--kommune", metavar="NAVN", help="Navn eller kommunenummer.")]

Regel = Annotated[str | None, typer.Option("--regel", metavar="R-U…", help="Bare denne regelen.")]

Tilstand = Annotated[
    str | None,
    typer.Option("--tilstand", metavar="ORD", help="åpent, sent, trukket, besvart, lukket eller alle."),
]

Siden = Annotated[
    str | None, typer.Option("--siden", metavar="TID", help="Endret siden: 2026-02-01, 7d eller 12t.")
]


@command(app, "list", LIST, LIST_EXAMPLES)
def list_(
    kommune: Kommune = None,
    rule: Regel = None,
    state: Tilstand = None,
    since: Siden = None,
    most: Annotated[int, typer.Option("--antall", metavar="N", min=1, max=100_000, help="Hvor mange.")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="Ett JSON-objekt per linje.")] = False,
) -> None:
    """List avvik from the store."""
    from broker.cli.avvik.finding import listed, summary
    from broker.cli.avvik.stored import number_of, states_of, stored
    from broker.cli.screen import show, write_json

    chosen, now = start.settings(), start.now()
    agreement = start.agreement(chosen)
    nr = number_of(kommune, agreement) if kommune else None
    after = _moment(since, now) if since else None
    found = asyncio.run(stored(chosen, nr, rule, states_of(state)))
    found = [one for one in found if after is None or one.changed_at >= after]
    if as_json:
        write_json(one.model_dump(mode="json") for one in found[:most])
    elif found:
        show(listed(found[:most], agreement, now))
        show(summary(found, most))
    else:
        print("Ingen avvik her. Alt som er ventet, er kommet i tide, eller fristen er ikke ute ennå.")


def _moment(since: str, now: datetime) -> datetime:
    """The time that --siden means. Raises Stop when it means none."""
    after = words.since(since, now)
    if after is None:
        what = f"--siden {since} kan ikke leses."
        raise Stop(USAGE, what, "Skriv en dato (2026-02-01) eller en tid (7d, 12t).")
    return after


@command(app, "show", SHOW, "plo avvik show A-19C2\nplo avvik show A-19C2 --json")
def show_(
    prefix: Annotated[str, typer.Argument(metavar="ID", help="Starten av id-en: A-19C2.")],
    as_json: Annotated[bool, typer.Option("--json", help="Ett JSON-objekt, med hver endring.")] = False,
) -> None:
    """Show one avvik with its history."""
    from broker.cli.avvik.finding import explained
    from broker.cli.avvik.stored import one_of
    from broker.cli.screen import write_json

    chosen, now = start.settings(), start.now()
    agreement = start.agreement(chosen)
    found = asyncio.run(one_of(chosen, prefix))
    history = _history(chosen, found)
    if as_json:
        changes = [one.model_dump(mode="json") for one in history]
        write_json([{**found.model_dump(mode="json"), "historikk": changes}])
        return
    for line in explained(found, history, agreement, now):
        print(line)


def _history(settings: "Settings", found: "Avvik") -> "list[Avvik]":
    """Every change, from Kafka; empty when that is away, for the store can still show the last one."""
    from broker.cli.avvik.following import history

    try:
        return asyncio.run(history(settings, found))
    except Stop:
        return []


@command(app, "follow", FOLLOW, "plo avvik follow\nplo avvik follow --fra-start --json")
def follow(
    from_start: Annotated[
        bool, typer.Option("--fra-start", help="Begynn med alle endringer som ligger på Kafka.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Hver endring som på Kafka, én per linje.")] = False,
) -> None:
    """Print each change as it comes."""
    from broker.cli.avvik.finding import change_line
    from broker.cli.avvik.following import follow as changes

    chosen = start.settings()
    agreement = start.agreement(chosen)

    async def tell() -> None:
        async for one in changes(chosen, from_start=from_start):
            line = one.model_dump_json() if as_json else change_line(one, agreement, start.now())
            print(line, flush=True)

    with suppress(KeyboardInterrupt):
        asyncio.run(tell())
