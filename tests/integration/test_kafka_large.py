"""Records larger than the topics take now: from when there was no store, or written by others."""

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from aiokafka import AIOKafkaProducer
from consuming import Seen, consuming, everything, new_topic

from adapters.claimcheck.folder import FolderVault
from adapters.claimcheck.ticket import ticket_of
from adapters.claimcheck.vault import ClaimCheck, content_of
from adapters.kafka.bad import Bad
from adapters.kafka.producer import Producer, RecordTooLarge
from adapters.kafka.records import Incoming, Record, text_of
from adapters.kafka.topics import apply, diff
from broker.kafka_local import LocalKafka
from consumers.route import Route
from schemas.topics import MAX_VALUE, MELDINGER, Topic, dlt, party_topic

BEFORE = 24_000_000
"""What a topic took, before large messages had a store."""
GIANT = os.urandom(20_000_000)
HEADERS = [("ce_id", b"1"), ("plo-her-receivers", b"90101"), ("plo-msg-id", b"m-1")]


@pytest.fixture
def claim_check(tmp_path: Path) -> ClaimCheck:
    return ClaimCheck(FolderVault(tmp_path), MAX_VALUE)


async def written(kafka: LocalKafka, topic: Topic) -> None:
    """A giant on a topic that took such, which is then as the table has it."""
    await apply([kafka.address], (replace(topic, max_bytes=BEFORE),))
    old = AIOKafkaProducer(bootstrap_servers=kafka.address, max_request_size=BEFORE)
    await old.start()
    await old.send_and_wait(topic.name, GIANT, b"pid", headers=HEADERS)
    await old.stop()
    (change,) = await apply([kafka.address], (topic,))
    assert (change.what, change.was, change.will) == ("max.message.bytes", str(BEFORE), "1048588")
    assert await diff([kafka.address], (topic,)) == []


async def test_what_lies_there_is_routed(
    kafka: LocalKafka, producer: Producer, claim_check: ClaimCheck
) -> None:
    """The limit of a topic can be lowered: its records can still be read, and go on as references."""
    theirs = party_topic(MELDINGER, "90101")
    await apply([kafka.address], (theirs,))
    await written(kafka, MELDINGER)
    route = Route(producer, {"90101"}, 10.0, claim_check)
    async with consuming(kafka, MELDINGER, route.handle, producer):
        (light,) = await everything(kafka, theirs.name, 1)
    assert ticket_of(light) is not None
    assert content_of(light, claim_check.vault) == GIANT
    assert (light.key, light.header("plo-msg-id")) == (b"pid", "m-1")


async def test_what_lies_there_can_be_a_dead_letter(
    kafka: LocalKafka, producer: Producer, claim_check: ClaimCheck
) -> None:
    """Its content in the store, the reason in its headers; the record behind it is not held up."""
    topic = await new_topic(kafka)
    await written(kafka, topic)
    await producer.send([Record(topic.name, b"k", b"0")], 10)

    def refuse(batch: Sequence[Incoming]) -> Sequence[Bad]:
        return [Bad(one, "PERMANENT_RULE", "x", "y") for one in batch if len(one.value or b"") > 10]

    seen = Seen(refuse)
    async with consuming(kafka, topic, seen, producer, claim_check=claim_check):
        await seen.until(2)
        (letter,) = await everything(kafka, dlt(topic).name, 1)
    assert seen.values == [GIANT, b"0"]
    assert content_of(letter, claim_check.vault) == GIANT
    assert text_of(letter.headers, "plo-dlq-class") == "PERMANENT_RULE"


async def test_the_largest_record_of_ours_fits(
    kafka: LocalKafka, producer: Producer, claim_check: ClaimCheck
) -> None:
    """A value on the limit, that nothing compresses, with more headers than ours; one larger is refused."""
    topic = await new_topic(kafka)
    headers = tuple((f"plo-{number}", os.urandom(500)) for number in range(60))
    largest = Record(topic.name, b"k" * 64, os.urandom(MAX_VALUE), headers)
    assert await claim_check.lighter(largest) is largest
    await producer.send([largest], 10)
    (found,) = await everything(kafka, topic.name, 1)
    assert found.value == largest.value
    with pytest.raises(RecordTooLarge):
        await producer.send([largest._replace(value=os.urandom(1_060_000))], 10)
