"""plo dlt discard: give dead letters up."""

import asyncio

import typer

from broker import words
from broker.cli import dlt_choose as choose
from broker.cli import start
from broker.cli.dlt_desk import told, who_of
from broker.cli.pages import command

app = typer.Typer()

DISCARD = """
Forkast strandede meldinger: ingen skal gjøre mer med dem. Innholdet blir liggende på Kafka til det
slettes der, etter 365 dager. Grunnen lagres; skriv aldri noe om pasienten.
"""
EXAMPLES = """
plo dlt discard D-1A2B --hvorfor "Sendt på nytt av avsenderen"
plo dlt discard --kode xml.not_well_formed --til 30d --hvorfor "Gammel støy" --dry-run
"""


@command(app, "discard", DISCARD, EXAMPLES)
def discard(
    why: choose.Why,
    ids: choose.Ids = None,
    code: choose.Kode = None,
    sender: choose.Avsender = None,
    since: choose.Siden = None,
    until: choose.Til = None,
    state: choose.Tilstand = None,
    topic: choose.Emne = None,
    dry_run: choose.DryRun = False,
    by: choose.By = None,
    as_json: choose.AsJson = False,
) -> None:
    """Give dead letters up."""
    from broker.cli.reach import store_of
    from broker.cli.screen import write_json
    from broker.letters.discard import discard as give_up

    chosen = start.settings()
    wanted = choose.narrow(choose.selection(start.now(), ids, code, sender, since, until, state, topic))
    who = who_of(by, why)

    async def work() -> tuple[int, list[str]]:
        async with store_of(chosen) as store:
            found = await choose.found(store, wanted)
            if dry_run:
                return len(found), [one.dlq_id for one in found if not one.is_closed]
            with told():
                return len(found), [one.dlq_id for one in await give_up(store, found, who, start.now)]

    count, done = asyncio.run(work())
    if as_json:
        write_json({"id": one, "discarded": not dry_run} for one in done)
        return
    what = "ville blitt forkastet" if dry_run else "forkastet"
    closed = f", {words.number(count - len(done))} var lukket fra før" if count > len(done) else ""
    print(f" {words.number(len(done))} {what}{closed}.")
