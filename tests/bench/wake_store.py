"""A store in which a great many patients wait for a moment that lies days ahead."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

from adapters.kafka.partitions import partition_of
from adapters.store import Store, history, patients
from adapters.store.moments import micros
from adapters.store.rows import Shape, run_all
from schemas.events import AnyEvent
from schemas.topics import HENDELSER

WAITING = Shape(pid="text", partition_no="integer", wake="bigint")
WAIT = (
    "INSERT INTO patients (pid, gid, partition_no, wake_at)"
    " SELECT pid, pid, partition_no, wake FROM {rows} WHERE true"
)
AT_ONCE = 50_000
"""Patients in one transaction."""
SOONEST, WITHIN = timedelta(days=2), timedelta(days=30)
"""When the first of them is to be looked at, and over how long the others follow."""


async def fill(url: str, count: int) -> None:
    """`count` patients who wait, spread over all partitions; their ids are as spread as real ones."""
    first, step = micros(datetime.now(UTC) + SOONEST), micros_of(WITHIN) // max(count, 1)
    store = await Store.open(url)
    try:
        for start in range(0, count, AT_ONCE):
            rows = [
                (sha256(b"%d" % number).hexdigest(), number % HENDELSER.partitions, first + number * step)
                for number in range(start, min(start + AT_ONCE, count))
            ]
            async with store.begin() as conn:
                await run_all(conn, WAIT, WAITING, rows)
    finally:
        await store.close()


def micros_of(length: timedelta) -> int:
    return length // timedelta(microseconds=1)


async def overdue(url: str, events: list[AnyEvent], wake_at: datetime) -> None:
    """Keep the messages of one patient, as a detect that has gone down since would have."""
    pid = str(events[0].pid)
    partition = partition_of(pid.encode(), HENDELSER.partitions)
    rows = [history.EventRow(str(one.id), pid, (), partition, one.as_json().decode()) for one in events]
    store = await Store.open(url)
    try:
        async with store.begin() as conn:
            await history.add(conn, rows)
            await patients.set_wake(conn, {pid: wake_at})
    finally:
        await store.close()


async def still_open(url: str, now: datetime) -> int:
    """How many wake-ups lie ahead."""
    store = await Store.open(url)
    try:
        async with store.read() as conn:
            found = await run_all(conn, AHEAD, NOW, [(micros(now),)])
    finally:
        await store.close()
    return int(found[0][0])


NOW = Shape(value="bigint")
AHEAD = "SELECT count(*) FROM {rows} JOIN patients p ON p.wake_at > r.value"
