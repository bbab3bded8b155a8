"""Whose AppRec is waited for: those of all who are not ours, and nothing else."""

from dataclasses import replace
from uuid import uuid4

from answering import ANYBODY, Desk, relayed
from builders import FASTLEGE, TROMSO, UNN, apprec_xml, innlagt_xml
from decision_samples import example

from adapters.store import waiting
from adapters.store.answers import Exchange


async def test_whose_answer_is_awaited(desk: Desk) -> None:
    """Each receiver and copy that is not ours, by service; nothing of what we answered or refused."""
    msg_id, other = str(uuid4()), replace(TROMSO, service="", service_her="")
    await desk.receive(relayed(msg_id, copies=(FASTLEGE, other)))
    await desk.receive(innlagt_xml(receiver=FASTLEGE))
    await desk.receive(relayed(str(uuid4()), patient=None))
    await desk.receive(apprec_xml())
    assert {one.exchange for one in await desk.missing()} == {
        Exchange(msg_id, UNN.her, TROMSO.her, "90102"),
        Exchange(msg_id, UNN.her, TROMSO.her, ""),
    }


async def test_a_backlog_awaits_nothing(desk: Desk) -> None:
    """Its AppRecs went another way, years ago."""
    await desk.receive(relayed(str(uuid4())), source=replace(ANYBODY, historie=True))
    assert await desk.missing() == []


async def test_a_message_about_nobody_is_answered_as_any_other(desk: Desk) -> None:
    """A DIALOG_AVVIK without patient: no event; its AppRec is known, and waits as it does."""
    raw = example("avvik", without="Patient")
    for her, to in ((b">91096<", UNN.her), (b">59<", TROMSO.her)):
        raw = raw.replace(her, f">{to}<".encode())
    receipt = await desk.receive(raw)
    assert receipt.verdict == "godtatt" and desk.producer.on("hendelser.v1") == []
    (missing,) = await desk.missing()
    party = replace(TROMSO, service_her=missing.exchange.service)
    await desk.receive(apprec_xml(answers=receipt.msg_id, sender=party))
    (told,) = desk.told()
    assert (told.unknown, told.pid) == (False, None)
    assert await waiting.find(desk.store, [receipt.msg_id]) == [told]
    assert await desk.missing() == []
