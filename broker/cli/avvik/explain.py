"""plo avvik explain: every rule's answer for a patient's stays, and why."""

import asyncio
from typing import TYPE_CHECKING, Annotated, Any

import typer

from broker.cli import start
from broker.cli.exits import REFUSED, Stop
from broker.cli.pages import command

if TYPE_CHECKING:
    from broker.settings import Settings
    from schemas.events import Hendelse

app = typer.Typer()

EXPLAIN = """
Vis hva hver regel sier om et opphold, og hva den så på: hvorfor det ble et avvik, eller hvorfor det ikke ble
noe. Oppgi pasienten (P-7F3A) eller et avvik (A-19C2).
"""
EXAMPLES = """
plo avvik explain P-7F3A
plo avvik explain A-19C2 --alle
plo avvik explain P-7F3A --json
"""


@command(app, "explain", EXPLAIN, EXAMPLES)
def explain(
    which: Annotated[str, typer.Argument(metavar="ID", help="P-7F3A for en pasient, A-19C2 for et avvik.")],
    everything: Annotated[bool, typer.Option("--alle", help="Også regler som ikke er aktuelle.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Ett JSON-objekt per regel og opphold.")] = False,
) -> None:
    """Print the answers."""
    from broker.cli.avvik.explained import heading, lines
    from broker.cli.screen import write_json
    from consumers.deliveries import answering
    from consumers.evaluate import evaluate
    from consumers.explain import explain as answers_of

    chosen, now = start.settings(), start.now()
    agreement = start.agreement(chosen)
    history, stay_id = asyncio.run(_history(chosen, which))
    stays = [one for one in evaluate(history, now, agreement).stays if stay_id in (None, one.id)]
    if not stays:
        raise Stop(REFUSED, "Pasienten har ingen opphold her.", "Se hva som er funnet: plo avvik list")
    for stay in stays:
        answers = answers_of(stay, now, agreement, answering(history))
        if as_json:
            write_json(_row(stay, one) for one in answers)
        else:
            print(heading(stay, agreement, now))
            print("\n".join(lines(answers, stay, now, everything=everything)))


async def _history(settings: "Settings", which: str) -> "tuple[list[Hendelse], Any]":
    """The patient's events, and the one stay that is meant where an avvik was named."""
    from adapters.store import history, patients
    from broker.cli.avvik.stored import one_of
    from broker.cli.reach import store_of
    from schemas.events import HENDELSER

    avvik = await one_of(settings, which) if which.lower().startswith("a-") else None
    prefix = avvik.pid if avvik else which.lower().removeprefix("p-").strip()
    async with store_of(settings) as store:
        gids = await patients.by_prefix(store, prefix, 2) if prefix else []
        if not gids:
            raise Stop(REFUSED, f"Fant ingen pasient som begynner med {which}.", "Se dem: plo avvik list")
        if len(gids) > 1:
            raise Stop(REFUSED, f"Flere pasienter begynner med {which}.", "Skriv flere tegn.")
        async with store.read() as conn:
            bodies = (await history.histories(conn, gids))[gids[0]]
    return [HENDELSER.validate_json(body) for body in bodies], avvik.stay_id if avvik else None


def _row(stay: Any, one: Any) -> dict[str, Any]:
    """One rule's answer as data."""
    return {
        "stay": stay.id,
        "rule": one.rule.id,
        "answer": one.answer,
        "why": one.why or None,
        "looked_at": one.seen,
        "findings": [
            {"subject": found.subject, "deadline": found.deadline, "arrived_at": found.arrived_at}
            for found in one.findings
        ],
    }
