"""plo dlt: the stranded messages (dead letters), and plo dlt list."""

import asyncio
import sys
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from broker import words
from broker.cli import start
from broker.cli.dlt import choose, diff, discard, edit, export, options, replay, show, stats
from broker.cli.pages import OPERATING, command, group

if TYPE_CHECKING:
    from broker.letters.stranded import Stranded

app = group("dlt", "Strandede meldinger (dead letters): det som ikke lot seg behandle.", OPERATING)
for part in (show, diff, edit, replay, discard, export, stats):
    app.add_typer(part.app)

LIST = """
Vis strandede meldinger som ingen er ferdige med, eldst først: når, hvorfor og hvor. Innholdet vises aldri.

Listen føres av delen strandet (plo run). Med --kafka leses de nyeste rett fra Kafka i stedet, uten tilstand.
Utgangskoden er 0 også når noe er strandet.
"""
LIST_EXAMPLES = """
plo dlt list
plo dlt list --kode xsd.missing --avsender 90101 --siden 7d
plo dlt list --tilstand alle --json
plo dlt list --kafka --emne meldinger.v1
"""


@command(app, "list", LIST, LIST_EXAMPLES)
@options.choosing
def list_(
    which: options.Chosen = options.ALL,
    most: Annotated[int, typer.Option("--antall", metavar="N", min=1, max=10_000, help="Hvor mange.")] = 50,
    kafka: Annotated[bool, typer.Option("--kafka", help="Les de nyeste rett fra Kafka.")] = False,
    as_json: options.AsJson = False,
) -> None:
    """List dead letters."""
    from broker.cli.dlt.list import cases_of, print_table, warning
    from broker.cli.screen import write_json
    from broker.letters.told import as_row

    chosen, now = start.settings(), start.now()
    wanted = choose.selection(now, which)
    if kafka:
        _from_kafka(which.topic, most, as_json=as_json)
        return
    if warned := warning(chosen):
        print(f" {warned}", file=sys.stderr)
    found = asyncio.run(cases_of(chosen, wanted, most))
    if as_json:
        write_json(as_row(one) for one in found)
    elif found:
        print_table(found, now)
    else:
        print("Ingen strandede meldinger. Her ville de stått med tid, grunn og sted.")


def _from_kafka(topic: str | None, most: int, *, as_json: bool) -> None:
    from broker.cli.dlt.search import newest
    from broker.cli.screen import write_json

    found = asyncio.run(newest(start.settings(), topic, most))
    if as_json:
        write_json(one.as_row() for one in found)
    elif found:
        _table(found, start.now())
    else:
        print("Ingen strandede meldinger på Kafka. Her ville de stått med tid, grunn og sted.")


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
