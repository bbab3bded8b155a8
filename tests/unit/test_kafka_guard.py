"""What becomes of a batch, without Kafka: order, retries, dead letters, the breaker."""

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.errors import Problem, Rejected, Transient
from adapters.kafka.bad import Bad
from adapters.kafka.breaker import MOST_BUGS, MOST_OF_WINDOW, WINDOW, Breaker
from adapters.kafka.guard import TRIES, Guard, LetGo, TooManyBugs
from adapters.kafka.records import Incoming


def record(offset: int, partition: int = 0) -> Incoming:
    """A record whose value is its offset."""
    return Incoming("t", partition, offset, 0, b"k", str(offset).encode(), ())


class World:
    """A handler, a burial and a clock that remember; `does` says what happens to an offset."""

    def __init__(self, does: dict[int, list[Exception | Bad | None]] | None = None) -> None:
        self.does = does or {}
        self.handled: list[int] = []
        self.buried: list[Bad] = []
        self.waits: list[float] = []
        self.ours = True
        self.guard = Guard("g", self.handle, self.bury, self.wait)

    async def handle(self, batch: Sequence[Incoming]) -> Sequence[Bad]:
        """Do what is planned for each record, the first thing first; then nothing more."""
        bad = []
        for one in batch:
            planned = self.does.get(one.offset, [])
            what = planned.pop(0) if planned else None
            if isinstance(what, Exception):
                raise what
            if what is not None:
                bad.append(what)
        self.handled.extend(one.offset for one in batch if one.offset not in [b.incoming.offset for b in bad])
        return bad

    async def bury(self, bad: Sequence[Bad]) -> None:
        """Remember dead letters."""
        self.buried.extend(bad)

    async def wait(self, seconds: float) -> bool:
        """Wait no time at all."""
        self.waits.append(seconds)
        return self.ours


def refused(offset: int) -> Bad:
    """What a handler says of a record of wrong form."""
    return Bad(record(offset), "PERMANENT_FORMAT", "event.unreadable", "Ulesbar.")


async def test_good_batch() -> None:
    """A batch that is fine is handled once, without waiting."""
    world = World()
    await world.guard.run([record(n) for n in range(5)])
    assert (world.handled, world.buried, world.waits) == ([0, 1, 2, 3, 4], [], [])


async def test_transient_waits_longer_and_longer() -> None:
    """The same batch again after 0.2, 0.4, 0.8 … seconds; at most 15."""
    world = World({0: [Transient("store")] * 10})
    await world.guard.run([record(0), record(1)])
    assert world.waits[:4] == [0.2, 0.4, 0.8, 1.6]
    assert max(world.waits) == 15.0
    assert world.handled == [0, 1]
    assert world.guard.waiting_for == ""


async def test_let_go_while_waiting() -> None:
    """When the partitions are taken away during a wait, the batch is given up."""
    world = World({0: [Transient("store")]})
    world.ours = False
    with pytest.raises(LetGo):
        await world.guard.run([record(0)])
    assert world.handled == []


async def test_refused_records_are_buried() -> None:
    """What the handler refuses is buried; the rest is handled."""
    world = World({1: [refused(1)]})
    await world.guard.run([record(n) for n in range(3)])
    assert (world.handled, [one.incoming.offset for one in world.buried]) == ([0, 2], [1])


async def test_exception_costs_one_record() -> None:
    """An exception is found one by one; three tries, then a dead letter without the exception's text."""
    world = World({1: [ValueError("12345678901")] * (TRIES + 1)})
    await world.guard.run([record(n) for n in range(3)])
    assert world.handled == [0, 2]
    [bad] = world.buried
    assert (bad.error_class, bad.exception, bad.attempts) == ("BUG", "ValueError", TRIES)
    assert "12345678901" not in repr((bad.text, bad.where, bad.code))
    assert bad.where.startswith("test_kafka_guard.") or "test_kafka_guard" in bad.where


async def test_passing_exception() -> None:
    """An exception that does not come again costs nothing."""
    world = World({1: [ValueError(), ValueError()]})
    await world.guard.run([record(n) for n in range(3)])
    assert (world.handled, world.buried) == ([0, 1, 2], [])


async def test_rejected_is_not_tried_again() -> None:
    """Rejected says why itself, and is not a bug."""
    problem = Problem("xsd.missing", "T02", "Mangler.", "/mh:MsgHead", 7)
    world = World({0: [Rejected(problem)] * 2})
    await world.guard.run([record(0)])
    [bad] = world.buried
    assert (bad.error_class, bad.code, bad.apprec, bad.where) == (
        "PERMANENT_FORMAT",
        "xsd.missing",
        "T02",
        "/mh:MsgHead:7",
    )


async def test_ten_bugs_in_a_row_are_borne() -> None:
    """On the limit the consumer goes on."""
    world = World({n: [ValueError()] * 9 for n in range(MOST_BUGS)})
    await world.guard.run([record(n) for n in range(MOST_BUGS + 1)])
    assert len(world.buried) == MOST_BUGS
    assert world.handled == [MOST_BUGS]


async def test_eleven_bugs_in_a_row_stop() -> None:
    """One more stops it, and nothing of that batch is buried."""
    world = World({n: [ValueError()] * 9 for n in range(MOST_BUGS + 1)})
    with pytest.raises(TooManyBugs):
        await world.guard.run([record(n) for n in range(MOST_BUGS + 2)])
    assert world.buried == []


async def test_bugs_in_a_row_across_batches() -> None:
    """The row goes on from batch to batch, and a good record ends it."""
    bugs = {n: [Bad(record(n), "BUG", "bug", "Feil.")] for n in range(100)}
    del bugs[8]
    world = World({n: list(what) for n, what in bugs.items()})
    for n in range(8 + MOST_BUGS + 1):
        await world.guard.run([record(n)])
    with pytest.raises(TooManyBugs):
        await world.guard.run([record(8 + MOST_BUGS + 1)])


async def test_good_records_of_another_partition_do_not_hide_bugs() -> None:
    """Each partition has its own row."""
    world = World({n: [Bad(record(n), "BUG", "bug", "Feil.")] for n in range(100)})
    with pytest.raises(TooManyBugs):
        for n in range(MOST_BUGS + 1):
            await world.guard.run([record(n), record(n + 1000, partition=1)])


async def test_formats_never_stop_it() -> None:
    """Any number of records of wrong form in a row is buried."""
    world = World({n: [refused(n)] for n in range(100)})
    await world.guard.run([record(n) for n in range(100)])
    assert len(world.buried) == 100


THINGS = st.sampled_from(["fine", "away", "refused", "bug", "once"])


@given(st.lists(THINGS, max_size=12), st.integers(1, 5))
async def test_nothing_is_lost_and_order_is_kept(things: list[str], size: int) -> None:
    """Whatever happens to records, each ends handled or buried, once, in the order of its partition."""
    planned: dict[str, Callable[[int], list[Exception | Bad | None]]] = {
        "fine": lambda n: [],
        "away": lambda n: [Transient("store"), Transient("store")],
        "refused": lambda n: [refused(n)] * 2,
        "bug": lambda n: [ValueError()] * 9,
        "once": lambda n: [ValueError()],
    }
    world = World({n: planned[thing](n) for n, thing in enumerate(things)})
    batch = [record(n) for n in range(len(things))]
    try:
        for begin in range(0, len(batch), size):
            await world.guard.run(batch[begin : begin + size])
    except TooManyBugs:
        assert things.count("bug") > MOST_BUGS
        return
    gone = [one.incoming.offset for one in world.buried]
    first_times = list(dict.fromkeys(world.handled))
    assert gone == sorted(set(gone))
    assert first_times == sorted(first_times)
    assert sorted([*first_times, *gone]) == list(range(len(things)))


def test_a_fifth_of_the_newest_records_stops_it() -> None:
    """Never many in a row: every fourth is a bug. Every tenth is borne for ever, on every partition."""
    breaker = Breaker("g")
    for n in range(20 * WINDOW):
        breaker.count([record(n)], [record(n)] if n % 10 == 0 else [])
        breaker.count([record(n, 1)], [])
    stopped = 0
    with pytest.raises(TooManyBugs):
        for n in range(WINDOW):
            breaker.count([record(n, 2)], [record(n, 2)] if n % 4 == 0 else [])
            stopped = n
    assert stopped == 4 * MOST_OF_WINDOW - 1
