"""plo dlt: the stranded messages (dead letters), as they lie on Kafka."""

import asyncio
import textwrap
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from broker import words
from broker.cli import start
from broker.cli.exits import REFUSED, Stop
from broker.cli.pages import OPERATING, command, group

if TYPE_CHECKING:
    from broker.cli.stranded import Stranded

app = group("dlt", "Strandede meldinger (dead letters): det som ikke lot seg behandle.", OPERATING)

LIST = """
Vis de nyeste strandede meldingene: når, hvorfor og hvor i tjenesten. Innholdet vises aldri.

Utgangskoden er 0 også når noe er strandet.
"""
SHOW = """
Vis alt som er kjent om én strandet melding. Oppgi starten av id-en, slik plo dlt list viser den.

Det letes i de 50 000 nyeste av hver partisjon; er det flere, og den ikke er blant dem, sies det («unread» i
--json). Innholdet vises aldri; --bytes skriver det uendret til en fil, som da holder pasientopplysninger.
"""
SHOW_EXAMPLES = """
plo dlt show D-1A2B
plo dlt show D-1A2B --bytes melding.xml
plo dlt show D-1A2B --alle
"""


Emne = Annotated[
    str | None, typer.Option("--emne", metavar="EMNE", help="Bare fra dette emnet, som meldinger.v1.")
]


@command(
    app, "list", LIST, "plo dlt list\nplo dlt list --emne meldinger.v1 --antall 200\nplo dlt list --json"
)
def list_(
    topic: Emne = None,
    most: Annotated[int, typer.Option("--antall", metavar="N", min=1, max=10_000, help="Hvor mange.")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="Ett JSON-objekt per linje.")] = False,
) -> None:
    """List the newest dead letters."""
    from broker.cli.dlt_search import newest
    from broker.cli.screen import write_json

    found = asyncio.run(newest(start.settings(), topic, most))
    if as_json:
        write_json(one.as_row() for one in found)
        return
    if not found:
        print("Ingen strandede meldinger. Her ville de stått med tid, grunn og sted.")
        return
    _table(found, start.now())


def _table(found: "list[Stranded]", now: datetime) -> None:
    from broker.cli.screen import show, table

    names = words.shorten("D", [one.id for one in found])
    rows = table("id", "tid", "emne", "hva", "kode", "steg")
    for one in found:
        rows.add_row(
            names[one.id],
            words.short_moment(one.at, now),
            one.topic,
            one.kind,
            one.code,
            one.reasons.get("stage", ""),
        )
    show(rows)
    count = words.counted(len(found), "strandet melding", "strandede meldinger")
    show(f" {count}. Se én: plo dlt show {names[found[0].id]}")


@command(app, "show", SHOW, SHOW_EXAMPLES)
def show(
    prefix: Annotated[str, typer.Argument(metavar="ID", help="Starten av id-en: D-1A2B.")],
    target: Annotated[
        Path | None,
        typer.Option("--bytes", metavar="FIL", help="Skriv innholdet uendret til denne nye filen."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Ett JSON-objekt.")] = False,
    everything: Annotated[bool, typer.Option("--alle", help="Let i alt, hvor mye det enn er.")] = False,
) -> None:
    """Show one dead letter, headers in words."""
    from broker.cli.dlt_search import SEARCHED, missing, one_of
    from broker.cli.fetching import fetched
    from broker.cli.screen import write_json
    from broker.cli.stranded import stranded_of

    most = None if everything else SEARCHED
    settings = start.settings()
    search = asyncio.run(one_of(settings, prefix, most))
    if search.record is None:
        if as_json and search.unread:
            write_json([{"id": None, "unread": search.unread}])
        raise missing(prefix, search.unread, most)
    found = stranded_of(search.record)
    if as_json:
        write_json([found.as_row()])
    else:
        _print(found)
    if target:
        _write(target, fetched(search.record, settings))


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
