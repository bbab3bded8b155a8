"""plo check: would this message be accepted? Nothing is sent and nothing is kept."""

import os
import sys
import textwrap
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, Final

import typer

from broker import words
from broker.cli import start
from broker.cli.exits import REFUSED
from broker.cli.pages import MESSAGES, command

if TYPE_CHECKING:
    from adapters.errors import Problem
    from broker.cli.checking import Checked

app = typer.Typer()

HELP = """
Se om meldinger ville blitt godtatt, og hvorfor ikke. Ingenting sendes, og ingenting lagres.

En mappe leses med alle .xml-filer under den; - er standard inn. Hver feil har sted, linje og hva som skulle
stått der. Svaret gjelder avtalen og skjemaene i innstillingene (PLO_AGREEMENTS, PLO_XSD_DIR). Utgangskoden er
1 når noe avvises.
"""
EXAMPLES = """
plo check melding.xml
plo check innboks/
plo check --json innboks/ > svar.jsonl
cat melding.xml | plo check -
"""

MOST: Final = 10
"""Problems shown for one file; --json has them all."""
KIND: Final = 30
"""Width of the longest message type with its version."""
INDENT: Final = " " * 13


@command(app, "check", HELP, EXAMPLES, MESSAGES)
def check(
    places: Annotated[
        list[str], typer.Argument(metavar="FIL…|MAPPE|-", help="Meldinger, eller mapper med dem.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Ett JSON-objekt per fil, ett per linje.")] = False,
) -> None:
    """Judge each file and print its verdict."""
    from broker.cli.checking import check_all, context_of, files_of
    from broker.cli.screen import write_json

    chosen = start.settings()
    files = files_of(places)
    checked = check_all(files, context_of(chosen, start.agreement(chosen), start.now()))
    refused = 0
    if as_json:
        for one in checked:
            refused += not one.accepted
            write_json([one.as_row()])
    else:
        refused = _print(checked, files)
    if refused:
        raise typer.Exit(REFUSED)


def _print(checked: Iterable["Checked"], files: list[str]) -> int:
    """Print as they come; the number of refused files."""
    from broker.cli.screen import WIDTH, columns

    width = min(columns(), WIDTH)
    names = {file: file[_shared(files) :] for file in files}
    room = min(max(len(name) for name in (*names.values(), "fil")), max(20, width - KIND - 20))
    print(f" {'fil':<{room}}  {'type':<{KIND}}  utfall")
    refused = 0
    for one in checked:
        refused += not one.accepted
        print("\n".join(_lines(one, _tail(names[one.file], room).ljust(room), width)))
    print(
        f" {words.counted(len(files), 'fil', 'filer')}: {len(files) - refused} godtatt, {refused} avvist.",
        end="",
    )
    print("   Feilkodene: docs/feilkoder.md" if refused else "")
    return refused


def _shared(files: list[str]) -> int:
    """How much of the names is the folder that all of them lie in."""
    parents = [os.path.dirname(file) for file in files]
    shared = os.path.commonpath(parents) if all(parents) else ""
    return len(shared) + 1 if shared and len(files) > 1 else 0


def _lines(one: "Checked", name: str, width: int) -> Iterator[str]:
    """The verdict on one file, and under it what is wrong."""
    codes = ", ".join(dict.fromkeys(problem.apprec for problem in one.problems))
    outcome = "✓ godtatt" if one.accepted else f"✗ avvist  {codes}"
    kind = f"{one.type} {one.version}".strip() or "–"
    yield f" {name}  {kind:<{KIND}}  {painted(outcome)}"
    for problem in one.problems[:MOST]:
        yield from _explained(problem, width)
    if len(one.problems) > MOST:
        yield f"   … og {words.counted(len(one.problems) - MOST, 'feil', 'feil')} til. Alle: --json"


def _explained(problem: "Problem", width: int) -> Iterator[str]:
    """Where it is, and what to do about it."""
    text = problem.text
    if problem.expected and problem.expected not in text:
        text += f" Forventet: {problem.expected}."
    told = textwrap.wrap(text, width - len(INDENT)) or [problem.code]
    where = f"linje {problem.line}" if problem.line else ""
    if where or problem.path:
        yield f"   {where:<9} {_steps(problem.path, width - len(INDENT))}".rstrip()
        yield from (INDENT + line for line in told)
    else:
        yield from (f"   {line}" for line in told)


def _steps(path: str, room: int) -> str:
    """The end of a long XPath, whole steps: "…/po:TidsfestetHendelse/po:TidspunktForHendelse"."""
    while len(path) > room and "/" in path[2:]:
        path = "…/" + path[2:].split("/", 1)[1]
    return path


def _tail(file: str, room: int) -> str:
    """The end of a long file name: the beginning is the folder, which the user knows."""
    return file if len(file) <= room else f"…{file[1 - room :]}"


def painted(outcome: str) -> str:
    """Green or red on a terminal; the sign and the word say it without."""
    if not sys.stdout.isatty():
        return outcome
    return f"\x1b[{32 if outcome.startswith('✓') else 31}m{outcome}\x1b[0m"
