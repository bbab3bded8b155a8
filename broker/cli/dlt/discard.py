"""plo dlt discard: give dead letters up."""

import asyncio
import sys
from collections import Counter
from typing import TYPE_CHECKING

import typer

from broker import words
from broker.cli import start
from broker.cli.dlt import choose, options
from broker.cli.dlt.desk import told, who_of
from broker.cli.exits import REFUSED
from broker.cli.pages import command

if TYPE_CHECKING:
    from adapters.store.case_search import Selection
    from broker.letters.who import Who

app = typer.Typer()

DISCARD = """
Forkast strandede meldinger: ingen skal gjøre mer med dem. Innholdet blir liggende på Kafka til det
slettes der, etter 365 dager. Grunnen lagres; skriv aldri noe om pasienten.

En sikkerhetssak (SECURITY) forkastes bare med --admin. Utgangskoden er 1 når noe åpent ikke ble forkastet.
"""
EXAMPLES = """
plo dlt discard D-1A2B --hvorfor "Sendt på nytt av avsenderen"
plo dlt discard --kode xml.not_well_formed --til 30d --hvorfor "Gammel støy" --dry-run
"""


@command(app, "discard", DISCARD, EXAMPLES)
@options.choosing
def discard(
    why: options.Why,
    ids: options.Ids = None,
    which: options.Chosen = options.ALL,
    dry_run: options.DryRun = False,
    by: options.By = None,
    admin: options.Admin = False,
    as_json: options.AsJson = False,
) -> None:
    """Give dead letters up."""
    from broker.cli.screen import write_json

    wanted = choose.narrow(choose.selection(start.now(), which, ids))
    done, closed, refused = asyncio.run(_given_up(wanted, who_of(by, why, admin=admin), dry_run=dry_run))
    if as_json:
        write_json({"id": one, "discarded": not dry_run} for one in done)
    else:
        what = "ville blitt forkastet" if dry_run else "forkastet"
        were = f", {words.number(closed)} var lukket fra før" if closed else ""
        print(f" {words.number(len(done))} {what}{were}.")
    for one, count in refused.items():
        print(f" – {words.number(count)} ikke. {one}", file=sys.stderr)
    if refused:
        raise typer.Exit(REFUSED)


async def _given_up(wanted: "Selection", who: "Who", *, dry_run: bool) -> tuple[list[str], int, Counter[str]]:
    """The ids of those given up, how many were closed, and why not the others. Raises Stop."""
    from broker.cli.reach import store_of
    from broker.letters.discard import discard as give_up
    from broker.letters.discard import refusal

    async with store_of(start.settings()) as store:
        found = await choose.found(store, wanted)
        asked = [(one, refusal(one, who)) for one in found if not one.is_closed]
        done = [one for one, why in asked if why is None]
        if not dry_run:
            with told():
                done = await give_up(store, done, who, start.now)
    said = Counter(f"{why.what} {why.hint}" for _, why in asked if why)
    return [one.dlq_id for one in done], len(found) - len(asked), said
