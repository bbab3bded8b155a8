"""plo audit: who did what, and whether the log of it is whole."""

import asyncio
from typing import TYPE_CHECKING, Annotated, Any

import typer

from broker import words
from broker.cli import start
from broker.cli.exits import REFUSED, Stop
from broker.cli.pages import OPERATING, command, group

if TYPE_CHECKING:
    from adapters.store.audit import Entry
    from broker.console.anchors import Verdict

app = group("audit", "Revisjonsloggen: hvem som gjorde hva, og om loggen er hel.", OPERATING)

VERIFY = """
Kontroller hele loggen: at ingen rad er endret, fjernet eller satt inn.

Hver rad holder en kontrollsum av den før. At rader er kuttet av på slutten, eller at hele loggen er laget på
nytt av en som rår over databasen, ses bare mot filen revisjon.anker i PLO_HOME. Konsollen skriver i den hvert
femte minutt det er kommet noe nytt (og i driftsloggen: audit.head). Kopier den jevnlig til et sted der de som
rår over databasen, ikke kan skrive: den er så god som stedet den ligger. Rader som er yngre enn siste linje i
filen, kan kuttes uten at det ses.
"""
AsJson = Annotated[bool, typer.Option("--json", help="Ett JSON-objekt per linje.")]


@command(
    app, "list", "Vis de nyeste radene, nyeste først.", "plo audit list\nplo audit list --who kari --json"
)
def list_(
    who: Annotated[str, typer.Option("--who", metavar="BRUKER", help="Bare det denne gjorde.")] = "",
    about: Annotated[
        str, typer.Option("--about", metavar="ID", help="Bare det som ble gjort med dette.")
    ] = "",
    most: Annotated[int, typer.Option("--most", metavar="N", min=1, max=100_000, help="Flest rader.")] = 50,
    as_json: AsJson = False,
) -> None:
    """List the newest rows."""
    from broker.cli.screen import show, table, write_json

    wanted = {name: value for name, value in (("who", who), ("about", about)) if value}
    found = asyncio.run(_latest(most, wanted))
    if as_json:
        write_json(_row(one) for one in found)
        return
    rows = table("nr.", "tid", "hvem", "hva", "om", "hvorfor", right=("nr.",))
    for one in found:
        rows.add_row(str(one.seq), words.moment(one.at, start.now()), one.who, one.did, one.about, one.why)
    show(rows if found else "Ingen rader ennå.")


@command(app, "verify", VERIFY, "plo audit verify\nplo audit verify --json")
def verify(as_json: AsJson = False) -> None:
    """Check the whole log."""
    from broker.cli.screen import write_json

    found = asyncio.run(_verified())
    if as_json:
        flaws = [{"seq": one.seq, "what": one.what} for one in found.flaws]
        write_json([{"rows": found.rows, "head": found.head, "anchored": found.anchored, "flaws": flaws}])
    else:
        for one in found.flaws:
            print(f" ✕ rad {one.seq}: {one.what}")
    if found.flaws:
        raise Stop(REFUSED, "" if as_json else "Loggen er ikke hel.")
    if not as_json:
        print(f" ✓ {words.counted(found.rows, 'rad', 'rader')}, alle hele. Siste kontrollsum: {found.head}")
        if found.tail:
            print(f"   {found.tail}")


async def _latest(most: int, wanted: dict[str, str]) -> "list[Entry]":
    from adapters.store import audit
    from broker.cli.reach import store_of

    async with store_of(start.settings()) as store, store.read() as conn:
        return await audit.latest(conn, most, None, wanted)


async def _verified() -> "Verdict":
    from broker.cli.reach import store_of
    from broker.console import anchors

    chosen = start.settings()
    async with store_of(chosen) as store:
        return await anchors.verify(store, chosen.home / anchors.FILE)


def _row(one: "Entry") -> dict[str, Any]:
    shown = {"seq": one.seq, "at": one.at.isoformat(), "who": one.who, "did": one.did}
    return {**shown, "about": one.about, "why": one.why, "previous": one.previous, "sha256": one.sha256}
