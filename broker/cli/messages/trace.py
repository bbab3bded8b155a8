"""plo trace: what has happened to a message, or to a patient's stays."""

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

    from broker.settings import Settings
    from broker.tracing.steps import Step
    from broker.tracing.traced import Traced

app = typer.Typer()

HELP = """
Følg én melding, eller alt som har skjedd i et opphold: mottak og over hva, kvittering, plass på Kafka, hvem
som leste det, avvik, strandede meldinger og det som er kjørt på nytt, i én tidslinje.

Oppgi MsgId-en, et avvik (A-19C2: oppholdet det gjelder) eller en pasient (P-7F3A: alle oppholdene). Oslo-tid,
til millisekundet. Av hver partisjon leses høyst 20 000 poster fra mottaket av; er
det flere, sies det til slutt, også i --json («ikke lest»).
"""
EXAMPLES = """
plo trace 987885e0-0b2c-4d1f-9a39-1f8f1e6f3c55
plo trace A-19C2
plo trace P-7F3A --json
plo trace 987885e0-0b2c-4d1f-9a39-1f8f1e6f3c55 --alle
"""


INDENT: Final = " " * 30


@command(app, "trace", HELP, EXAMPLES, MESSAGES)
def trace(
    which: Annotated[
        str, typer.Argument(metavar="ID", help="MsgId, A-19C2 for et avvik, P-7F3A for en pasient.")
    ],
    as_json: Annotated[
        bool, typer.Option("--json", help="Ett JSON-objekt per hendelse, ett per linje.")
    ] = False,
    everything: Annotated[
        bool, typer.Option("--alle", help="Les alt fra mottaket av, hvor mye det enn er.")
    ] = False,
) -> None:
    """Print every step that can be found, and whether there may be more."""
    from broker.cli.screen import write_json
    from broker.tracing.search import MOST

    chosen, now = start.settings(), start.now()
    most = None if everything else MOST
    found = asyncio.run(_traced(chosen, which.strip(), most, now))
    steps = [*found.steps, *([_unread(found.unread, which, most, now)] if found.unread else [])]
    if as_json:
        write_json(step.as_row() for step in steps)
    else:
        _print(steps, now)


async def _traced(settings: "Settings", which: str, most: int | None, now: "datetime") -> "Traced":
    """The timeline. Raises Stop when there is none."""
    from adapters.messages.sealed import reference
    from broker.cli.reach import kafka_of, store_of
    from broker.secret import pid_key
    from broker.tracing.patient import Unclear, is_patient, patient_of
    from broker.tracing.search import BY_CONTENT
    from broker.tracing.traced import Tracer

    agreement = start.agreement(settings)
    async with store_of(settings) as store:
        if is_patient(which):
            try:
                patient = await patient_of(store, which, now, agreement)
            except Unclear as unclear:
                raise _none(which, several=unclear.several) from None
            async with kafka_of(settings) as reader:
                return await Tracer(store, reader, agreement, most).stay(patient, now)
        msg_id = which.lower()
        if not msg_id.startswith(BY_CONTENT):
            msg_id = reference(msg_id, pid_key(settings))
        async with kafka_of(settings) as reader:
            found = await Tracer(store, reader, agreement, most).message(msg_id, now)
    if not found.steps:
        raise Stop(
            REFUSED,
            f"Ingen melding med MsgId {which} er tatt imot her.",
            "Kunne den ikke leses, ligger den blant de strandede: plo dlt list",
        )
    return found


def _none(which: str, *, several: bool) -> Stop:
    """No patient and no avvik is called that, or more than one is."""
    if several:
        return Stop(REFUSED, f"Flere begynner med {which}.", "Skriv flere tegn.")
    return Stop(REFUSED, f"Fant verken avvik eller pasient som begynner med {which}.", "Se: plo avvik list")


def _unread(topics: "Sequence[str]", which: str, most: int | None, now: "datetime") -> "Step":
    """The last step: where the search stopped before the end, and what to do next."""
    from broker.tracing.steps import Step

    why, hint = "Kafka ga ikke flere poster.", "Prøv igjen, eller se plo status."
    if most is not None:
        why = f"Der ble bare {words.number(most)} poster av hver partisjon lest; det kan stå mer der."
        hint = f"Les alt: plo trace {which} --alle"
    return Step(now, 9, "ikke lest", f"{', '.join(topics)}. {why} {hint}")


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
