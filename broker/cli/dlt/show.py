"""plo dlt show: all that is known of one dead letter, from its case or else from Kafka."""

import asyncio
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from broker import words
from broker.cli import start
from broker.cli.dlt import options
from broker.cli.exits import REFUSED, Stop
from broker.cli.pages import command

if TYPE_CHECKING:
    from broker.letters.stranded import Stranded
    from broker.settings import Settings

app = typer.Typer()

SHOW = """
Vis alt som er kjent om én strandet melding, og hva som er gjort med den. Oppgi starten av id-en, slik
plo dlt list viser den. Innholdet vises aldri; --bytes skriver det uendret til en fil, som da holder
pasientopplysninger.

Finnes den ikke i listen, letes det på Kafka: i de 50 000 nyeste av hver partisjon («unread» i --json når
det er flere), eller i alt med --alle.
"""
SHOW_EXAMPLES = """
plo dlt show D-1A2B
plo dlt show D-1A2B --bytes melding.xml
plo dlt show D-1A2B --alle
"""


@command(app, "show", SHOW, SHOW_EXAMPLES)
def show(
    prefix: options.Id,
    target: Annotated[
        Path | None,
        typer.Option("--bytes", metavar="FIL", help="Skriv innholdet uendret til denne nye filen."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Ett JSON-objekt.")] = False,
    everything: Annotated[bool, typer.Option("--alle", help="Let i alt på Kafka, hvor mye det er.")] = False,
) -> None:
    """Show one dead letter, and what was done with it."""
    from broker.cli.dlt.list import one_case, print_case
    from broker.cli.screen import write_json
    from broker.letters.told import as_row, step_row

    chosen = start.settings()
    kept = asyncio.run(one_case(chosen, prefix))
    if kept and as_json:
        case, steps = kept
        write_json([{**as_row(case), "steps": [step_row(one) for one in steps]}])
    elif kept:
        print_case(*kept, start.now())
    if kept is None or target:
        _show_kafka(chosen, prefix, target, as_json=as_json, everything=everything, quiet=kept is not None)


def _show_kafka(
    settings: "Settings", prefix: str, target: Path | None, *, as_json: bool, everything: bool, quiet: bool
) -> None:
    from broker.cli.dlt.fetching import fetched
    from broker.cli.dlt.search import SEARCHED, missing, one_of
    from broker.cli.screen import write_json
    from broker.letters.stranded import stranded_of

    most = None if everything else SEARCHED
    search = asyncio.run(one_of(settings, prefix, most))
    if search.record is None:
        if as_json and search.unread:
            write_json([{"id": None, "unread": search.unread}])
        raise missing(prefix, search.unread, most)
    found = stranded_of(search.record)
    if quiet:
        pass
    elif as_json:
        write_json([found.as_row()])
    else:
        _print(found)
    if target:
        if quiet:
            asyncio.run(_seen(settings, found.id))
        _write(target, fetched(search.record, settings))


async def _seen(settings: "Settings", dlq_id: str) -> None:
    """Note in the case that its content was looked at."""
    from adapters.store import cases
    from broker.cli.dlt.desk import who_of
    from broker.cli.reach import store_of
    from broker.letters import seen

    async with store_of(settings) as store:
        found = await cases.load(store, [dlq_id])
        await seen.note(store, found.values(), who_of(None, "", needed=False), start.now)


def _print(found: "Stranded") -> None:
    from broker.cli.screen import WIDTH, columns

    said = f"{found.kind}: {found.reasons.get('message', 'ingen forklaring')}"
    for line in textwrap.wrap(said, min(columns(), WIDTH) - 4, subsequent_indent="  "):
        print(f" {line}")
    for label, value in found.in_words(start.now()):
        print(f"   {label:<22} {value}")


def _write(target: Path, content: bytes) -> None:
    """Write for the owner's eyes only, and over nothing."""
    import os

    try:
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Stop(REFUSED, f"{target} finnes fra før, og skrives ikke over.", "Velg en ny fil.") from None
    except OSError:
        raise Stop(REFUSED, f"Kan ikke skrive {target}.", "Velg en fil i en mappe du kan skrive i.") from None
    with open(handle, "wb") as file:
        file.write(content)
    print(f" Skrev {words.size(len(content))} til {target}.")
    print(" Filen kan holde pasientopplysninger: slett den etter bruk.")
