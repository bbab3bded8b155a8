"""plo send: send messages to the service, as a sender's system would, and tell what it answers."""

import textwrap
from typing import TYPE_CHECKING, Annotated

import typer

from broker import words
from broker.cli import start
from broker.cli.exits import REFUSED
from broker.cli.pages import MESSAGES, command

if TYPE_CHECKING:
    from broker.cli.messages.sending import Answer

app = typer.Typer()

HELP = """
Send meldinger til tjenesten over HTTP, og vis kvitteringen (AppRec) for hver.

Nøkkelen sier hvem du sender for; plo key create lager en. Samme melding kan trygt sendes flere ganger: svaret
blir det samme, og den virker bare én gang. Utgangskoden er 1 når noe avvises, 3 når tjenesten ikke svarer.
"""
EXAMPLES = """
plo send melding.xml --key plo_…
PLO_KEY=plo_… plo send innboks/
plo send innboks/ --url https://plo.example.no/meldinger --json
"""


Url = Annotated[
    str | None,
    typer.Option("--url", metavar="URL", help="Tjenestens adresse. Ellers: PLO_HOST og PLO_HTTP_PORT."),
]

Key = Annotated[str | None, typer.Option("--key", metavar="NØKKEL", help="Nøkkelen. Ellers: PLO_KEY.")]


@command(app, "send", HELP, EXAMPLES, MESSAGES)
def send(
    places: Annotated[
        list[str], typer.Argument(metavar="FIL…|MAPPE|-", help="Meldinger, eller mapper med dem.")
    ],
    url: Url = None,
    key: Key = None,
    as_json: Annotated[bool, typer.Option("--json", help="Ett JSON-objekt per fil, ett per linje.")] = False,
) -> None:
    """Send each file and print the answer."""
    from broker.cli.files import files_of
    from broker.cli.messages.sending import send_all
    from broker.cli.reach import door_of
    from broker.cli.screen import write_json

    chosen = start.settings()
    target = door_of(url, chosen.host, chosen.http_port)
    files = files_of(places)
    room = min(max(len(file) for file in files), 60)
    refused = 0
    secret = chosen.key.get_secret_value() if key is None else key
    for answer in send_all(files, target, secret, chosen.max_message_bytes):
        refused += not answer.accepted
        if as_json:
            write_json([answer.as_row()])
        else:
            _print(answer, room)
    if not as_json:
        sent = words.counted(len(files), "fil", "filer")
        print(f" {sent} sendt: {len(files) - refused} godtatt, {refused} avvist.")
    if refused:
        raise typer.Exit(REFUSED)


def _print(answer: "Answer", room: int) -> None:
    from broker.cli.check.verdicts import painted
    from broker.cli.screen import WIDTH, columns

    print(f" {answer.file[-room:]:<{room}}  {painted(answer.in_words())}")
    for code, text in answer.errors:
        for line in textwrap.wrap(f"{code}  {text}", min(columns(), WIDTH) - 6, subsequent_indent="  "):
            print(f"   {line}")
