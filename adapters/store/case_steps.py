"""What was done with each case, by whom, and why."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal, NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.moments import micros, moment
from adapters.store.rows import Shape, run_all, run_keys
from adapters.store.store import Store

What = Literal[
    "strandet", "rettet", "angret", "kjort", "lost", "feilet", "parkert", "forkastet", "sett", "eksportert"
]


class Step(NamedTuple):
    """One thing that happened.

    Attributes:
        mark: tells two steps of a kind apart: the number of the replay, or a hash.
        at: UTC.
        who: a person, or the consumer group.
        why: a person's reason, or the code of the failure; never anything of the message.
        sha256_before, sha256_after: of the bytes, where they changed.
    """

    dlq_id: str
    what: What
    mark: str
    at: datetime
    who: str
    why: str = ""
    sha256_before: str = ""
    sha256_after: str = ""


STEPS = Shape(
    dlq_id="text",
    what="text",
    mark="text",
    at="bigint",
    who="text",
    why="text",
    sha256_before="text",
    sha256_after="text",
)
NOTE = (
    f"INSERT INTO case_steps ({STEPS.names}) SELECT {STEPS.names} FROM {{rows}} WHERE true"  # noqa: S608
    " ON CONFLICT DO NOTHING"
)
_COLUMNS = ", ".join(f"s.{name}" for name in STEPS.columns)
OF = f"""
    SELECT {_COLUMNS} FROM {{rows}} JOIN case_steps s ON s.dlq_id = r.value
    ORDER BY s.at, s.seq"""  # noqa: S608


async def note(conn: AsyncConnection, steps: Iterable[Step]) -> None:
    """Keep the steps; one that is noted already stays as it is."""
    await run_all(conn, NOTE, STEPS, [(*one[:3], micros(one.at), *one[4:]) for one in steps])


async def of(store: Store, dlq_id: str) -> list[Step]:
    """What was done with a case, in order."""
    async with store.read() as conn:
        rows = await run_keys(conn, OF, [dlq_id])
    return [Step(row[0], row[1], row[2], moment(row[3]), *row[4:]) for row in rows]
