"""AppRec 1.0 that names the document of an epikrise and not its MsgId, before it or close upon it."""

from uuid import uuid4

import pytest
from answering import ANYBODY, Desk
from apprecs import old
from builders import TROMSO, apprec_xml, epikrise_xml

from adapters.store import waiting

NOON = "2026-02-07T12:00:00Z"


@pytest.mark.parametrize("apart", [True, False])
@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
async def test_whichever_comes_first(desk: Desk, order: tuple[int, int], apart: bool) -> None:
    """Told once, of that message and its patient, also before it is noted that all is done."""
    msg_id, document = str(uuid4()), str(uuid4())
    epikrise = epikrise_xml(msg_id=msg_id, receiver=TROMSO, document_id=document, gen_date=NOON)
    apprec = old(apprec_xml(answers=document, gen_date=NOON))
    for each in order:
        await desk.door.receive((epikrise, apprec)[each], ANYBODY)
        if apart:
            await desk.settle()
    await desk.settle()
    told = desk.told_of_patients()
    assert [(one.answers, bool(one.pid), one.unknown) for one in told] == [(msg_id, True, False)]
    assert await desk.missing() == []
    assert await waiting.find(desk.store, [document, msg_id]) == []


async def test_of_another_content_nothing_is_noted(desk: Desk) -> None:
    """What is refused, as its MsgId has come with other content, is answered by nobody."""
    msg_id, document = str(uuid4()), str(uuid4())
    epikrise = epikrise_xml(msg_id=msg_id, receiver=TROMSO, gen_date=NOON)
    other = epikrise_xml(msg_id=msg_id, receiver=TROMSO, document_id=document, gen_date=NOON)
    for raw in (epikrise, other, old(apprec_xml(answers=document, gen_date=NOON))):
        await desk.receive(raw)
    (told,) = desk.told()
    assert (told.answers, told.unknown, told.pid) == (document, True, None)
