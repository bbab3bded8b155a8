"""Which letters of a decision nothing is done with yet, and what became of the others."""

from collections import Counter
from collections.abc import Iterable, Mapping

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.rows import Shape, run, run_all
from adapters.store.store import Store

BECAME = Shape(run="text", dlq_id="text", became="text", why="text")
KEY = Shape(run="text")
LEFT = """
    SELECT l.dlq_id, l.replay_n FROM {rows} JOIN run_letters l ON l.run = r.run AND l.became = ''
    ORDER BY l.number LIMIT {most}"""
COUNT = """
    SELECT l.became, l.why, count(*) FROM {rows} JOIN run_letters l ON l.run = r.run
    GROUP BY l.became, l.why"""
NOTE = """
    UPDATE run_letters SET became = r.became, why = r.why FROM {rows}
    WHERE run_letters.run = r.run AND run_letters.dlq_id = r.dlq_id AND run_letters.became = ''
    RETURNING 1"""


async def left(store: Store, run_id: str, most: int) -> dict[str, int]:
    """The next ones, in the order in which they were chosen, with how often each had been run again then."""
    async with store.read() as conn:
        return {id_: n for id_, n in await run(conn, LEFT, KEY, [(run_id,)], most=most)}


async def done(conn: AsyncConnection, run_id: str, dlq_ids: Iterable[str]) -> None:
    """These are done, in the transaction in which their cases say so; "" is no decision for many."""
    rows = [(run_id, one, "gjort", "") for one in dlq_ids] if run_id else []
    await run_all(conn, NOTE, BECAME, rows)


async def not_done(store: Store, run_id: str, why: Mapping[str, str]) -> None:
    """Nothing is done with these, and why not."""
    async with store.write() as conn:
        await run_all(conn, NOTE, BECAME, [(run_id, one, "ikke", text) for one, text in why.items()])


async def counts(store: Store, run_id: str) -> tuple[int, Counter[str]]:
    """How many are done; and why nothing was done with others -> how many."""
    async with store.read() as conn:
        rows = await run(conn, COUNT, KEY, [(run_id,)])
    found = {(became, why): number for became, why, number in rows}
    refused = {why: number for (became, why), number in found.items() if became == "ikke"}
    return found.get(("gjort", ""), 0), Counter(refused)
