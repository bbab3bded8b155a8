"""plo dlt export and stats."""

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from broker import words
from broker.cli import dlt_choose as choose
from broker.cli import start
from broker.cli.dlt_desk import desk_of, told, who_of
from broker.cli.exits import REFUSED
from broker.cli.pages import command

if TYPE_CHECKING:
    from adapters.store.case_search import Count

app = typer.Typer()

EXPORT = """
Skriv strandede meldinger til en ny mappe eller zip: innholdet uendret, det rettede ved siden av, og
saker.jsonl med alt som er kjent om hver. Bare du kan lese filene. De holder pasientopplysninger: slett dem
etter bruk. Hvem som eksporterte og hvorfor, lagres i saken.
"""
EXPORT_EXAMPLES = """
plo dlt export mappe/ --kode xsd.missing --hvorfor "Til leverandøren av avsenderens system"
plo dlt export saker.zip --id D-1A2B --id D-77C0 --hvorfor "Feilsøking"
"""
STATS = """
Vis hvor mange strandede meldinger som er åpne, i grupper som er like: samme tilstand, emne, kode og avsender.
Den eldste i hver gruppe vises med alder.
"""
STATS_EXAMPLES = """
plo dlt stats
plo dlt stats --tilstand alle --siden 30d --json
"""


@command(app, "export", EXPORT, EXPORT_EXAMPLES)
def export(
    target: Annotated[
        Path, typer.Argument(metavar="MAPPE|ZIP", help="Ny mappe, eller ny fil som heter .zip.")
    ],
    why: choose.Why,
    ids: Annotated[list[str] | None, typer.Option("--id", metavar="ID", help="Starten av id-en.")] = None,
    code: choose.Kode = None,
    sender: choose.Avsender = None,
    since: choose.Siden = None,
    until: choose.Til = None,
    state: choose.Tilstand = None,
    topic: choose.Emne = None,
    by: choose.By = None,
) -> None:
    """Write dead letters to files."""
    wanted = choose.narrow(choose.selection(start.now(), ids, code, sender, since, until, state, topic))
    who = who_of(by, why)

    async def work() -> tuple[int, int]:
        from broker.letters.export import export as write
        from broker.letters.export import target_of

        async with desk_of(start.settings()) as desk:
            found, missing = await choose.found(desk.store, wanted), 0
            with told():
                async for case, refused in write(desk, found, target_of(target), who):
                    if refused:
                        missing += 1
                        print(f" – {case.dlq_id}: {refused.what}", file=sys.stderr)
            return len(found), missing

    count, missing = asyncio.run(work())
    print(f" Skrev {words.counted(count - missing, 'melding', 'meldinger')} til {target}.")
    print(" Filene holder pasientopplysninger: slett dem etter bruk, og send dem ikke usikret.")
    if missing:
        raise typer.Exit(REFUSED)


@command(app, "stats", STATS, STATS_EXAMPLES)
def stats(
    code: choose.Kode = None,
    sender: choose.Avsender = None,
    since: choose.Siden = None,
    until: choose.Til = None,
    state: choose.Tilstand = None,
    topic: choose.Emne = None,
    as_json: choose.AsJson = False,
) -> None:
    """Count dead letters."""
    from adapters.store.case_search import count
    from broker.cli.reach import store_of
    from broker.cli.screen import write_json

    wanted = choose.selection(start.now(), None, code, sender, since, until, state, topic)

    async def work() -> "list[Count]":
        async with store_of(start.settings()) as store:
            return await count(store, wanted)

    heaps = asyncio.run(work())
    if as_json:
        write_json({**one._asdict(), "oldest": one.oldest, "newest": one.newest} for one in heaps)
    elif heaps:
        _print(heaps)
    else:
        print("Ingen strandede meldinger.")


def _print(heaps: "list[Count]") -> None:
    from broker.cli.screen import show, signed, table
    from broker.letters.told import STATES, kind

    now = start.now()
    rows = table("antall", "tilstand", "emne", "hva", "kode", "avsender", "eldste", right=("antall",))
    for one in heaps:
        state, age = signed(STATES[one.state]), words.span(now - one.oldest)
        rows.add_row(
            words.number(one.number),
            state,
            one.topic,
            kind(one.error_class),
            one.code,
            one.sender or "–",
            age,
        )
    show(rows)
    total = sum(one.number for one in heaps)
    oldest = words.moment(min(one.oldest for one in heaps), now)
    show(f" {words.counted(total, 'strandet melding', 'strandede meldinger')}, den eldste fra {oldest}.")
