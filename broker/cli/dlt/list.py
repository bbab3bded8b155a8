"""plo dlt list and show, from the cases of the store; and what to say when nobody keeps them."""

import sys
from datetime import datetime
from typing import TYPE_CHECKING

from broker import words

if TYPE_CHECKING:
    from adapters.store.case_search import Selection
    from adapters.store.case_steps import Step
    from adapters.store.cases import Case
    from broker.settings import Settings


async def cases_of(settings: "Settings", wanted: "Selection", most: int) -> "list[Case]":
    """The cases meant, oldest first. Raises Stop."""
    from adapters.store.case_search import find
    from broker.cli.reach import store_of

    async with store_of(settings) as store:
        return await find(store, wanted, most)


async def one_case(settings: "Settings", prefix: str) -> "tuple[Case, list[Step]] | None":
    """The case whose id begins so, and what was done with it; None when the store has none, or is away.

    Raises Stop: there are several.
    """
    from broker.cli.exits import AWAY, Stop

    try:
        return await _one_case(settings, prefix)
    except Stop as away:
        if away.code != AWAY:
            raise
        print(f" {away.what} Leter på Kafka.", file=sys.stderr)
        return None


async def _one_case(settings: "Settings", prefix: str) -> "tuple[Case, list[Step]] | None":
    from adapters.store import case_steps
    from adapters.store.case_search import Selection, find
    from broker.cli.dlt.options import STATES
    from broker.cli.exits import REFUSED, Stop
    from broker.cli.reach import store_of

    async with store_of(settings) as store:
        found = await find(store, Selection(ids=(prefix,), states=tuple(STATES.values())), 2)
        if len(found) > 1:
            raise Stop(REFUSED, f"Flere strandede meldinger begynner med {prefix}.", "Skriv flere tegn.")
        return (found[0], await case_steps.of(store, found[0].dlq_id)) if found else None


def print_table(found: "list[Case]", now: datetime) -> None:
    """One line a case, oldest first, and what to do next."""
    from broker.cli.screen import show, table
    from broker.letters.told import STATES, kind
    from broker.signs import signed

    names = words.shorten("D", [one.dlq_id for one in found])
    rows = table("id", "siden", "emne", "hva", "kode", "avsender", "tilstand")
    for one in found:
        rows.add_row(
            names[one.dlq_id],
            words.short_moment(one.first_failed_at, now),
            one.topic,
            kind(one.error_class),
            one.code or "–",
            one.sender or "–",
            signed(STATES[one.state]),
        )
    show(rows)
    first = names[found[0].dlq_id]
    count = words.counted(len(found), "strandet melding", "strandede meldinger")
    show(f" {count}. Se én: plo dlt show {first} · kjør på nytt: plo dlt replay {first}")


def print_case(case: "Case", steps: "list[Step]", now: datetime) -> None:
    """Everything known of one case."""
    import textwrap

    from broker.cli.screen import WIDTH, columns
    from broker.letters.told import in_words, kind, steps_in_words

    said = f"{kind(case.error_class)}: {case.message or 'ingen forklaring'}"
    for line in textwrap.wrap(said, min(columns(), WIDTH) - 4, subsequent_indent="  "):
        print(f" {line}")
    for label, value in in_words(case, now):
        print(f"   {label:<22} {value}")
    print(" Hva som er gjort")
    for line in steps_in_words(steps, now):
        print(f"   {line}")


def warning(settings: "Settings") -> str:
    """What to know about the list when the part that keeps it does not run; "" when it does."""
    from broker import run
    from consumers.strandet import GROUP

    parts = [one for one in run.status(settings) if one.name.startswith(f"{GROUP}-")]
    elsewhere = settings.metrics_port and not parts
    if elsewhere or any(one.healthy for one in parts):
        return ""
    why = parts[0].why if parts else "kjører ikke"
    return (
        f"Delen strandet er ikke frisk ({why}): nye strandede meldinger er ikke med."
        " Rett fra Kafka: plo dlt list --kafka"
    )
