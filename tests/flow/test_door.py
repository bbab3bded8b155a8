"""The door with a real store and a real judgement; only Kafka is a fake."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from builders import apprec_xml, innlagt_xml
from fakes import Clock, FakeProducer

from adapters import metrics
from adapters.errors import Transient
from adapters.ledger import Ledger
from adapters.messages.judge import Context
from adapters.receive import Door, Source
from adapters.store import Store, claims, waiting
from adapters.xml.validate import Schema
from schemas.agreements import load
from schemas.events import HENDELSER, KVITTERINGER, KvitteringMottatt, PasientInnlagt

SCHEMAS = Path(__file__).parents[2] / "schemas"
UNN, TROMSO = "90001", "90101"
ANYBODY = Source("prøve", frozenset({UNN, TROMSO}))


@pytest.fixture
async def ledger(store: Store) -> AsyncIterator[Ledger]:
    ledger = Ledger(store)
    yield ledger
    await ledger.close()


@pytest.fixture
def door(ledger: Ledger, producer: FakeProducer) -> Door:
    context = Context(
        agreement=load(SCHEMAS / "avtale_demo.toml"),
        schema=Schema(SCHEMAS / "xsd"),
        pid_key=b"k" * 32,
        max_bytes=1_000_000,
        received_at=Clock()(),
        historie=False,
        speaks_for=frozenset(),
        software_version="1",
    )
    return Door(context, ledger, producer, Clock(), 1.0)


def message(msg_id: str, hour: int = 10) -> bytes:
    return innlagt_xml(msg_id=msg_id, sender=UNN, receiver=TROMSO, innlagt=f"2026-02-03T{hour}:00:00")


async def test_a_message_becomes_xml_event_and_receipt(door: Door, producer: FakeProducer) -> None:
    """An accepted message is acknowledged, and stands on three topics under the patient's key."""
    raw = message(str(uuid4()))
    receipt = await door.receive(raw, ANYBODY)
    assert receipt.verdict == "godtatt" and b'<Status V="1"' in receipt.apprec
    assert [record.topic for record in producer.sent] == ["meldinger.v1", "hendelser.v1", "kvitteringer.v1"]
    assert producer.sent[0].value == raw
    assert len({record.key for record in producer.sent}) == 1


async def test_sent_again_gives_the_same_answer_and_no_second_effect(
    door: Door, producer: FakeProducer, ledger: Ledger
) -> None:
    """A finished message that comes again is answered byte for byte as before; nothing is produced."""
    raw = message(str(uuid4()))
    first = await door.receive(raw, ANYBODY)
    await ledger.close()
    sent = len(producer.sent)
    door._ledger = Ledger(ledger._store)
    again = await door.receive(raw, ANYBODY)
    await door._ledger.close()
    assert again.apprec == first.apprec and again.repeated
    assert len(producer.sent) == sent


async def test_same_id_with_other_content_is_refused_and_kept(door: Door, producer: FakeProducer) -> None:
    """The second content of a MsgId gets E10, and its bytes are a dead letter of class SECURITY."""
    msg_id = str(uuid4())
    await door.receive(message(msg_id), ANYBODY)
    other = message(msg_id, hour=11)
    receipt = await door.receive(other, ANYBODY)
    assert receipt.verdict == "avvist" and b'V="E10"' in receipt.apprec
    (letter,) = producer.on("meldinger.v1.dlt")
    assert letter.value == other and dict(letter.headers)["plo-dlq-class"] == b"SECURITY"


async def test_two_contents_at_the_same_moment(door: Door, producer: FakeProducer) -> None:
    """Of many at once under one MsgId exactly one content is taken over."""
    msg_id = str(uuid4())
    receipts = await asyncio.gather(
        *(door.receive(message(msg_id, hour), ANYBODY) for hour in range(10, 20)),
        *(door.receive(message(msg_id, hour), ANYBODY) for hour in range(10, 20)),
    )
    assert len({r.apprec for r in receipts if r.verdict == "godtatt"}) == 1
    assert len({r.value for r in producer.on("meldinger.v1")}) == 1
    assert len({r.value for r in producer.on("meldinger.v1.dlt")}) == 9


async def test_without_kafka_nothing_is_promised_and_the_next_try_finishes(
    door: Door, producer: FakeProducer, store: Store
) -> None:
    """No acknowledgement, no answer; sent again, the message ends as if it had been sent once."""
    msg_id, raw = (one := str(uuid4())), message(one)
    producer.away = True
    with pytest.raises(Transient):
        await door.receive(raw, ANYBODY)
    (begun,) = await claims.find(store, [msg_id])
    assert not begun.done
    producer.away = False
    receipt = await door.receive(raw, ANYBODY)
    assert receipt.apprec == begun.claim.receipts
    assert len(producer.on("meldinger.v1")) == 1


async def test_another_partys_message_is_forbidden_and_takes_no_msg_id(
    door: Door, producer: FakeProducer
) -> None:
    """A caller that may not speak for the sender gets no AppRec, and cannot block the real message."""
    raw = message(str(uuid4()))
    receipt = await door.receive(raw, Source("kommunen", frozenset({TROMSO})))
    assert receipt.verdict == "forbudt" and not receipt.apprec
    (letter,) = producer.on("meldinger.v1.dlt")
    assert letter.value == raw and dict(letter.headers)["plo-dlq-class"] == b"SECURITY"
    assert (await door.receive(raw, ANYBODY)).verdict == "godtatt"


async def test_what_is_no_xml_is_kept_once(door: Door, producer: FakeProducer, ledger: Ledger) -> None:
    """Garbage gets no AppRec; its bytes are kept, with the place of the fault."""
    receipt = await door.receive(b"<ikke xml", ANYBODY)
    assert receipt.verdict == "ulesbar" and receipt.problems[0].apprec == "T01"
    assert producer.sent[0].value == b"<ikke xml"


@pytest.mark.parametrize("apprec_first", [False, True])
async def test_an_apprec_finds_its_patient(door: Door, producer: FakeProducer, apprec_first: bool) -> None:
    """An AppRec is told with the pid of what it answers, also when it came before that."""
    msg_id = str(uuid4())
    answer = apprec_xml(answers=msg_id, sender=TROMSO, receiver=UNN)
    for raw in (answer, message(msg_id)) if apprec_first else (message(msg_id), answer):
        assert (await door.receive(raw, ANYBODY)).verdict == "godtatt"
    events = [HENDELSER.validate_json(record.value or b"") for record in producer.on("hendelser.v1")]
    (told,) = [event for event in events if isinstance(event, KvitteringMottatt)]
    (patient,) = {event.pid for event in events}
    assert told.pid == patient and told.answers == msg_id


async def test_an_apprec_whose_message_is_there_never_waits(
    door: Door, producer: FakeProducer, ledger: Ledger, store: Store
) -> None:
    """A repeat that overtakes the first one's mark, and then fails, leaves nothing that waits for ever."""
    msg_id = str(uuid4())
    await door.receive(message(msg_id), ANYBODY)
    await door.receive(apprec_xml(answers=msg_id, sender=TROMSO, receiver=UNN), ANYBODY)
    await ledger.close()  # the first is marked as carried out
    fact = KVITTERINGER.validate_json(producer.on("kvitteringer.v1")[1].value or b"")
    assert isinstance(fact, KvitteringMottatt)
    (told,) = await ledger.origins([fact])
    assert told.pid
    assert await waiting.find(store, [msg_id]) == []


async def test_a_backlog_counts_as_received_when_it_was_sent(door: Door, producer: FakeProducer) -> None:
    """Under a key marked historikk GenDate is the time of receipt."""
    await door.receive(message(str(uuid4())), replace(ANYBODY, historie=True))
    event = HENDELSER.validate_json(producer.on("hendelser.v1")[0].value or b"")
    assert isinstance(event, PasientInnlagt)
    assert event.historie and event.received_at == event.sent_at


async def test_dead_letters_of_the_door_are_counted(door: Door) -> None:
    """Once each, by the first fault; what is taken in, and the same once more, is no dead letter."""

    def counted() -> float:
        lines = metrics.exposition().decode().splitlines()
        return sum(float(line.split()[-1]) for line in lines if line.startswith(COUNTER))

    before, refused = counted(), innlagt_xml(msg_id="ingen-uuid")
    for raw in (innlagt_xml(), refused, refused):
        await door.receive(raw, ANYBODY)
    assert counted() == before + 1


COUNTER = 'plo_dead_letters_total{code="msgid.not_uuid",error_class="PERMANENT_RULE",topic="meldinger.v1"}'
