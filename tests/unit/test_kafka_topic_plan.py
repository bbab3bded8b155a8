"""What is to be done so that topics are as the table says."""

from dataclasses import replace

from adapters.kafka.topic_plan import Change, Existing, plan
from schemas.topics import Topic

TOPIC = Topic("a.v1", "test", "key", 10, partitions=3)
THERE = Existing("a.v1", 3, TOPIC.config)


def test_as_it_should_be() -> None:
    """Nothing to do for a topic that is right, nor for one nobody asked for."""
    assert plan([THERE, Existing("other", 1, {})], [TOPIC]) == []


def test_missing() -> None:
    """A missing topic is made, and only that."""
    assert plan([], [TOPIC]) == [Change("a.v1", "topic", "", "3 partisjoner")]


def test_settings() -> None:
    """A setting that differs is one change each; a setting the table does not know is left alone."""
    config = {**TOPIC.config, "retention.ms": "1", "segment.bytes": "7"}
    expected = [Change("a.v1", "retention.ms", "1", str(10 * 24 * 60 * 60 * 1000))]
    assert plan([replace(THERE, config=config)], [TOPIC]) == expected
    unset = {name: value for name, value in TOPIC.config.items() if name != "max.message.bytes"}
    expected = [Change("a.v1", "max.message.bytes", "", "1048588")]
    assert plan([replace(THERE, config=unset)], [TOPIC]) == expected


def test_partitions() -> None:
    """Fewer than wanted can be mended; more cannot."""
    assert plan([replace(THERE, partitions=2)], [TOPIC]) == [Change("a.v1", "partitions", "2", "3")]
    more = plan([replace(THERE, partitions=4)], [TOPIC])
    assert more == [Change("a.v1", "partitions", "4", "3", possible=False)]
