"""plo part: one part of the service by itself, as containers and systemd run it."""

from typing import Annotated

import typer

from broker.cli.exits import USAGE, Stop
from broker.cli.pages import RUNNING, command
from broker.cli.start import agreement, settings

app = typer.Typer()

PART = """
Kjør én del av tjenesten alene, til den blir bedt om å slutte. For containere og systemd; på én maskin starter
plo run alle delene.

Deler: intake (tar imot over HTTP), folder (henter fra mapper), detect (finner avvik), route (gir hver part
sitt) og de andre som plo status viser. Alle deler må ha samme PLO_KAFKA, PLO_DATABASE og PLO_PID_SECRET.
Topics lages først, med plo topics apply.

Nummeret skiller like deler fra hverandre: --number 2, eller i navnet, som detect-2. Hver detect og route må
ha sitt eget, og beholde det når den startes på nytt: da får den tilbake sine partisjoner på under et sekund.

Med PLO_METRICS_PORT svarer delen på /helse/klar, /helse/lever og /metrics der. Loggen skrives til standard
feil. Utgangskode 3: for mange uventede feil på rad; se loggen før den startes igjen. Docker og Kubernetes
starter igjen det som slutter: bruk --vent der.
"""
PART_EXAMPLES = """
plo part intake
plo part detect --number 2
plo part detect-2
PLO_METRICS_PORT=9100 plo part route
"""


@command(app, "part", PART, PART_EXAMPLES, RUNNING)
def part(
    name: Annotated[str, typer.Argument(metavar="NAVN", help="Delen som skal kjøre.")],
    number: Annotated[
        int, typer.Option("--number", metavar="N", min=0, help="Nummeret den har blant like deler.")
    ] = 0,
    stay: Annotated[
        bool, typer.Option("--vent", help="Bli stående, ikke frisk, heller enn å slutte med kode 3.")
    ] = False,
) -> None:
    """Run one part until it is asked to end."""
    chosen = settings()
    agreement(chosen)
    from broker.app import PARTS
    from broker.part import main

    kind, number = which(name, number)
    if kind not in PARTS:
        raise Stop(USAGE, f"Ingen del heter {name!r}.", f"Velg en av: {', '.join(PARTS)}.")
    chosen.make_home()
    chosen.run_folder.mkdir(exist_ok=True)
    raise typer.Exit(main(kind, number, stay))


def which(name: str, number: int) -> tuple[str, int]:
    """The part and its number: "detect-2" says both."""
    kind, _, end = name.rpartition("-")
    return (kind, int(end)) if kind and end.isdecimal() else (name, number)
