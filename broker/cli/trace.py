"""plo trace: where one message has been."""

import asyncio
import textwrap
from typing import TYPE_CHECKING, Annotated, Final

import typer

from broker import words
from broker.cli import start
from broker.cli.exits import REFUSED, Stop
from broker.cli.pages import MESSAGES, command

if TYPE_CHECKING:
    from collections.abc import Sequence

    from broker.cli.steps import Step

app = typer.Typer()

HELP = """
Følg én melding: mottak, kvittering, plass på Kafka, avvik som bygger på den, og hvem som fikk den.

Oppgi MsgId-en. Oslo-tid, til millisekundet.
"""
EXAMPLES = """
plo trace 987885e0-0b2c-4d1f-9a39-1f8f1e6f3c55
plo trace 987885e0-0b2c-4d1f-9a39-1f8f1e6f3c55 --json
"""


INDENT: Final = " " * 30


@command(app, "trace", HELP, EXAMPLES, MESSAGES)
def trace(
    msg_id: Annotated[str, typer.Argument(metavar="MSGID", help="Meldingens id (MsgId).")],
    as_json: Annotated[
        bool, typer.Option("--json", help="Ett JSON-objekt per hendelse, ett per linje.")
    ] = False,
) -> None:
    """Print every step of a message that can be found."""
    from broker.cli.screen import write_json
    from broker.cli.tracing import steps_of

    chosen = start.settings()
    steps = asyncio.run(steps_of(chosen, start.agreement(chosen), msg_id.strip().lower()))
    if not steps:
        raise Stop(
            REFUSED,
            f"Ingen melding med MsgId {msg_id} er tatt imot her.",
            "Kunne den ikke leses, ligger den blant de strandede: plo dlt list",
        )
    if as_json:
        write_json(step.as_row() for step in steps)
    else:
        _print(steps)


def _print(steps: "Sequence[Step]") -> None:
    """One line per step, under a heading for each day."""
    from broker.cli.screen import WIDTH, columns

    now = start.now()
    day = ""
    for step in steps:
        heading = words.moment(step.at, now).rsplit(" ", 1)[0]
        if heading != day:
            print(f" {heading}")
            day = heading
        told = textwrap.wrap(step.text, min(columns(), WIDTH) - len(INDENT))
        print(f"   {words.clock(step.at)}  {step.what:<12} {told[0]}")
        for line in told[1:]:
            print(f"{INDENT}{line}")
