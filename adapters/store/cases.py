"""A case per dead letter: what failed, and what became of it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final, Literal, NamedTuple, cast

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.moments import micros, moment
from adapters.store.rows import Shape, run_all, run_keys
from adapters.store.store import Store

State = Literal["apen", "kjores", "feilet", "parkert", "lost", "forkastet"]
"""Open; run again and not yet heard of; failed again; failed too often; handled; given up with a reason."""

CLOSED: Final[frozenset[State]] = frozenset({"lost", "forkastet"})
OPEN: Final[tuple[State, ...]] = ("apen", "kjores", "feilet", "parkert")


class Case(NamedTuple):
    """One dead letter.

    Attributes:
        dlq_id: the same for the same failure, however often it repeats.
        topic: where the record failed, without .dlt.
        partition_no, record_offset: of the record; -1 where it came no further than the door.
        letter_partition, letter_offset: where on <topic>.dlt the bytes lie as they were.
        reader: the consumer group that failed; `receive` is the door.
        stage, error_class, code, apprec, place, message: the newest reason, as its headers have it.
        sender: level-1 HER-id.
        size, sha256: of the bytes as they were.
        first_failed_at, last_failed_at: UTC.
        attempts: tries in all.
        replay_n: how many times it was run again.
        failed_n: the newest of those that failed; 0: only the first failure is known.
        failures: how many of those failed.
        edited_sha256: of the bytes to run in place of the original; empty where nothing is edited.
    """

    dlq_id: str
    topic: str
    partition_no: int
    record_offset: int
    letter_partition: int
    letter_offset: int
    reader: str
    stage: str
    error_class: str
    code: str
    apprec: str
    place: str
    message: str
    msg_id: str
    message_type: str
    sender: str
    size: int
    sha256: str
    first_failed_at: datetime
    last_failed_at: datetime
    attempts: int
    state: State
    replay_n: int
    failed_n: int
    failures: int
    edited_sha256: str
    changed_at: datetime

    @property
    def is_closed(self) -> bool:
        """Nothing more is to be done."""
        return self.state in CLOSED


_INTS = {"partition_no", "letter_partition", "attempts", "replay_n", "failed_n", "failures"}
_BIGINTS = {"record_offset", "letter_offset", "size"}
TIMES = {"first_failed_at", "last_failed_at", "changed_at"}


def _kind(name: str) -> str:
    return "integer" if name in _INTS else "bigint" if name in _BIGINTS | TIMES else "text"


CASES = Shape(**{name: _kind(name) for name in Case._fields})
_CHANGING = ", ".join(f"{name} = excluded.{name}" for name in Case._fields if name != "dlq_id")
SAVE = (
    f"INSERT INTO cases ({CASES.names}) SELECT {CASES.names} FROM {{rows}} WHERE true"  # noqa: S608
    f" ON CONFLICT (dlq_id) DO UPDATE SET {_CHANGING}"
)
_COLUMNS = ", ".join(f"c.{name}" for name in Case._fields)
LOAD = f"SELECT {_COLUMNS} FROM {{rows}} JOIN cases c ON c.dlq_id = r.value ORDER BY c.dlq_id"  # noqa: S608
# SQLite has one writer: BEGIN IMMEDIATE holds every lock there is.
LOCK = {"postgresql": " FOR UPDATE OF c", "sqlite": ""}


async def locked(conn: AsyncConnection, ids: Iterable[str]) -> dict[str, Case]:
    """Those of these cases that there are, nobody else's to change until the commit."""
    rows = await run_keys(conn, LOAD + LOCK[conn.dialect.name], ids)
    return {one.dlq_id: one for one in map(case_of, rows)}


async def load(store: Store, ids: Iterable[str]) -> dict[str, Case]:
    """Those of these cases that there are."""
    async with store.read() as conn:
        return {one.dlq_id: one for one in map(case_of, await run_keys(conn, LOAD, ids))}


async def save(conn: AsyncConnection, cases: Iterable[Case]) -> None:
    """Keep each case as it is now; the caller holds it, or it is new."""
    await run_all(conn, SAVE, CASES, [_row(one) for one in sorted(cases)])


def _row(case: Case) -> tuple[Any, ...]:
    return tuple(
        micros(cast(datetime, value)) if name in TIMES else value
        for name, value in zip(Case._fields, case, strict=True)
    )


def case_of(row: Sequence[Any]) -> Case:
    """A case from its columns, in order."""
    values = zip(Case._fields, row, strict=True)
    return Case._make(moment(value) if name in TIMES else value for name, value in values)
