"""Groups: one flush at a time, failures stay with their own, and giving up harms nobody."""

import asyncio
from collections.abc import Sequence

import pytest

from adapters.errors import Transient
from adapters.group import Groups


class Flush:
    """Flushes when told to; remembers the groups. An item "bad" makes its group fail."""

    def __init__(self) -> None:
        self.groups: list[list[str]] = []
        self.under_way = 0
        self.gate = asyncio.Event()

    async def __call__(self, items: Sequence[str]) -> list[str]:
        assert self.under_way == 0
        self.under_way += 1
        try:
            self.groups.append(list(items))
            await self.gate.wait()
            if "bad" in items:
                raise Transient("store: away")
            return [item.upper() for item in items]
        finally:
            self.under_way -= 1


async def started(group: Groups[str, str], *items: str) -> list[asyncio.Task[str]]:
    """Submit each, and let the loop go round until all are waiting."""
    tasks = [asyncio.create_task(group.submit(item)) for item in items]
    for _ in range(3):
        await asyncio.sleep(0)
    return tasks


async def test_what_arrives_during_a_flush_goes_together_in_the_next() -> None:
    """One flush at a time, each answer to its own caller, never more than `most` in a group."""
    flush = Flush()
    group = Groups(flush, most=3)
    first = await started(group, "a")
    rest = await started(group, "b", "c", "d", "e")
    flush.gate.set()
    assert await asyncio.gather(*first, *rest) == ["A", "B", "C", "D", "E"]
    assert flush.groups == [["a"], ["b", "c", "d"], ["e"]]


async def test_a_failing_flush_fails_for_its_own_items_only() -> None:
    """Those before and after it get their answers."""
    flush = Flush()
    group = Groups(flush, most=2)
    tasks = await started(group, "a", "b")
    tasks += await started(group, "bad", "c", "d")
    flush.gate.set()
    answers = await asyncio.gather(*tasks, return_exceptions=True)
    assert [answer if isinstance(answer, str) else type(answer) for answer in answers] == [
        "A",
        "B",
        Transient,
        Transient,
        "D",
    ]


async def test_too_few_answers_are_a_failure() -> None:
    """Nobody is left waiting for ever when the flush answers for fewer than it was given."""

    async def nothing(items: Sequence[str]) -> list[str]:
        return []

    group: Groups[str, str] = Groups(nothing, most=2)
    with pytest.raises(ValueError, match="zip"):
        await group.submit("a")


async def test_giving_up_before_the_flush_takes_the_item_back() -> None:
    """A caller that was cancelled while it queued is not flushed."""
    flush = Flush()
    group = Groups(flush, most=5)
    first = await started(group, "a")
    second, third = await started(group, "b", "c")
    second.cancel()
    flush.gate.set()
    assert await asyncio.gather(*first, third) == ["A", "C"]
    assert second.cancelled()
    assert flush.groups == [["a"], ["c"]]


async def test_giving_up_during_the_flush_does_not_stop_it() -> None:
    """The others of the group get their answers."""
    flush = Flush()
    group = Groups(flush, most=5)
    first, second = await started(group, "a", "b")
    first.cancel()
    await asyncio.sleep(0)
    flush.gate.set()
    assert await second == "B"
    assert first.cancelled()
    assert flush.groups == [["a", "b"]]


async def test_when_everybody_gives_up_the_next_still_gets_through() -> None:
    """The runner ends and starts again as it is needed."""
    flush = Flush()
    group = Groups(flush, most=5)
    tasks = await started(group, "a", "b")
    for task in tasks:
        task.cancel()
    flush.gate.set()
    await asyncio.wait(tasks)
    assert await group.submit("c") == "C"
    assert await group.submit("d") == "D"


async def test_close_waits_for_what_was_taken_and_takes_no_more() -> None:
    """After close() every answer is given, and a new item is refused as Transient."""
    flush = Flush()
    group = Groups(flush, most=1)
    tasks = await started(group, "a", "b")
    closing = asyncio.create_task(group.close())
    await asyncio.sleep(0)
    assert not closing.done()
    with pytest.raises(Transient):
        await group.submit("c")
    flush.gate.set()
    await closing
    assert [task.result() for task in tasks] == ["A", "B"]
    await group.close()


async def test_no_failure_is_left_unread(caplog: pytest.LogCaptureFixture) -> None:
    """A group that fails after its callers gave up leaves nothing for asyncio to complain of."""
    flush = Flush()
    group = Groups(flush, most=5)
    (task,) = await started(group, "bad")
    task.cancel()
    await asyncio.sleep(0)
    flush.gate.set()
    await group.close()
    assert not caplog.records
