"""Looking through topics: how much is read, and which topics hold more than that."""

from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import cast

import pytest
from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.structs import OffsetAndTimestamp

from adapters.kafka.places import incoming_of
from adapters.kafka.records import Incoming
from broker.cli.dlt.search import missing
from broker.cli.exits import AWAY, REFUSED
from broker.scan import Range, scan
from broker.tracing.search import still_open

START = datetime(2026, 2, 12, tzinfo=UTC)
EVERY_S = 60


@dataclass
class Reader:
    """A Kafka of topics whose partitions hold so many records, one a minute; `silent` ones give nothing."""

    topics_: Mapping[str, tuple[int, ...]]
    silent: frozenset[str] = frozenset()
    at: dict[TopicPartition, int] = field(default_factory=dict)

    async def topics(self) -> set[str]:
        return set(self.topics_)

    def partitions_for_topic(self, topic: str) -> set[int] | None:
        return set(range(len(self.topics_[topic]))) if topic in self.topics_ else None

    def assign(self, partitions: Iterable[TopicPartition]) -> None:
        self.at = dict.fromkeys(partitions, 0)

    def seek(self, partition: TopicPartition, offset: int) -> None:
        self.at[partition] = offset

    async def beginning_offsets(self, partitions: Iterable[TopicPartition]) -> dict[TopicPartition, int]:
        return dict.fromkeys(partitions, 0)

    async def end_offsets(self, partitions: Iterable[TopicPartition]) -> dict[TopicPartition, int]:
        return {p: self.topics_[p.topic][p.partition] for p in partitions}

    async def offsets_for_times(
        self, times: Mapping[TopicPartition, int]
    ) -> dict[TopicPartition, OffsetAndTimestamp | None]:
        start = START.timestamp()
        found = {p: max(0, -int(-(ms / 1000 - start) // EVERY_S)) for p, ms in times.items()}
        ends = await self.end_offsets(times)
        return {p: OffsetAndTimestamp(at, 0) if at < ends[p] else None for p, at in found.items()}

    async def getmany(
        self, *partitions: TopicPartition, timeout_ms: int
    ) -> dict[TopicPartition, list[ConsumerRecord[bytes, bytes]]]:
        """Two records of each at a time."""
        ends = await self.end_offsets(partitions)
        given = {}
        for p in partitions:
            offsets = range(self.at[p], min(self.at[p] + 2, ends[p]))
            if offsets and p.topic not in self.silent:
                given[p] = [_record(p, offset) for offset in offsets]
                self.at[p] = offsets.stop
        return given

    async def position(self, partition: TopicPartition) -> int:
        return self.at[partition]


def _record(place: TopicPartition, offset: int) -> "ConsumerRecord[bytes, bytes]":
    return ConsumerRecord(place.topic, place.partition, offset, 0, 0, None, b"", 0, 0, 0, ())


async def read(reader: Reader, *ranges: Range) -> tuple[list[tuple[str, int, int]], set[str]]:
    """Topic, partition and offset of what is read, in order, and the topics that hold more."""
    unread: set[str] = set()
    records: AsyncIterator[Incoming] = scan(cast(AIOKafkaConsumer, reader), ranges, unread)
    return sorted([(r.topic, r.partition, r.offset) async for r in records]), unread


async def test_all_is_read_where_the_bound_is_not_reached() -> None:
    """Exactly as many as may be read, or no bound at all: nothing is left, and nothing said."""
    reader = Reader({"a": (3, 0, 1)})
    every = [("a", 0, 0), ("a", 0, 1), ("a", 0, 2), ("a", 2, 0)]
    for most in (3, 4, None):
        assert await read(reader, Range("a", most)) == (every, set())
    assert await read(reader, Range("b", 3)) == ([], set())


async def test_the_newest_are_read_without_a_time() -> None:
    """Backwards from the end of each partition; a topic with older ones is named."""
    reader = Reader({"a": (5, 1), "b": (2, 2)})
    found, unread = await read(reader, Range("a", 2), Range("b", 2))
    assert [one for one in found if one[0] == "a"] == [("a", 0, 3), ("a", 0, 4), ("a", 1, 0)]
    assert unread == {"a"}


async def test_the_first_are_read_after_a_time() -> None:
    """Forwards from the time; what is before it is not asked for, what is past the bound is."""
    reader = Reader({"a": (5,)})
    since = START + timedelta(seconds=2 * EVERY_S)
    assert await read(reader, Range("a", 2, None, since)) == ([("a", 0, 2), ("a", 0, 3)], {"a"})
    assert (await read(reader, Range("a", 3, None, since)))[1] == set()
    assert await read(reader, Range("a", 2, None, since + timedelta(days=1))) == ([], set())


async def test_a_partition_that_falls_silent_is_not_read_to_its_end() -> None:
    """Kafka gives no more records, for whatever reason: it is given up, and told of."""
    reader = Reader({"a": (3,), "b": (1,)}, silent=frozenset({"a"}))
    assert await read(reader, Range("a", 9), Range("b", 9)) == ([("b", 0, 0)], {"a"})


async def test_where_more_may_come() -> None:
    """A topic where the message was found is settled; but an avvik may be changed long afterwards."""
    found = [
        incoming_of(_record(TopicPartition(topic, 0), 1))
        for topic in ("meldinger.v1", "avvik.v1", "part.90101.avvik.v1")
    ]
    unread = {"meldinger.v1", "kvitteringer.v1", "avvik.v1", "part.90101.avvik.v1"}
    assert still_open(unread, found) == ["avvik.v1", "kvitteringer.v1", "part.90101.avvik.v1"]


@pytest.mark.parametrize(
    ("unread", "most", "code", "said"),
    [
        ((), 50_000, REFUSED, ("D-1A2B.", "plo dlt list")),
        (("x.dlt", "y.dlt"), 50_000, REFUSED, ("50\u00a0000 nyeste", "x.dlt, y.dlt", "--alle")),
        (("x.dlt",), None, AWAY, ("ikke x.dlt til slutt", "plo status")),
    ],
)
def test_a_dead_letter_that_was_not_found(
    unread: tuple[str, ...], most: int | None, code: int, said: tuple[str, ...]
) -> None:
    """All was read, there is more to read, or Kafka fell silent: what happened, and what to do next."""
    stop = missing("D-1A2B", unread, most)
    assert stop.code == code
    assert all(words in f"{stop.what} {stop.hint}" for words in said)
