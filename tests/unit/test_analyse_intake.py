"""An archive through the door: what one message does to the others."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import cast

import pytest

from adapters.errors import Problem, Rejected, Transient
from adapters.receive import Door, Receipt
from adapters.receive import Source as Carrier
from broker.analyse.intake import ARCHIVE, KNOWN, take
from broker.analyse.received import Arrivals
from broker.message_source import Source

AT = datetime.fromisoformat("2026-02-12T14:05:00+00:00")
TOO_LARGE = Problem("xml.too_large", "T01", "x")


class FakeDoor:
    """Answers what it is told to, and remembers who came when."""

    def __init__(self, answer: Callable[[bytes], Receipt]) -> None:
        self._answer = answer
        self.came: list[tuple[bytes, Carrier, datetime | None]] = []

    async def receive(self, raw: bytes, source: Carrier, received_at: datetime | None = None) -> Receipt:
        self.came.append((raw, source, received_at))
        return self._answer(raw)


def as_door(fake: FakeDoor) -> Door:
    return cast(Door, fake)


def receipt(*problems: Problem, repeated: bool = False) -> Receipt:
    return Receipt("avvist" if problems else "godtatt", b"", problems, "a", repeated)


def told(name: str, raw: bytes, _max_bytes: int) -> bytes:
    """What a source gives; some cannot be read."""
    if name == "borte.xml":
        raise FileNotFoundError
    if name == "skadet.xml":
        raise Rejected(TOO_LARGE)
    return raw


def sources(*names: str) -> list[Source]:
    return [Source(name, partial(told, name, name.encode())) for name in names]


async def test_a_message_that_trips_us_takes_no_other_with_it() -> None:
    """Nor one that cannot be read: each is counted, under its own code."""

    def answer(raw: bytes) -> Receipt:
        if raw == b"b.xml":
            raise KeyError("a value of a message")
        return receipt(repeated=raw == b"c.xml")

    door = FakeDoor(answer)
    taken = await take(
        sources("a.xml", "b.xml", "c.xml", "borte.xml", "skadet.xml"), Arrivals({}), as_door(door), 9
    )
    assert taken.refused == {"plo.KeyError": 1, "file.unreadable": 1, "xml.too_large": 1}
    assert (taken.messages, taken.repeated, len(door.came)) == (5, 1, 3)


async def test_a_store_that_is_away_ends_it() -> None:
    """Half an archive would be told of as if it were all."""

    def answer(_: bytes) -> Receipt:
        raise Transient("away")

    with pytest.raises(Transient):
        await take(sources("a.xml"), Arrivals({}), as_door(FakeDoor(answer)), 9)


async def test_a_repeated_message_is_refused_once() -> None:
    """The same faults again are no new refusal."""
    answers = iter([receipt(TOO_LARGE), receipt(TOO_LARGE, repeated=True)])
    taken = await take(sources("a.xml", "b.xml"), Arrivals({}), as_door(FakeDoor(lambda _: next(answers))), 9)
    assert (taken.refused, taken.repeated) == ({"xml.too_large": 1}, 1)


async def test_gendate_counts_where_nobody_knows_better() -> None:
    """The others came when the CSV says so, and are no backlog."""
    door = FakeDoor(lambda _: receipt())
    taken = await take(sources("x/a.xml", "b.xml"), Arrivals({"a.xml": AT, "c.xml": AT}), as_door(door), 9)
    assert door.came == [(b"x/a.xml", KNOWN, AT), (b"b.xml", ARCHIVE, None)]
    assert (taken.timed, taken.unused) == (1, 1)


async def test_what_came_first_is_read_first() -> None:
    """Whatever the files are called; one of which nobody knows when it came is read last."""
    door = FakeDoor(lambda _: receipt())
    times = {"a.xml": AT, "c.xml": AT.replace(year=2025), "d.xml": AT}
    await take(sources("a.xml", "b.xml", "c.xml", "d.xml"), Arrivals(times), as_door(door), 9)
    assert [raw for raw, _, _ in door.came] == [b"c.xml", b"a.xml", b"d.xml", b"b.xml"]
