"""plo pasientregister: the file behind PLO_PASIENTREGISTER, from numbers that are nowhere kept."""

import sys
from collections.abc import Iterable

import typer

from broker.cli import start
from broker.cli.exits import USAGE, Stop
from broker.cli.pages import OPERATING, command

app = typer.Typer()

HELP = """
Lag pasientregisteret (PLO_PASIENTREGISTER) av numre på standard inn: ett per linje, gjerne med type foran.

Ut kommer pseudonymene, laget med nøkkelen til denne installasjonen. Numrene lagres ikke og vises ikke.
"""
EXAMPLES = """
plo pasientregister < numre.txt > register.txt
echo "DNR 55076500559" | plo pasientregister
"""


@command(app, "pasientregister", HELP, EXAMPLES, OPERATING)
def pasientregister() -> None:
    """Write the pids of the numbers, each once, in an order that tells nothing of theirs."""
    from broker.secret import pid_key

    key = pid_key(start.settings())
    found, wrong = pids_of(sys.stdin, key)
    if wrong:
        lines = ", ".join(map(str, wrong[:10])) + (" …" if len(wrong) > 10 else "")
        raise Stop(USAGE, f"Ikke et nummer på linje {lines}.", "Slik: 13116900216, eller FNR 13116900216")
    for pid in sorted(found):
        print(pid)


def pids_of(lines: Iterable[str], key: bytes) -> tuple[set[str], list[int]]:
    """The pids of all lines, and the numbers of those lines that hold no identifier of a patient."""
    found: set[str] = set()
    wrong: list[int] = []
    for number, line in enumerate(lines, 1):
        if words := line.split():
            pid = pid_of(words, key)
            found.update(pid)
            wrong.extend(() if pid else (number,))
    return found, wrong


def pid_of(words: list[str], key: bytes) -> tuple[str, ...]:
    """The pid of one number, maybe after its type, as the door makes it; none where it cannot be one."""
    from adapters.errors import Rejected
    from adapters.messages.address import Ident
    from adapters.messages.envelope import Patient
    from adapters.messages.patient import pids

    *type_, id_ = words
    try:
        found = pids(Patient(idents=(Ident(id_, *type_[:1]),)), key)
    except Rejected:
        return ()
    guessed = not type_ and found.pid_type == "annet"
    return () if guessed or len(type_) > 1 else (found.pid,)
