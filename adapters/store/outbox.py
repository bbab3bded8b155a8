"""Records that are committed and not yet acknowledged by Kafka, in the order of publication."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import orjson
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.rows import Shape, run, run_all


class Out(NamedTuple):
    """A record to be.

    Attributes:
        partition: of the topic that the worker reads: who owns it, publishes.
        topic, key, headers, body: of the record, as text.
    """

    partition: int
    topic: str
    key: str
    headers: tuple[tuple[str, str], ...]
    body: str


class Pending(NamedTuple):
    """A record in the outbox; `seq` is its place."""

    seq: int
    out: Out


OUT = Shape(
    place="integer", partition_no="integer", topic="text", record_key="text", headers="text", body="text"
)
SEQS = Shape(value="bigint")
PARTITIONS = Shape(value="integer")

COLUMNS = "partition_no, topic, record_key, headers, body"
ADD = f"INSERT INTO outbox ({COLUMNS}) SELECT {COLUMNS} FROM {{rows}} ORDER BY place RETURNING seq"  # noqa: S608
PENDING = (
    f"SELECT seq, {COLUMNS} FROM outbox WHERE partition_no IN (SELECT value FROM {{rows}})"  # noqa: S608
    " ORDER BY seq LIMIT {most}"
)
DELETE = "DELETE FROM outbox WHERE seq IN (SELECT value FROM {rows})"


async def add(conn: AsyncConnection, outs: Sequence[Out]) -> list[Pending]:
    """Put records last in the outbox, in their order; to be published once the transaction is committed."""
    rows = [
        (place, out.partition, out.topic, out.key, orjson.dumps(out.headers).decode(), out.body)
        for place, out in enumerate(outs)
    ]
    seqs = sorted(seq for (seq,) in await run_all(conn, ADD, OUT, rows))
    return [Pending(seq, out) for seq, out in zip(seqs, outs, strict=True)]


async def pending(conn: AsyncConnection, partitions: Iterable[int], limit: int) -> list[Pending]:
    """The first records of these partitions, in order."""
    rows = [(partition,) for partition in sorted(set(partitions))]
    found = await run(conn, PENDING, PARTITIONS, rows, most=limit) if rows else []
    return [_pending(*row) for row in found]


def _pending(seq: int, partition: int, topic: str, key: str, headers: str, body: str) -> Pending:
    pairs = tuple((name, value) for name, value in orjson.loads(headers))
    return Pending(seq, Out(partition, topic, key, pairs, body))


async def delete(conn: AsyncConnection, seqs: Iterable[int]) -> None:
    """Forget records that Kafka has acknowledged."""
    await run_all(conn, DELETE, SEQS, [(seq,) for seq in sorted(seqs)])
