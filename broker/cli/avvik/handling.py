"""plo avvik answer, close and withdraw: what a person does with an avvik, with who and why."""

import asyncio
import getpass
from typing import TYPE_CHECKING, Annotated, Final

import typer

from broker.cli import start
from broker.cli.pages import command

if TYPE_CHECKING:
    from schemas.behandling import Gjort

app = typer.Typer()

ANSWER = """
Besvar et avvik: den det gjelder, har svart. Svaret selv hører ikke hjemme her, bare at det er gitt og hvorfor
det holder. Skriv aldri noe om pasienten.
"""
CLOSE = """
Lukk et avvik: det er fulgt opp, og ingen skal gjøre mer. Det blir stående i tallene.
"""
WITHDRAW = """
Trekk et avvik: det er ikke et avvik likevel, for eksempel fordi meldingen kom på papir. Det telles ikke mer.
"""
WORDS: Final = {"besvart": "besvart", "lukket": "lukket", "trukket": "trukket tilbake"}

Id = Annotated[str, typer.Argument(metavar="ID", help="Starten av id-en: A-19C2.")]
Why = Annotated[str, typer.Option("--hvorfor", metavar="TEKST", help="Kort grunn, uten pasientopplysninger.")]
By = Annotated[str | None, typer.Option("--av", metavar="NAVN", help="Hvem som gjør det. Ellers: brukeren.")]

Json = Annotated[bool, typer.Option("--json", help="Ett JSON-objekt: det som er meldt.")]


def _example(name: str) -> str:
    return f'plo avvik {name} A-19C2 --hvorfor "Listen ble ettersendt"'


@command(app, "answer", ANSWER, _example("answer"))
def answer(avvik: Id, why: Why, by: By = None, as_json: Json = False) -> None:
    """Mark as answered."""
    _do(avvik, "besvart", why, by, as_json=as_json)


@command(app, "close", CLOSE, _example("close"))
def close(avvik: Id, why: Why, by: By = None, as_json: Json = False) -> None:
    """Mark as closed."""
    _do(avvik, "lukket", why, by, as_json=as_json)


@command(app, "withdraw", WITHDRAW, _example("withdraw"))
def withdraw(avvik: Id, why: Why, by: By = None, as_json: Json = False) -> None:
    """Take back."""
    _do(avvik, "trukket", why, by, as_json=as_json)


def _do(prefix: str, gjort: "Gjort", why: str, by: str | None, *, as_json: bool) -> None:
    from broker.cli.avvik.handled import act, tell
    from broker.cli.avvik.stored import one_of
    from broker.cli.screen import write_json

    chosen, now = start.settings(), start.now()
    found = asyncio.run(one_of(chosen, prefix))
    fact = act(found, gjort, by or getpass.getuser(), why, now)
    asyncio.run(tell(chosen, fact))
    if as_json:
        write_json([fact.model_dump(mode="json")])
    else:
        print(f" {prefix} er meldt {WORDS[gjort]}. Se det: plo avvik show {prefix}")
