"""Received AppRecs are tied to what they answer: both versions, early, unknown, by an epikrise's document."""

from uuid import uuid4

import pytest
from answering import Desk, relayed
from apprecs import old
from builders import FASTLEGE, TROMSO, apprec_xml, epikrise_xml
from judging import judged

from adapters.store import waiting
from schemas.codes import KANSELLERING, NY
from schemas.events import KvitteringMottatt

NOON = "2026-02-07T12:00:00Z"


@pytest.mark.parametrize("version", ["1.0", "1.1"])
@pytest.mark.parametrize("status", ["1", "2", "3"])
async def test_tied_to_its_message(desk: Desk, version: str, status: str) -> None:
    """By MsgId, whatever its letters; told among the events of the patient; it ends the waiting."""
    msg_id = str(uuid4())
    await desk.receive(relayed(msg_id))
    raw = apprec_xml(answers=msg_id.upper(), status=status, errors=("E21",) if status == "2" else ())
    await desk.receive(old(raw) if version == "1.0" else raw)
    (told,) = desk.told()
    assert (told.version, told.status, told.answers) == (version, status, msg_id)
    assert told.pid and not (told.unknown or told.late or told.second)
    assert desk.told_of_patients() == [told]
    assert await desk.missing() == []


async def test_an_answer_to_what_nobody_knows(desk: Desk) -> None:
    """Kept and told as unknown, with no patient; it waits, and ends no waiting but its own message's."""
    await desk.receive(relayed(str(uuid4())))
    stranger = str(uuid4())
    await desk.receive(apprec_xml(answers=stranger))
    (told,) = desk.told()
    assert (told.unknown, told.pid, desk.told_of_patients()) == (True, None, [])
    assert len(await desk.missing()) == 1
    assert await waiting.find(desk.store, [stranger]) == [told]


async def test_an_answer_from_somebody_else(desk: Desk) -> None:
    """A party that the message was not for, or that answers another sender, ends nothing."""
    msg_id = str(uuid4())
    await desk.receive(relayed(msg_id))
    await desk.receive(apprec_xml(answers=msg_id, sender=FASTLEGE))
    await desk.receive(apprec_xml(answers=msg_id, receiver=FASTLEGE))
    assert [one.unknown for one in desk.told()] == [False, True]
    assert len(await desk.missing()) == 1


async def test_an_answer_that_came_first(desk: Desk) -> None:
    """Once its message is there it is told with the patient, is not unknown, and nothing is missing."""
    msg_id = str(uuid4())
    await desk.receive(apprec_xml(answers=msg_id))
    await desk.receive(relayed(msg_id))
    (told,) = desk.told_of_patients()
    assert told.pid and not told.unknown
    assert await desk.missing() == []


async def test_the_same_apprec_again_is_no_second(desk: Desk) -> None:
    """Sent twice, or finished anew after a stop, it is the same answer."""
    msg_id = str(uuid4())
    await desk.receive(relayed(msg_id))
    raw = apprec_xml(answers=msg_id)
    await desk.receive(raw)
    await desk.receive(raw)
    (told,) = desk.told()
    assert await desk.ledger.origins([told]) == [told]
    (second,) = await desk.ledger.origins([told.model_copy(update={"id": uuid4()})])
    assert second.second


async def test_two_at_the_same_moment(desk: Desk) -> None:
    """In one group the first that was taken in is the first."""
    msg_id = str(uuid4())
    await desk.receive(relayed(msg_id))
    event = judged(apprec_xml(answers=msg_id)).event
    assert isinstance(event, KvitteringMottatt)
    ranked = await desk.ledger.origins([event, event.model_copy(update={"id": uuid4()})])
    assert [one.second for one in ranked] == [False, True]


@pytest.mark.parametrize(
    ("issued", "meant"), [(NOON, 0), ("2026-02-08T12:00:00Z", 1), ("2026-02-05T12:00:00Z", 1)]
)
async def test_old_answers_may_name_the_document(desk: Desk, issued: str, meant: int) -> None:
    """AppRec 1.0 with ServProvId: the message with that GenDate, else the newest of the series."""
    document, msg_ids = str(uuid4()), [str(uuid4()), str(uuid4())]
    for msg_id, day, status in zip(msg_ids, ("07", "08"), (NY, KANSELLERING), strict=True):
        date = f"2026-02-{day}T12:00:00Z"
        raw = epikrise_xml(msg_id=msg_id, receiver=TROMSO, document_id=document, gen_date=date, status=status)
        await desk.receive(raw, at="2026-02-08T13:00:00+00:00")
    await desk.receive(old(apprec_xml(answers=document, gen_date=issued)), at="2026-02-09T13:00:00+00:00")
    (told,) = desk.told()
    assert (told.answers, bool(told.pid), told.unknown) == (msg_ids[meant], True, False)
    assert [one.exchange.msg_id for one in await desk.missing()] == [msg_ids[1 - meant]]


async def test_old_and_new_answers_at_once(desk: Desk) -> None:
    """In one group, each is read by its own version."""
    msg_id, document = str(uuid4()), str(uuid4())
    await desk.receive(epikrise_xml(msg_id=msg_id, receiver=TROMSO, document_id=document, gen_date=NOON))
    events = [judged(raw).event for raw in (apprec_xml(answers=document), old(apprec_xml(answers=document)))]
    given = await desk.ledger.origins([one for one in events if isinstance(one, KvitteringMottatt)])
    assert [one.answers for one in given] == [document, msg_id]


async def test_new_answers_name_the_message(desk: Desk) -> None:
    """In version 1.1 the document's id is nobody's; so it is in 1.0 from whom the epikrise was not for."""
    document = str(uuid4())
    await desk.receive(epikrise_xml(receiver=TROMSO, document_id=document, gen_date=NOON))
    await desk.receive(apprec_xml(answers=document))
    await desk.receive(old(apprec_xml(answers=document, sender=FASTLEGE)))
    assert [(one.answers, one.unknown) for one in desk.told()] == [(document, True)] * 2
    assert len(await desk.missing()) == 1
