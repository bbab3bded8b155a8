"""A message that our own door refuses is a fact, once; what answers it is tied to it."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from answering import ANYBODY, PARTS, Desk, relayed
from builders import FASTLEGE, ILL, TROMSO, UNN, apprec_xml, innlagt_xml
from judging import judged

from adapters.errors import Transient
from adapters.kafka.records import Incoming
from adapters.receive import Source
from adapters.store import claims, waiting
from broker.tracing.search import concerns, keys_of
from broker.tracing.steps import of_claim, of_records
from schemas.agreements import Agreement
from schemas.events import HENDELSER, MeldingAvvist

NOBODY = ILL["nonsense"]
PARTIES = Agreement(parts=PARTS)


def broken(raw: bytes) -> bytes:
    """The same with an element that is none of the schema's."""
    end = raw.rindex(b"</")
    return raw[:end] + b"<Ekstra/>" + raw[end:]


def facts(desk: Desk) -> list[MeldingAvvist]:
    """The refusals among the events of patients, each under its pid."""
    found = [(one.key, HENDELSER.validate_json(one.value or b"")) for one in desk.producer.on("hendelser.v1")]
    told = [(key, event) for key, event in found if isinstance(event, MeldingAvvist)]
    assert all(key == event.pid.encode() for key, event in told)
    return [event for _, event in told]


async def test_it_tells_what_rules_need(desk: Desk) -> None:
    """Who sent it to whom and when, of what type, why it was refused, under the pid, and no more."""
    msg_id, conversation = str(uuid4()), (str(uuid4()), str(uuid4()))
    raw = broken(relayed(msg_id, copies=(FASTLEGE,), conversation=conversation))
    receipt = await desk.receive(raw)
    (fact,) = facts(desk)
    assert receipt.verdict == "avvist"
    assert fact.model_dump(mode="json", exclude={"id", "pid"}) == {
        "type": "melding_avvist.v1",
        "pid_type": "fnr",
        "msg_id": msg_id,
        "message_type": "LOG_INNLAGT",
        "version": "1.6",
        "sender": UNN.her,
        "receiver": TROMSO.her,
        "copies": [FASTLEGE.her],
        "conversation_id": conversation[0],
        "parent_id": conversation[1],
        "sent_at": "2026-02-07T12:00:00Z",
        "received_at": "2026-02-07T12:01:00Z",
        "historie": False,
        "test": False,
        "errors": ["T02"],
        "problems": ["xsd.unexpected"],
    }
    assert fact.pid == pid_of(relayed(str(uuid4())))
    (letter,) = desk.producer.on("meldinger.v1.dlt")
    assert (letter.key, letter.value) == (fact.pid.encode(), raw)


def pid_of(raw: bytes) -> str:
    event = judged(raw).event
    assert event and event.pid
    return event.pid


async def test_of_a_backlog_and_of_tests(desk: Desk) -> None:
    """GenDate counts as the time of receipt; a test message says so."""
    history = Source("arkiv", ANYBODY.speaks_for, historie=True)
    await desk.receive(broken(relayed(str(uuid4()), is_test=True)), source=history)
    (fact,) = facts(desk)
    assert (fact.historie, fact.test, fact.received_at) == (True, True, fact.sent_at)


async def test_refused_twice_is_one(desk: Desk) -> None:
    """Sent again it is answered as before, and nothing is told; stopped half-way, it is told as it was."""
    raw = broken(relayed(str(uuid4())))
    first = await desk.receive(raw)
    again = await desk.receive(raw)
    assert again.repeated and again.apprec == first.apprec and len(facts(desk)) == 1
    other = broken(relayed(str(uuid4())))
    desk.producer.away = True
    with pytest.raises(Transient):
        await desk.door.receive(other, ANYBODY)
    desk.producer.away = False
    await desk.receive(other, at="2026-02-08T09:00:00+00:00")
    await desk.receive(other, at="2026-02-09T09:00:00+00:00")
    assert [fact.received_at.day for fact in facts(desk)] == [7, 7]  # of the first try, when it was claimed


async def test_sent_anew_it_is_taken_over(desk: Desk) -> None:
    """Corrected, with a new MsgId."""
    await desk.receive(broken(relayed(str(uuid4()))))
    assert (await desk.receive(relayed(str(uuid4())))).verdict == "godtatt"
    assert [HENDELSER.validate_json(one.value or b"").type for one in desk.producer.on("hendelser.v1")] == [
        "melding_avvist.v1",
        "pasient_innlagt.v1",
    ]


@pytest.mark.parametrize("taken_over", [True, False])
async def test_other_content_of_the_same_msg_id(desk: Desk, taken_over: bool) -> None:
    """Each content is a fact of its own, whatever became of the first; repeated it is the same."""
    one = str(uuid4())
    await desk.receive(relayed(one) if taken_over else broken(relayed(one)))
    for hour in ("11", "12"):
        other = innlagt_xml(msg_id=one, innlagt=f"2026-02-03T{hour}:00:00")
        for _ in range(2):
            assert (await desk.receive(other)).verdict == "avvist"
    told = [fact for fact in facts(desk) if fact.errors == ("E10",)]
    assert len({fact.id for fact in facts(desk)}) == len(facts(desk)) == 2 + (not taken_over)
    assert [(fact.msg_id, fact.problems) for fact in told] == [(one, ("msgid.reused",))] * 2


@pytest.mark.parametrize(
    ("raw", "verdict"),
    [
        (innlagt_xml().replace(b"MsgInfo>", b"Info>"), "ulesbar"),
        (innlagt_xml()[:-30], "ulesbar"),
        (broken(innlagt_xml(sender="90401")), "forbudt"),
        (innlagt_xml(receiver="").replace(b"90101", b""), "avvist"),
    ],
)
async def test_where_nobody_knows_who_sent_what_to_whom(desk: Desk, raw: bytes, verdict: str) -> None:
    """There is no fact: it could be anybody's, or it is not the carrier's to send."""
    assert (await desk.receive(raw)).verdict == verdict
    assert desk.producer.on("hendelser.v1") == []


async def test_about_nobody(desk: Desk) -> None:
    """It has a pid that is no patient's, the same each time, and another for another message."""
    one, other = str(uuid4()), str(uuid4())
    for msg_id in (one, other):
        await desk.receive(relayed(msg_id, patient=NOBODY))
    first, second = facts(desk)
    assert (first.errors, first.pid_type, first.pid == second.pid) == (("E36",), None, False)
    assert {claim.claim.pid for claim in await claims.find(desk.store, [one])} == {first.pid}


@pytest.mark.parametrize("patient_told", [True, False])
@pytest.mark.parametrize("early", [True, False])
async def test_an_apprec_to_it_is_tied(desk: Desk, early: bool, patient_told: bool) -> None:
    """Of a receiver that answers for itself, come before it or after; by the pid of the refusal."""
    msg_id = str(uuid4())
    given: dict[str, Any] = {} if patient_told else {"patient": NOBODY}
    raws = [broken(relayed(msg_id, **given)), apprec_xml(answers=msg_id, status="2", errors=("T02",))]
    for raw in reversed(raws) if early else raws:
        await desk.receive(raw)
    (answer,) = desk.told_of_patients()
    (fact,) = facts(desk)
    assert (answer.pid, answer.unknown) == (fact.pid, False)
    assert await waiting.find(desk.store, [msg_id]) == []


@pytest.mark.parametrize("early", [True, False])
async def test_an_apprec_is_not_the_second_contents(desk: Desk, early: bool) -> None:
    """What answers a MsgId answers the message that came first, and not what came under its id later."""
    msg_id = str(uuid4())
    answer = apprec_xml(answers=msg_id)
    if early:
        await desk.receive(answer)
    contents = (relayed(msg_id), relayed(msg_id, patient=NOBODY))
    await asyncio.gather(*(desk.door.receive(raw, ANYBODY) for raw in contents))
    if not early:
        await desk.receive(answer)
    assert {told.pid for told in desk.told_of_patients()} == {pid_of(relayed(str(uuid4())))}


async def test_its_way_can_be_followed(desk: Desk) -> None:
    """plo trace tells that it was refused, where its bytes lie and where the fact does, and looks there."""
    msg_id = str(uuid4())
    await desk.receive(broken(relayed(msg_id, patient=NOBODY)))
    found = [
        Incoming(record.topic, 0, number, 0, record.key, record.value, record.headers)
        for number, record in enumerate(desk.producer.sent)
    ]
    assert all(concerns(record, {msg_id}) for record in found)
    (claimed,) = await claims.find(desk.store, [msg_id])
    assert {record.key for record in found} == {*keys_of(claimed.claim)}
    steps = [*of_claim(claimed, PARTIES), *of_records(found, [], PARTIES)]
    assert [(step.what, step.text.partition(" [")[0]) for step in steps if step.order != 2] == [
        ("mottatt", f"LOG_INNLAGT fra {UNN.name} ({UNN.her})"),
        ("vurdert", "avvist"),
        ("publisert", "hendelser.v1"),
        ("strandet", "meldinger.v1.dlt"),
    ]
