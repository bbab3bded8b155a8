"""plo alias: numbers of one person that no message ties together."""

import asyncio
import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from broker.cli import start
from broker.cli.pages import OPERATING, command, group

if TYPE_CHECKING:
    from broker.koblinger import Pair
    from broker.settings import Settings

app = group("alias", "Numre som er samme person: hjelpenummer, D-nummer, gammelt fødselsnummer.", OPERATING)

IMPORT = """
Koble numre til fødselsnummeret til den samme personen, så historikken under dem blir én.

FIL er CSV med overskriften id,fnr. Et nummer kan ha typen foran seg (HNR, DNR, FHN). Numrene gjøres om til
pseudonymer med nøkkelen til denne installasjonen med en gang, og lagres ikke og vises ikke. Er én linje gal,
gjøres ingenting. Det virker også for pasienter som megleren alt kjenner: de vurderes på nytt.
"""
LIST = """
Vis hvor mange koblinger som gjelder, hvor mange av dem det har kommet meldinger for, og hvor mange som er
opphevet.
"""
REMOVE = """
Opphev koblingene i FIL, som har samme form som til import. Historikkene skilles igjen, og vurderes på nytt.

Numre som en melding selv har nevnt sammen, hører fortsatt sammen.
"""

File = Annotated[Path, typer.Argument(metavar="FIL", help="CSV: id,fnr.")]
By = Annotated[str | None, typer.Option("--av", metavar="NAVN", help="Hvem som gjør det. Ellers: brukeren.")]


@command(app, "import", IMPORT, "plo alias import numre.csv")
def import_(file: File, by: By = None) -> None:
    """Tell that they are one."""
    from broker.cli.patients.koblinger import sorted_out

    chosen, pairs, standing = _asked(file)
    new = sorted_out(pairs, standing)
    _tell(chosen, new, True, by)
    print(f" {_count(new)} er meldt; {len(pairs) - len(new)} var der fra før. Se dem: plo alias list")


@command(app, "list", LIST, "plo alias list --json")
def list_(as_json: Annotated[bool, typer.Option("--json", help="Ett JSON-objekt.")] = False) -> None:
    """Count them."""
    from adapters.store import aliases
    from broker import words
    from broker.cli.reach import store_of
    from broker.cli.screen import write_json

    chosen = start.settings()

    async def counted() -> aliases.Counts:
        async with store_of(chosen) as store:
            return await aliases.counts(store)

    found = asyncio.run(counted())
    if as_json:
        write_json([found._asdict()])
        return
    holding = words.counted(found.koblet, "kobling", "koblinger")
    print(f" {holding} gjelder; for {found.med_meldinger} har det kommet meldinger under det gamle nummeret.")
    last = f" Sist endret {words.moment(found.sist, start.now())}." if found.sist else ""
    print(f" {found.opphevet} er opphevet.{last}")


@command(app, "remove", REMOVE, "plo alias remove numre.csv")
def remove(file: File, by: By = None) -> None:
    """Take back that they are one."""
    chosen, pairs, standing = _asked(file)
    held = [pair for pair in pairs if pair in standing]
    _tell(chosen, held, False, by)
    print(f" {_count(held)} er meldt opphevet; {len(pairs) - len(held)} var ikke koblet.")


def _asked(file: Path) -> "tuple[Settings, list[Pair], set[tuple[str, str]]]":
    """The settings, the pairs of the file, and which of their pids are tied already, and to what."""
    from adapters.store import aliases
    from broker.cli.patients import koblinger
    from broker.cli.reach import store_of
    from broker.secret import pid_key

    chosen = start.settings()

    async def standing(pairs: "list[Pair]") -> set[tuple[str, str]]:
        async with store_of(chosen) as store, store.read() as conn:
            return await aliases.standing(conn, [pair.alias for pair in pairs])

    pairs = koblinger.read(file, pid_key(chosen))
    return chosen, pairs, asyncio.run(standing(pairs))


def _count(pairs: "list[Pair]") -> str:
    from broker import words

    return words.counted(len(pairs), "kobling", "koblinger")


def _tell(chosen: "Settings", pairs: "list[Pair]", koblet: bool, by: str | None) -> None:
    from broker.cli.avvik.handled import checked
    from broker.cli.patients import koblinger
    from broker.koblinger import fact

    now, who = start.now(), checked("--av", by or getpass.getuser(), 80)
    if pairs:
        asyncio.run(koblinger.tell(chosen, [fact(pair, koblet, who, now) for pair in pairs]))
