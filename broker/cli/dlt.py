"""plo dlt: the stranded messages (dead letters), as they lie on Kafka."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from broker import words
from broker.cli import start
from broker.cli.exits import REFUSED, Stop
from broker.cli.pages import OPERATING, command, group

if TYPE_CHECKING:
    from adapters.kafka.records import Incoming
    from broker.cli.stranded import Stranded
    from broker.settings import Settings

app = group("dlt", "Strandede meldinger (dead letters): det som ikke lot seg behandle.", OPERATING)

MOST_SEARCHED: Final = 50_000
"""Records per partition that plo dlt show looks through, from the newest backwards."""

LIST = """
Vis de nyeste strandede meldingene: når, hvorfor og hvor i tjenesten. Innholdet vises aldri.

Utgangskoden er 0 også når noe er strandet.
"""
SHOW = """
Vis alt som er kjent om én strandet melding. Oppgi starten av id-en, slik plo dlt list viser den.

Innholdet vises aldri; --bytes skriver det uendret til en fil, som da holder pasientopplysninger.
"""


@command(
    app, "list", LIST, "plo dlt list\nplo dlt list --emne meldinger.v1 --antall 200\nplo dlt list --json"
)
def list_(
    topic: Annotated[
        str | None, typer.Option("--emne", metavar="EMNE", help="Bare fra dette emnet, som meldinger.v1.")
    ] = None,
    most: Annotated[int, typer.Option("--antall", metavar="N", min=1, max=10_000, help="Hvor mange.")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="Ett JSON-objekt per linje.")] = False,
) -> None:
    """List the newest dead letters."""
    from broker.cli.screen import show, table, write_json

    found = asyncio.run(_newest(start.settings(), topic, most))
    if as_json:
        write_json(one.as_row() for one in found)
        return
    if not found:
        print("Ingen strandede meldinger. Her ville de stått med tid, grunn og sted.")
        return
    now = start.now()
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
    show(
        f" {words.counted(len(found), 'strandet melding', 'strandede meldinger')}. Se én: plo dlt show {names[found[0].id]}"
    )


@command(app, "show", SHOW, "plo dlt show D-1A2B\nplo dlt show D-1A2B --bytes melding.xml")
def show(
    prefix: Annotated[str, typer.Argument(metavar="ID", help="Starten av id-en: D-1A2B.")],
    target: Annotated[
        Path | None,
        typer.Option("--bytes", metavar="FIL", help="Skriv innholdet uendret til denne nye filen."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Ett JSON-objekt.")] = False,
) -> None:
    """Show one dead letter, headers in words."""
    from broker.cli.screen import write_json
    from broker.cli.stranded import stranded_of

    record = asyncio.run(_one(start.settings(), prefix))
    found = stranded_of(record)
    if as_json:
        write_json([found.as_row()])
    else:
        _print(found)
    if target:
        _write(target, record.value or b"")


def _print(found: "Stranded") -> None:
    print(f" {found.kind}: {found.reasons.get('message', 'ingen forklaring')}")
    for label, value in found.in_words(start.now()):
        print(f"   {label:<22} {value}")


def _write(target: Path, content: bytes) -> None:
    """Write for the owner's eyes only, and over nothing."""
    import os

    try:
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise Stop(REFUSED, f"Kan ikke skrive {target}: {error.strerror}.", "Velg en ny fil.") from None
    with open(handle, "wb") as file:
        file.write(content)
    print(
        f" Skrev {words.size(len(content))} til {target}. Filen kan holde pasientopplysninger: slett den etter bruk."
    )


def _ranges(topic: str | None, most: int) -> list[Any]:
    from broker.cli.scan import Range
    from schemas.topics import INTERNAL, dlt

    names = [one.name for one in INTERNAL]
    plain = (topic or "").removesuffix(".dlt")
    if topic and plain not in names:
        raise Stop(
            REFUSED, f"Emnet {topic} har ingen strandede meldinger.", f"Velg et av: {', '.join(names)}."
        )
    return [Range(dlt(one).name, most) for one in INTERNAL if not topic or one.name == plain]


async def _newest(settings: "Settings", topic: str | None, most: int) -> "list[Stranded]":
    from broker.cli.reach import kafka_of
    from broker.cli.scan import scan
    from broker.cli.stranded import stranded_of

    ranges = _ranges(topic, most)
    async with kafka_of(settings) as reader:
        found = [stranded_of(record) async for record in scan(reader, ranges)]
    return sorted(found, key=lambda one: one.at, reverse=True)[:most]


async def _one(settings: "Settings", prefix: str) -> "Incoming":
    """The dead letter whose id begins so. Raises Stop when there is none, or more than one."""
    from broker.cli.reach import kafka_of
    from broker.cli.scan import scan
    from broker.cli.stranded import begins

    found: dict[str, Incoming] = {}
    async with kafka_of(settings) as reader:
        async for record in scan(reader, _ranges(None, MOST_SEARCHED)):
            if begins(record, prefix):
                found[record.header("plo-dlq-id") or ""] = record
    if len(found) != 1:
        what = (
            f"{len(found)} strandede meldinger begynner med {prefix}."
            if found
            else f"Fant ingen strandet melding {prefix}."
        )
        raise Stop(REFUSED, what, "Skriv flere tegn." if found else "Se hvilke som finnes: plo dlt list")
    return found.popitem()[1]
