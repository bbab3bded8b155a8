"""plo reprocess: what arrived since some moment, through the code and agreement of today."""

import asyncio
from datetime import UTC, datetime
from typing import Annotated, Literal

import typer

from broker.cli import start
from broker.cli.exits import REFUSED, USAGE, Stop
from broker.cli.pages import OPERATING, command

app = typer.Typer()

HELP = """
Kjør meldinger på nytt gjennom dagens kode, skjemaer og avtale, og vis hvilke avvik som ville blitt
annerledes: nye, borte og endrede. Før en ny utgave eller en endret frist tas i bruk, ser du hva den gjør.

Ingenting av det ekte røres: databasen blir bare lest, og alt som skrives på Kafka, skrives på egne emner som
begynner med skygge. De slettes av seg selv etter en uke.

Med meldinger.v1 leses også det som ble avvist i samme tidsrom. Med hendelser.v1 leses ingen XML på nytt; det
er nok når bare avtalen eller reglene er endret. Utgangskoden er 1 når noe ville blitt annerledes.
"""
EXAMPLES = """
plo reprocess --from 24t --shadow
plo reprocess --from 2026-02-01 --topic hendelser.v1 --shadow
PLO_AGREEMENTS=ny-avtale.toml plo reprocess --from 7d --shadow --json > forskjeller.jsonl
"""


@command(app, "reprocess", HELP, EXAMPLES, OPERATING)
def reprocess(
    since: Annotated[str, typer.Option("--from", metavar="TID", help="Fra da: 24t, 7d eller 2026-02-01.")],
    topic: Annotated[
        Literal["meldinger.v1", "hendelser.v1"],
        typer.Option("--topic", metavar="EMNE", help="Hva som leses: meldinger.v1 eller hendelser.v1."),
    ] = "meldinger.v1",
    shadow: Annotated[
        bool, typer.Option("--shadow", help="Skriv til skyggeemner. Må være med: noe annet finnes ikke.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Ett JSON-objekt per forskjell.")] = False,
) -> None:
    """Run, compare and tell."""
    from broker.cli.lookback.reprocessing import Asked, run

    if not shadow:
        what = "plo reprocess skriver bare til skyggeemner, aldri til de ekte."
        raise Stop(USAGE, what, f"Si at det er meningen: plo reprocess --from {since} --shadow")
    chosen = start.settings()
    asked = Asked(_moment(since), topic, start.now(), start.agreement(chosen))
    if asyncio.run(run(chosen, asked, as_json=as_json)):
        raise typer.Exit(REFUSED)


def _moment(text: str) -> datetime:
    """The time that --from means. Raises Stop when it means none, or lies ahead."""
    from broker import words

    at = words.since(text, start.now())
    if at is None or at > start.now():
        what = f"--from {text} kan ikke leses." if at is None else f"--from {text} er ikke ennå."
        raise Stop(USAGE, what, "Skriv hvor lenge siden (24t, 7d) eller en dato (2026-02-01).")
    return at.astimezone(UTC)
