"""Takes sets of messages in, each in a process that dies a step later: adopting_child.py URL ORDER FOLDER.

ORDER: positions in a set, with commas. A step is a write to the store, or the moments before and after one to
Kafka, for which a file in FOLDER stands, by the number of the set. Prints the number of the set that is taken
in whole.
"""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path

from adopting import NOON, raws
from answering import Desk
from fakes import FakeProducer
from judging import judged
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.kafka.records import Record
from adapters.store import Store

STEPS = count()


def step() -> None:
    if next(STEPS) == NUMBER:
        os.kill(os.getpid(), signal.SIGKILL)


class Dying(Store):
    """A store that counts."""

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        step()
        async with super().write() as conn:
            yield conn


class Lasting(FakeProducer):
    """A Kafka that outlives the process."""

    async def send_each(self, groups: Sequence[Sequence[Record]], limit_s: float) -> list[Exception | None]:
        step()
        keep(one for group in groups for one in group if one.topic == "hendelser.v1")
        step()
        return await super().send_each(groups, limit_s)


def keep(records: Iterable[Record]) -> None:
    with (Path(FOLDER) / str(NUMBER)).open("ab") as file:
        for record in records:
            assert record.key is not None and record.value is not None
            file.write(b"%b %b\n" % (record.key, record.value))


async def taken_in() -> None:
    store = await Dying.open(URL)
    desk = Desk(store, producer=Lasting())
    for each in ORDER.split(","):
        await desk.receive(raws(NUMBER)[int(each)], NOON)
    await desk.ledger.close()
    await store.close()


_, URL, ORDER, FOLDER = sys.argv
judged(raws().original)  # every schema is compiled once, before there are many of us
for NUMBER in count():
    if not (child := os.fork()):
        asyncio.run(taken_in())
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    if status != signal.SIGKILL:
        print(NUMBER)
        sys.exit(status)
