"""The whole command line, in the order of its help."""

import typer

from broker.cli import (
    alias,
    analyse,
    asyncapi,
    audit,
    avvik,
    check,
    dlt,
    kafka,
    key,
    kvitteringer,
    part,
    pasientregister,
    reprocess,
    rules,
    run,
    send,
    settings,
    simulate,
    topics,
    trace,
    user,
)
from broker.cli.pages import Group

HELP = """
plo tar imot meldinger om pasienter som legges inn på og skrives ut fra sykehus, kvitterer for dem, og finner
samhandlingsavvik av seg selv.

Alt ligger under én mappe (PLO_HOME). Innstillingene er variabler som heter PLO_…: se plo settings.

Utgangskoder: 0 alt er bra · 1 noe ble funnet eller avvist · 2 feil bruk eller innstilling · 3 Kafka,
databasen eller tjenesten svarer ikke.
"""

plo = typer.Typer(name="plo", cls=Group, help=HELP, no_args_is_help=True, add_completion=False)
PARTS = (
    *(run, part, check, send, trace, kvitteringer, avvik, analyse, rules, simulate),
    *(dlt, reprocess, key, user, audit, alias, pasientregister, topics, kafka, settings, asyncapi),
)
for each in PARTS:
    plo.add_typer(each.app, rich_help_panel=each.app.rich_help_panel)
