"""plo dlt stats: how many dead letters are alike."""

import asyncio
from typing import TYPE_CHECKING

import typer

from broker import words
from broker.cli import start
from broker.cli.dlt import choose, options
from broker.cli.pages import command

if TYPE_CHECKING:
    from adapters.store.case_search import Count

app = typer.Typer()

STATS = """
Vis hvor mange strandede meldinger som er åpne, i grupper som er like: samme tilstand, emne, kode og avsender.
Den eldste i hver gruppe vises med alder.
"""
STATS_EXAMPLES = """
plo dlt stats
plo dlt stats --tilstand alle --siden 30d --json
"""


@command(app, "stats", STATS, STATS_EXAMPLES)
@options.choosing
def stats(
    which: options.Chosen = options.ALL,
    as_json: options.AsJson = False,
) -> None:
    """Count dead letters."""
    from adapters.store.case_search import count
    from broker.cli.reach import store_of
    from broker.cli.screen import write_json

    wanted = choose.selection(start.now(), which)

    async def work() -> "list[Count]":
        async with store_of(start.settings()) as store:
            return await count(store, wanted)

    heaps = asyncio.run(work())
    if as_json:
        write_json({**one._asdict(), "oldest": one.oldest, "newest": one.newest} for one in heaps)
    elif heaps:
        _print(heaps)
    else:
        print("Ingen strandede meldinger.")


def _print(heaps: "list[Count]") -> None:
    from broker.cli.screen import show, table
    from broker.letters.told import STATES, kind
    from broker.signs import signed

    now = start.now()
    rows = table("antall", "tilstand", "emne", "hva", "kode", "avsender", "eldste", right=("antall",))
    for one in heaps:
        state, age = signed(STATES[one.state]), words.span(now - one.oldest)
        rows.add_row(
            words.number(one.number),
            state,
            one.topic,
            kind(one.error_class),
            one.code,
            one.sender or "–",
            age,
        )
    show(rows)
    total = sum(one.number for one in heaps)
    oldest = words.moment(min(one.oldest for one in heaps), now)
    show(f" {words.counted(total, 'strandet melding', 'strandede meldinger')}, den eldste fra {oldest}.")
