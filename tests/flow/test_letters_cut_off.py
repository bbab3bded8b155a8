"""Running dead letters again, cut off anywhere: nothing is lost, and the note is made in the end."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest
from letters_detect import AGAIN, Line, stored_events, strand
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.errors import Transient
from adapters.kafka.bad import Bad
from adapters.kafka.records import Incoming, Record
from adapters.replays import Replays
from adapters.store import Store, cases


async def test_cut_off_before_the_note_nothing_is_lost(line: Line) -> None:
    """Kafka has it and the program is killed: the case is open, and what the consumer tells closes it."""
    await strand(line)
    (case,) = await line.office.keep()
    await line.office.run([case])
    async with line.office.store.begin() as conn:  # as if the note had never been made
        await cases.save(conn, [case])
    await line.office.run([case])
    await line.read()
    (case,) = await line.office.cases()
    assert (case.state, case.replay_n) == ("lost", 1)


async def test_cancelled_in_the_middle_the_note_is_made(line: Line) -> None:
    """Ctrl-C while Kafka answers: what was sent is noted, and what was not begun stays open."""
    await strand(line)
    (case,) = await line.office.keep()
    begun, go_on = asyncio.Event(), asyncio.Event()
    send = line.office.producer.send

    async def slow(records: list[Record], limit_s: float) -> None:
        begun.set()
        await go_on.wait()
        await send(records, limit_s)

    object.__setattr__(line.office.desk, "producer", type("Slow", (), {"send": staticmethod(slow)})())
    task = asyncio.create_task(line.office.run([case, case]))
    await begun.wait()
    task.cancel()
    await asyncio.sleep(0)
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert len(line.office.producer.on(AGAIN)) == 1
    assert [one.state for one in await line.office.cases()] == ["kjores"]


async def test_without_kafka_nothing_is_noted(line: Line) -> None:
    """No acknowledgement, no note: the case stays as it was."""
    await strand(line)
    (case,) = await line.office.keep()
    line.office.producer.away = True
    with pytest.raises(Transient):
        await line.office.run([case])
    assert await line.office.cases() == [case]


async def test_a_note_that_fails_is_made_the_next_time(line: Line) -> None:
    """The store goes away after the effect: the batch is tried again, and has no second effect."""
    await strand(line)
    (case,) = await line.office.keep()
    await line.office.run([case])
    (record,) = line.office.unread(AGAIN)
    handled: list[Incoming] = []

    async def handle(batch: Sequence[Incoming]) -> list[Bad]:
        handled.extend(batch)
        return await line.detect.handle(batch)

    class Away(Store):
        """Away for writing, once."""

        @asynccontextmanager
        async def begin(self) -> AsyncIterator[AsyncConnection]:
            if handled and not line.tripping:
                line.tripping = True
                raise Transient("store")
            async with line.office.store.begin() as conn:
                yield conn

    away = Away(line.office.store._engine)
    replays = Replays(away, "detect", handle, line.office.now)
    with pytest.raises(Transient):
        await replays.handle([record])
    before = await stored_events(line)
    await replays.handle([record])
    assert len(handled) == 2 and await stored_events(line) == before
    assert [one.state for one in await line.office.cases()] == ["lost"]
