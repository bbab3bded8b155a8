"""plo topics: the topics on Kafka, held against the table and the agreement."""

import asyncio
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from broker.cli import start
from broker.cli.exits import AWAY, REFUSED, Stop
from broker.cli.pages import OPERATING, command, group

if TYPE_CHECKING:
    from collections.abc import Iterable

    from adapters.kafka.topic_plan import Change

app = group("topics", "Emnene på Kafka: de interne, og de hver part i avtalen leser.", OPERATING)

APPLY = """
Lag emner som mangler, og rett innstillinger og antall partisjoner. Sletter aldri noe.
"""
DIFF = """
Vis hva plo topics apply ville gjort, uten å gjøre det. Utgangskoden er 1 når noe er ulikt.
"""
JSON = typer.Option("--json", help="Ett JSON-objekt per linje.")


@command(app, "apply", APPLY, "plo topics apply")
def apply(as_json: Annotated[bool, JSON] = False) -> None:
    """Create and alter topics."""
    changes = _ask(do=True)
    _tell(changes, as_json, "Alle emner er som de skal.", "gjort", "ikke mulig")
    if not all(one.possible for one in changes):
        raise typer.Exit(REFUSED)


@command(app, "diff", DIFF, "plo topics diff\nplo topics diff --json")
def diff(as_json: Annotated[bool, JSON] = False) -> None:
    """Show what differs."""
    changes = _ask(do=False)
    _tell(changes, as_json, "Ingen forskjell.", "gjøres av plo topics apply", "må gjøres for hånd")
    if changes:
        raise typer.Exit(REFUSED)


def _ask(*, do: bool) -> "list[Change]":
    from adapters.errors import Transient
    from adapters.kafka import topics
    from schemas.topics import all_topics

    chosen = start.settings()
    wanted = all_topics(part.her for part in start.agreement(chosen).parts)
    try:
        return asyncio.run((topics.apply if do else topics.diff)(chosen.bootstrap, wanted))
    except Transient:
        servers = ", ".join(chosen.bootstrap)
        raise Stop(
            AWAY, f"Kafka svarer ikke på {servers}.", "Start den med plo kafka start, eller plo run."
        ) from None
    except topics.Refused as error:
        raise Stop(REFUSED, f"Kafka sier nei: {error}.", "Har brukeren lov til å endre emner?") from None


def _tell(changes: "Iterable[Change]", as_json: bool, none: str, possible: str, impossible: str) -> None:
    from broker.cli.screen import show, table, write_json
    from broker.signs import signed

    found = list(changes)
    if as_json:
        write_json(asdict(one) for one in found)
        return
    if not found:
        print(f"✓ {none}")
        return
    rows = table("emne", "hva", "er", "skal være", "")
    for one in found:
        what = {"topic": "nytt emne", "partitions": "partisjoner"}.get(one.what, one.what)
        outcome = signed(f"✓ {possible}" if one.possible else f"✕ {impossible}")
        rows.add_row(one.topic, what, one.was or "–", one.will, outcome)
    show(rows)
