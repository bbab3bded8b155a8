"""plo kvitteringer: the AppRecs that others owe for what was sent or relayed."""

import asyncio
from typing import Annotated

import typer

from broker.cli import start
from broker.cli.exits import REFUSED
from broker.cli.pages import MESSAGES, command, group

app = group("kvitteringer", "Applikasjonskvitteringer fra andre: se hva ingen har svart på.", MESSAGES)

MISSING = """
Vis meldinger som er sendt eller videresendt til andre enn partene megleren svarer for, og som mottakeren
ikke har kvittert for. Eldst øverst, én linje for hver mottaker.

Fristen er 96 timer etter GenDate. Er den ute, skal avsenderen regne meldingen som avvist: rett den og send
den på nytt med ny MsgId, eller ta kontakt med mottakeren på en annen måte.

`!` er et varsel: fristen er ikke ute, men avtalens `apprec.warn` er det (24 timer uten en slik). I --json
heter det `warned`; `warns_at` er når det blir det.

Etterslep og testmeldinger i produksjon er ikke med. Utgangskoden er 1 når noe mangler, og 3 når databasen
ikke svarer.
"""
MISSING_EXAMPLES = """
plo kvitteringer mangler
plo kvitteringer mangler --eldre-enn 24h
plo kvitteringer mangler --eldre-enn 96h --json
"""


@command(app, "mangler", MISSING, MISSING_EXAMPLES)
def missing(
    older: Annotated[
        str | None,
        typer.Option("--eldre-enn", metavar="TID", help="Bare det som er eldre enn dette: 24h, 7d."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Ett JSON-objekt per linje.")] = False,
) -> None:
    """List what nobody has answered."""
    from broker.cli.messages import kvitteringer_mangler as work
    from broker.cli.screen import show, write_json

    chosen, now = start.settings(), start.now()
    agreement = start.agreement(chosen)
    found = asyncio.run(work.found(chosen, now - work.age_of(older)))
    if as_json:
        write_json(work.row_of(one, agreement, now) for one in found)
    elif found:
        show(work.listed(found, agreement, now))
        print("\n".join(work.told(found, agreement, now)))
    else:
        print("Ingen kvitteringer mangler. Alt som er sendt til andre, er besvart.")
    if found:
        raise typer.Exit(REFUSED)
