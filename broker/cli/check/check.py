"""plo check: would this message be accepted? Nothing is sent and nothing is kept."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from broker import words
from broker.cli import start
from broker.cli.exits import REFUSED
from broker.cli.pages import MESSAGES, command

if TYPE_CHECKING:
    from broker.cli.check.apprecs import AppRecs
    from broker.cli.check.checked import Checked

app = typer.Typer()

HELP = """
Se om meldinger ville blitt godtatt, og hvorfor ikke. Ingenting sendes, og ingenting lagres.

En mappe leses med alle .xml- og .zip-filer under den, en zip uten å pakkes ut på disk; - er standard inn.
Hver feil har sted, linje, hva som ble funnet og hva som skulle stått der. Svaret gjelder avtalen og skjemaene
i innstillingene (PLO_AGREEMENTS, PLO_XSD_DIR).

Utgangskoden er 0 når alt godtas, 1 når noe avvises eller de offisielle skjemaene sier noe annet, og 2 når
kommandoen er brukt feil. Mer for deg som lager fagsystem: docs/leverandor.md.
"""
EXAMPLES = """
plo check melding.xml
plo check innboks/ tester.zip
plo check --json innboks/ > svar.jsonl
plo check --apprec svar/ innboks/
plo check --official xsd/ innboks/
cat melding.xml | plo check -
"""

LOOKED_AHEAD: Final = 200
"""Names that decide how wide the table is."""

Places = Annotated[
    list[str],
    typer.Argument(metavar="FIL…|MAPPE|ZIP|-", help="Meldinger, eller mapper eller zip-er med dem."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Ett JSON-objekt per melding, ett per linje.")]
Folder = Annotated[
    Path | None,
    typer.Option("--apprec", metavar="MAPPE", help="Skriv kvitteringene som ville blitt sendt, hit."),
]
Schemas = Annotated[
    Path | None,
    typer.Option(
        "--official",
        metavar="MAPPE",
        help="Sammenlign med offisielle skjemaer (driver-all.xsd) og vis ulikheter.",
    ),
]


@dataclass(slots=True)
class Counts:
    """What was seen in one run."""

    all: int = 0
    refused: int = 0
    differing: int = 0
    compared: int = 0

    def add(self, one: "Checked") -> None:
        self.all += 1
        self.refused += not one.accepted
        self.differing += one.differs
        self.compared += one.comparison is not None and one.comparison.official is not None


@command(app, "check", HELP, EXAMPLES, MESSAGES)
def check(places: Places, as_json: AsJson = False, apprec: Folder = None, official: Schemas = None) -> None:
    """Judge each message and print its verdict."""
    from broker.cli.check.apprecs import AppRecs
    from broker.cli.check.checking import check_all
    from broker.cli.check.comparing import Official
    from broker.cli.files import sources
    from broker.cli.progress import followed
    from broker.judging import context_of

    chosen = start.settings()
    names = [source.name for source in islice(sources(places), LOOKED_AHEAD)]
    folder = None if apprec is None else AppRecs(apprec, places)
    theirs = None if official is None else Official(official)
    context = context_of(chosen, start.agreement(chosen), start.now())
    found = check_all(sources(places), context, theirs, apprecs=folder is not None)
    counts = run(followed(found, "melding", "meldinger"), names, folder, as_json=as_json)
    _tell(counts, folder, as_json=as_json, compared=official is not None)
    if counts.refused or counts.differing:
        raise typer.Exit(REFUSED)


def run(
    found: Iterable["Checked"], names: list[str], folder: "AppRecs | None" = None, *, as_json: bool = False
) -> Counts:
    """Print each verdict as it comes, and keep its AppRecs; `names` are those of the first messages."""
    from broker.cli.check.verdicts import Table
    from broker.cli.screen import write_json

    table, counts = Table(names), Counts()
    if not as_json:
        print(table.head())
    for one in found:
        counts.add(one)
        if folder is not None:
            folder.write(one.file, one.apprecs)
        if as_json:
            write_json([one.as_row()])
        else:
            print("\n".join(table.lines(one)))
    return counts


def _tell(counts: Counts, folder: "AppRecs | None", *, as_json: bool, compared: bool) -> None:
    """The sums; beside the JSON they go where programs do not look."""
    out = sys.stderr if as_json else sys.stdout
    if not as_json:
        files = words.counted(counts.all, "fil", "filer")
        more = "   Feilkodene: docs/feilkoder.md" if counts.refused else ""
        print(f" {files}: {counts.all - counts.refused} godtatt, {counts.refused} avvist.{more}")
    if compared:
        differing = words.counted(counts.differing, "forskjell", "forskjeller")
        print(
            f" {differing} fra de offisielle skjemaene i {words.counted(counts.compared, 'fil', 'filer')}.",
            file=out,
        )
    if folder is not None:
        print(f" {folder.in_words()}", file=out)
