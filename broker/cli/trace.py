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
    from datetime import datetime

    from broker.cli.steps import Step

app = typer.Typer()

HELP = """
Følg én melding: mottak, kvittering, plass på Kafka, avvik som bygger på den, og hvem som fikk den.

Oppgi MsgId-en. Oslo-tid, til millisekundet. Av hver partisjon leses høyst 20 000 poster fra mottaket av; er
det flere, sies det til slutt, også i --json («ikke lest»).
"""
EXAMPLES = """
plo trace 987885e0-0b2c-4d1f-9a39-1f8f1e6f3c55
plo trace 987885e0-0b2c-4d1f-9a39-1f8f1e6f3c55 --json
plo trace 987885e0-0b2c-4d1f-9a39-1f8f1e6f3c55 --alle
"""


INDENT: Final = " " * 30


@command(app, "trace", HELP, EXAMPLES, MESSAGES)
def trace(
    msg_id: Annotated[str, typer.Argument(metavar="MSGID", help="Meldingens id (MsgId).")],
    as_json: Annotated[
        bool, typer.Option("--json", help="Ett JSON-objekt per hendelse, ett per linje.")
    ] = False,
    everything: Annotated[
        bool, typer.Option("--alle", help="Les alt fra mottaket av, hvor mye det enn er.")
    ] = False,
) -> None:
    """Print every step of a message that can be found, and whether there may be more."""
    from broker.cli.screen import write_json
    from broker.cli.tracing import MOST, traced

    chosen, now = start.settings(), start.now()
    most = None if everything else MOST
    found = asyncio.run(traced(chosen, start.agreement(chosen), msg_id.strip().lower(), most))
    if not found.steps:
        raise Stop(
            REFUSED,
            f"Ingen melding med MsgId {msg_id} er tatt imot her.",
            "Kunne den ikke leses, ligger den blant de strandede: plo dlt list",
        )
    steps = [*found.steps, *([_unread(found.unread, msg_id, most, now)] if found.unread else [])]
    if as_json:
        write_json(step.as_row() for step in steps)
    else:
        _print(steps, now)


def _unread(topics: "Sequence[str]", msg_id: str, most: int | None, now: "datetime") -> "Step":
    """The last step: where the search stopped before the end, and what to do next."""
    from broker.cli.steps import Step

    why, hint = "Kafka ga ikke flere poster.", "Prøv igjen, eller se plo status."
    if most is not None:
        why = (
            f"Der ble bare {words.number(most)} poster av hver partisjon lest; det kan stå mer om meldingen."
        )
        hint = f"Les alt: plo trace {msg_id} --alle"
    return Step(now, 7, "ikke lest", f"{', '.join(topics)}. {why} {hint}")


def _print(steps: "Sequence[Step]", now: "datetime") -> None:
    """One line per step, under a heading for each day."""
    from broker.cli.screen import WIDTH, columns

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
