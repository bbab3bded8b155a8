"""plo dlt export: dead letters as files."""

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from broker import words
from broker.cli import start
from broker.cli.dlt import choose, options
from broker.cli.dlt.desk import desk_of, told, who_of
from broker.cli.exits import REFUSED
from broker.cli.pages import command

if TYPE_CHECKING:
    from adapters.store.case_search import Selection
    from broker.letters.who import Who

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


@command(app, "export", EXPORT, EXPORT_EXAMPLES)
@options.choosing
def export(
    target: Annotated[
        Path, typer.Argument(metavar="MAPPE|ZIP", help="Ny mappe, eller ny fil som heter .zip.")
    ],
    why: options.Why,
    ids: Annotated[list[str] | None, typer.Option("--id", metavar="ID", help="Starten av id-en.")] = None,
    which: options.Chosen = options.ALL,
    by: options.By = None,
) -> None:
    """Write dead letters to files."""
    wanted = choose.narrow(choose.selection(start.now(), which, ids))
    count, missing = asyncio.run(_written(wanted, target, who_of(by, why)))
    print(f" Skrev {words.counted(count - missing, 'melding', 'meldinger')} til {target}.")
    print(" Filene holder pasientopplysninger: slett dem etter bruk, og send dem ikke usikret.")
    if missing:
        raise typer.Exit(REFUSED)


async def _written(wanted: "Selection", target: Path, who: "Who") -> tuple[int, int]:
    """How many cases there were, and of how many the content was missing. Raises Stop."""
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
