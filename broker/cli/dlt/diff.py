"""plo dlt diff: what was changed in a dead letter."""

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from broker import words
from broker.cli import start
from broker.cli.dlt import choose, options
from broker.cli.dlt.desk import desk_of, told, who_of
from broker.cli.exits import REFUSED, Stop
from broker.cli.pages import command

if TYPE_CHECKING:
    from collections.abc import Sequence

app = typer.Typer()

DIFF = """
Vis forskjellen på en strandet melding slik den kom og slik den er rettet, eller slik den er i en fil.
Innholdet som vises, kan ha pasientopplysninger; at du har sett det, lagres i saken.
"""
DIFF_EXAMPLES = """
plo dlt diff D-1A2B
plo dlt diff D-1A2B --fil rettet.xml
"""
File = Annotated[
    Path | None,
    typer.Option("--fil", metavar="FIL", help="Det rettede innholdet.", exists=True, dir_okay=False),
]


@command(app, "diff", DIFF, DIFF_EXAMPLES)
def diff(prefix: options.Id, file: File = None, by: options.By = None) -> None:
    """Show what was changed."""
    who = who_of(by, "", needed=False)

    given = file.read_bytes() if file else None

    async def work() -> "Sequence[str]":
        from broker.letters import diff as differing
        from broker.letters import edits, seen
        from broker.letters.preview import original

        async with desk_of(start.settings()) as desk:
            case = await choose.one_of(desk.store, prefix)
            with told():
                after = await edits.current(desk, case) if given is None else given
                if after is None:
                    raise Stop(REFUSED, f"{prefix} er ikke rettet.", "Sammenlign med en fil: --fil FIL")
                await seen.note(desk.store, [case], who, desk.now)
                return differing.diff(await original(desk, await desk.letter(case)), after)

    show_diff(asyncio.run(work()))


def show_diff(found: "Sequence[str]") -> None:
    """On a terminal in colours; the sign at the beginning says the same."""
    from rich.text import Text

    from broker.cli.screen import show

    if not found:
        print(" Ingen synlig forskjell.")
        return
    print(" Innholdet kan ha pasientopplysninger.", file=sys.stderr)
    colours = {"+": "green", "-": "red", "@": "cyan"}
    for line in found:
        plain = "".join(sign if sign.isprintable() or sign == "\t" else "·" for sign in line)
        show(Text(plain, style=colours.get(line[:1], ""), overflow="fold"))
    added = sum(one.startswith("+") for one in found) - 1
    gone = sum(one.startswith("-") for one in found) - 1
    print(f" {words.counted(added, 'linje', 'linjer')} inn, {words.counted(gone, 'linje', 'linjer')} ut.")
