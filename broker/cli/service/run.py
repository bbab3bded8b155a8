"""plo run, plo status: the service and its parts."""

from typing import TYPE_CHECKING, Annotated

import typer

from broker.cli import start
from broker.cli.exits import AWAY
from broker.cli.pages import RUNNING, command
from broker.cli.start import agreement, settings

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from broker.cli.service.unresolved import Found
    from broker.run import PartStatus
    from broker.settings import Settings

app = typer.Typer()

RUN = """
Start hele tjenesten på denne maskinen, og hold den i gang til Ctrl-C.

Er PLO_KAFKA tom, startes også en egen Apache Kafka. Er PLO_DATABASE tom, brukes SQLite i PLO_HOME.
"""
RUN_EXAMPLES = """
plo run
plo run --demo
PLO_HOME=/srv/plo PLO_HTTP_PORT=8490 plo run --workers 2
"""
STATUS = """
Vis hver del av tjenesten: prosess, adresse, og om den er frisk eller hvorfor ikke. Under dem: meldinger som
har vært uavklart i mer enn 10 minutter, og hvor mange strandede meldinger som er åpne.

En uavklart melding er tatt imot, men ikke merket som fullført. Den blir fullført av seg selv når avsenderen
sender den samme meldingen igjen.

Utgangskoden er 3 når noe ikke er friskt, eller databasen ikke svarer. Uavklarte og strandede meldinger endrer
den ikke. I --json har hver del «name» og «healthy»; en uavklart melding har «state» uavklart, og de strandede
har én linje med «state» strandet, der «late» sier om den eldste har stått lenger enn PLO_STRANDET_ALARM_H.
"""
STATUS_EXAMPLES = """
plo status
plo status --json
"""


@command(app, "run", RUN, RUN_EXAMPLES, RUNNING)
def run(
    demo: Annotated[
        bool,
        typer.Option(
            "--demo", help="Send oppdiktede opphold gjennom tjenesten, og vis avvikene som oppstår."
        ),
    ] = False,
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers", metavar="N", min=1, max=64, help="Prosesser som tar imot. Ellers: PLO_WORKERS."
        ),
    ] = None,
) -> None:
    """Run the service until it is asked to end."""
    chosen = settings()
    agreement(chosen)
    if chosen.oidc_key:  # said here, where somebody reads it, and not by the part at every start
        from broker.console.oidc_client import read_key

        read_key(chosen.oidc_key)
    if workers:
        chosen = chosen.model_copy(update={"workers": workers})
    from broker.run import supervise

    raise typer.Exit(supervise(chosen, demo))


@command(app, "status", STATUS, STATUS_EXAMPLES, RUNNING)
def status(
    as_json: Annotated[bool, typer.Option("--json", help="Ett JSON-objekt per linje.")] = False,
) -> None:
    """How each part is, and what is uavklart."""
    from broker import run

    chosen, now = settings(), start.now()
    parts = run.status(chosen)
    found = (_write_all if as_json else _print_all)(parts, chosen, now)
    if not all(part.healthy for part in parts):
        raise typer.Exit(AWAY)
    if found.problem:
        raise typer.Exit(found.problem.code)


def _write_all(parts: "Iterable[PartStatus]", chosen: "Settings", now: "datetime") -> "Found":
    """All as lines of JSON; returns what the store says of messages that are uavklart."""
    from dataclasses import asdict

    from broker.cli.screen import write_json
    from broker.cli.service import stranded_told
    from broker.cli.service.unresolved import look

    write_json(asdict(part) for part in parts)
    found = look(chosen, now)
    write_json(found.as_rows())
    write_json(stranded_told.look(chosen, now).as_rows())
    return found


def _print_all(parts: "Iterable[PartStatus]", chosen: "Settings", now: "datetime") -> "Found":
    """The same for people, each part as soon as it is known."""
    from broker.cli.service import stranded_told
    from broker.cli.service.unresolved import look
    from broker.room import lack_of_room

    _print_parts(parts)
    if chosen.metrics_port:
        print("\n Deler i andre containere eller på andre maskiner er ikke med; spør dem der de er.")
    found = look(chosen, now)
    _print_unresolved(found, now)
    letters = stranded_told.look(chosen, now)
    print("\n".join(stranded_told.told(letters, now, chosen.strandet_alarm_h)))
    if full := lack_of_room(chosen.home):
        print(f"\n ✕ {full}")
    return found


def _print_parts(parts: "Iterable[PartStatus]") -> None:
    from broker.cli.screen import show, table
    from broker.signs import signed

    rows = table("del", "prosess", "adresse", "tilstand")
    for part in parts:
        words = signed("✓ frisk" if part.healthy else f"✕ {part.why}")
        rows.add_row(part.name, str(part.pid or "–"), part.address or "–", words)
    show(rows)


def _print_unresolved(found: "Found", now: "datetime") -> None:
    from broker.cli.screen import show
    from broker.cli.service.unresolved import listed, told

    print()
    if found.messages:
        show(listed(found.messages, now))
    print("\n".join(told(found, now)))
