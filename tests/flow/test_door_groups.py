"""Many messages at the door at once: one group, and a loop that has time for others."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from itertools import pairwise
from uuid import uuid4

from builders import innlagt_xml
from fakes import Clock, FakeProducer
from judging import context

from adapters.delivery import Delivery
from adapters.ledger import Ledger
from adapters.receive import AT_A_TIME, Door, Source
from adapters.steps import Steps
from adapters.store import Store

ANYBODY = Source("prøve", frozenset({"90001", "90101"}))
MANY = 3 * AT_A_TIME


async def test_many_are_one_group_and_others_get_in_between(store: Store, producer: FakeProducer) -> None:
    """Of a large group no more than AT_A_TIME are judged before the loop does something else."""
    groups: list[Sequence[Delivery]] = []

    def seen(group: Sequence[Delivery]) -> Steps:
        groups.append(group)
        return Steps(group)

    async def look() -> None:
        while True:
            judged.append(sum(one.judged for group in groups for one in group))
            await asyncio.sleep(0)

    judged: list[int] = [0]
    ledger = Ledger(store)
    door = Door(context(), ledger, producer, Clock(), 1.0, steps=seen)
    looking = asyncio.create_task(look())
    receipts = await asyncio.gather(
        *(door.receive(innlagt_xml(msg_id=str(uuid4())), ANYBODY) for _ in range(MANY))
    )
    looking.cancel()
    with suppress(asyncio.CancelledError):
        await looking
    await door.close()
    await ledger.close()
    assert [len(group) for group in groups] == [MANY]
    assert {one.verdict for one in receipts} == {"godtatt"} and judged[-1] == MANY
    assert max(after - before for before, after in pairwise(judged)) <= AT_A_TIME
