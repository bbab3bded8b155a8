"""Topics on a real Kafka: created, altered, given partitions; never deleted."""

from dataclasses import replace

import pytest
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from servers import free_port

from adapters.errors import Transient
from adapters.kafka.topic_plan import Change
from adapters.kafka.topics import Refused, apply, diff
from broker.kafka_local import LocalKafka
from schemas.topics import Topic, all_topics


async def test_the_whole_table(kafka: LocalKafka) -> None:
    """Every topic of an installation is made as the table says; a second time there is nothing to do."""
    topics = all_topics(["90001", "90101"])
    made = await apply([kafka.address], topics)
    assert [(one.topic, one.what) for one in made] == [(topic.name, "topic") for topic in topics]
    assert await diff([kafka.address], topics) == []
    assert await apply([kafka.address], topics) == []


async def test_altering_keeps_what_others_set(kafka: LocalKafka) -> None:
    """A changed retention is set, and a setting made by hand on the same topic stays."""
    topic = Topic("altered.v1", "test", "key", 10)
    await apply([kafka.address], (topic,))
    by_hand = {**topic.config, "segment.bytes": "10485760"}
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka.address)
    await admin.start()
    resource = ConfigResource(ConfigResourceType.TOPIC, topic.name, by_hand)
    await admin.alter_configs([resource])
    longer = replace(topic, days=20)
    expected = [
        Change(topic.name, "retention.ms", topic.config["retention.ms"], longer.config["retention.ms"])
    ]
    assert await diff([kafka.address], (longer,)) == expected
    assert await apply([kafka.address], (longer,)) == expected
    assert await diff([kafka.address], (longer,)) == []
    [response] = await admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, topic.name)])
    await admin.close()
    settings = {entry[0]: entry[1] for entry in response.resources[0][4]}
    assert settings["segment.bytes"] == "10485760"


async def test_partitions_are_added_and_never_taken(kafka: LocalKafka) -> None:
    """More partitions are made; fewer are only reported."""
    topic = Topic("grown.v1", "test", "key", 10, partitions=2)
    await apply([kafka.address], (topic,))
    await apply([kafka.address], (replace(topic, partitions=4),))
    assert await diff([kafka.address], (replace(topic, partitions=4),)) == []
    fewer = (replace(topic, partitions=1),)
    expected = [Change("grown.v1", "partitions", "4", "1", possible=False)]
    assert await apply([kafka.address], fewer) == expected
    assert await diff([kafka.address], fewer) == expected


async def test_topics_outside_the_table_stay(kafka: LocalKafka) -> None:
    """A topic that is not wanted is not touched."""
    other = Topic("other.v1", "test", "key", 10)
    await apply([kafka.address], (other,))
    await apply([kafka.address], (Topic("mine.v1", "test", "key", 10),))
    assert await diff([kafka.address], (other,)) == []


async def test_refused(kafka: LocalKafka) -> None:
    """What Kafka will not have is told apart from a Kafka that is away."""
    with pytest.raises(Refused, match="InvalidTopic"):
        await apply([kafka.address], (Topic("not a name", "test", "key", 10),))


async def test_no_kafka() -> None:
    """Without a Kafka it says Transient."""
    with pytest.raises(Transient):
        await diff([f"127.0.0.1:{free_port()}"], ())
