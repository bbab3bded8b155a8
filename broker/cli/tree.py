"""The whole command line, in the order of its help."""

import typer

from broker.cli.access import audit, key, user
from broker.cli.avvik import avvik, rules
from broker.cli.check import check
from broker.cli.dlt import dlt
from broker.cli.lookback import analyse, reprocess
from broker.cli.messages import kvitteringer, send, trace
from broker.cli.pages import Group
from broker.cli.patients import alias, pasientregister
from broker.cli.service import asyncapi, kafka, part, run, settings, topics
from broker.cli.simulate import simulate

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
