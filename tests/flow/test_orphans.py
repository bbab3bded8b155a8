"""Messages that name no patient: an event of whoever the message they refer to is about, early or late."""

from typing import Any
from uuid import uuid4

import pytest
from answering import ANYBODY, Desk, relayed
from builders import FASTLEGE, PATIENT, TROMSO, UNN, head
from judging import judged

from adapters.messages.namespaces import DIALOG_10
from adapters.messages.patient import UNTOLD
from adapters.store import waiting
from broker.simulate.head import msghead
from schemas.events import HENDELSER, DialogMottatt
from schemas.topics import HENDELSER as TOPIC

AVVIK = '<Notat><TemaKodet V="1" S="2.16.578.1.12.4.1.1.8117"/></Notat>'
URGENT = '<Foresporsel><TypeForesp V="1" S="2.16.578.1.12.4.1.1.9152"/><Hastegrad V="1"/></Foresporsel>'


def about(first: str, previous: str = "", **rest: Any) -> bytes:
    """A DIALOG_AVVIK of Tromsø to UNN that names no patient."""
    given = {"sender": TROMSO, "receiver": UNN, "patient": None, "conversation": (first, previous or first)}
    inside = f'<Dialogmelding xmlns="{DIALOG_10}">{AVVIK}</Dialogmelding>'
    return msghead("DIALOG_AVVIK", head(**{**given, **rest}), inside)


def told(desk: Desk) -> list[DialogMottatt]:
    """Dialogmeldinger among the events of patients."""
    found = [(one.key, HENDELSER.validate_json(one.value or b"")) for one in desk.producer.on(TOPIC.name)]
    dialogs = [(key, event) for key, event in found if isinstance(event, DialogMottatt)]
    assert all(key == event.pid.encode() for key, event in dialogs)
    return [event for _, event in dialogs]


def pid_of(raw: bytes) -> str:
    event = judged(raw).event
    assert event and event.pid
    return event.pid


@pytest.mark.parametrize("original_first", [True, False])
async def test_the_patient_is_that_of_the_message_answered(desk: Desk, original_first: bool) -> None:
    """Whichever comes first, it is told once, with that pid and nothing else of the patient."""
    msg_id = str(uuid4())
    original, answer = relayed(msg_id), about(msg_id.upper())
    for raw in (original, answer) if original_first else (answer, original):
        assert (await desk.receive(raw)).verdict == "godtatt"
    (event,) = told(desk)
    assert (event.pid, event.pid_type, event.aliases) == (pid_of(original), "svak", ())
    assert (event.message_type, event.parent_id, event.sender) == ("DIALOG_AVVIK", msg_id, TROMSO.her)
    assert await waiting.find(desk.store, [msg_id]) == []


async def test_the_first_of_the_conversation_will_do(desk: Desk) -> None:
    """Where the message before is not ours; where both are, the one before decides."""
    first, previous = str(uuid4()), str(uuid4())
    await desk.receive(relayed(first))
    await desk.receive(about(first, str(uuid4())))
    other = relayed(previous, patient=None).replace(b"</Receiver>", b"</Receiver>" + SOMEBODY)
    await desk.receive(other)
    await desk.receive(about(first, previous))
    assert [event.pid for event in told(desk)] == [pid_of(relayed(first)), pid_of(other)]
    assert pid_of(other) != pid_of(relayed(first))


SOMEBODY = (
    b"<Patient><FamilyName>Danser</FamilyName><GivenName>Line</GivenName><Ident><Id>13116900216</Id>"
    b'<TypeId V="FNR" S="2.16.578.1.12.4.1.1.8116"/></Ident></Patient>'
)


@pytest.mark.parametrize("original_first", [True, False])
async def test_a_strangers_message_lends_no_patient(desk: Desk, original_first: bool) -> None:
    """Nor does one that was refused: nothing is told, and nothing is answered otherwise than before."""
    for given in ({"sender": FASTLEGE}, {"status": "X"}):
        msg_id = str(uuid4())
        raws = [relayed(msg_id, **given), about(msg_id)]
        for raw in raws if original_first else reversed(raws):
            await desk.receive(raw)
    assert told(desk) == []


async def test_sent_again_it_is_told_as_before(desk: Desk) -> None:
    """A repeated one gives nothing new, and leaves nothing waiting; so does one that was stopped half-way."""
    msg_id = str(uuid4())
    answer = about(msg_id)
    await desk.receive(answer)
    await desk.receive(relayed(msg_id))
    assert (await desk.receive(answer)).repeated
    assert len(told(desk)) == 1 and await waiting.find(desk.store, [msg_id]) == []
    desk.producer.sent.clear()
    desk.producer.away = True
    another = about(msg_id)
    with pytest.raises(Exception, match="away"):
        await desk.door.receive(another, ANYBODY)
    desk.producer.away = False
    await desk.receive(another)
    assert len(told(desk)) == 1


async def test_without_a_reference_there_is_nobody_to_find(desk: Desk) -> None:
    """It goes on as it is, and waits for nothing; no event has the pid that stands for nobody."""
    receipt = await desk.receive(about("", conversation=None))
    assert (receipt.verdict, desk.producer.on(TOPIC.name)) == ("godtatt", [])
    judgement = judged(about(str(uuid4())))
    assert judgement.event is None and judgement.orphan and judgement.orphan.pid == UNTOLD.pid
    assert UNTOLD.pid.encode() not in b"".join(one.value or b"" for one in desk.producer.sent)


async def test_urgent_messages_are_told_as_well(desk: Desk) -> None:
    """Øyeblikkelig hjelp about somebody not identified enough; of another, which is refused, nothing."""
    msg_id = str(uuid4())
    await desk.receive(relayed(msg_id))
    for inside in (URGENT, URGENT.replace('<Hastegrad V="1"/>', "")):
        payload = f'<Dialogmelding xmlns="{DIALOG_10}">{inside}</Dialogmelding>'
        about_nobody = head(sender=TROMSO, receiver=UNN, patient=None, conversation=(msg_id, msg_id))
        await desk.receive(msghead("DIALOG_FORESPORSEL", about_nobody, payload))
    (event,) = told(desk)
    assert (event.message_type, event.pid, PATIENT.family in event.model_dump_json()) == (
        "DIALOG_FORESPORSEL",
        pid_of(relayed(msg_id)),
        False,
    )
