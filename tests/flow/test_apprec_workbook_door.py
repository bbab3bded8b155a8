"""The official test workbook for AppRec, rows 11–15, 27, 41 and 42: what is seen at the door, over time.

A sender's duty to alert and to send again (row 42) is another part's; here, what that part can rest on.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from answering import Desk, relayed
from builders import FASTLEGE, PATIENT, TROMSO, UNN, apprec_xml, epikrise_xml, innlagt_xml
from judging import RECEIVED, judged
from lxml import etree

from schemas.receipts import answer_due

SENT = datetime(2026, 2, 7, 12, tzinfo=UTC)
IN_TIME, TOO_LATE = "2026-02-11T12:00:00+00:00", "2026-02-11T12:00:01+00:00"


def answer(msg_id: str, status: str = "1", **given: Any) -> bytes:
    return apprec_xml(answers=msg_id, status=status, errors=("E36",) if status == "2" else (), **given)


async def test_row_11_the_second_copy_is_ignored(desk: Desk) -> None:
    """Primary and copy of ours in one organisation: two AppRecs for the first copy, none for the next."""
    service = replace(FASTLEGE, service="Ola Lege", service_her="90303")
    raw = epikrise_xml(receiver=FASTLEGE, copies=(service,))
    await desk.receive(raw)
    assert len(desk.producer.on("kvitteringer.v1")) == 2
    await desk.receive(raw)
    assert len(desk.producer.on("kvitteringer.v1")) == 2
    assert len(desk.producer.on("meldinger.v1")) == 1


@pytest.mark.parametrize("row", [12, 41])
async def test_row_12_and_41_a_repeated_message_has_one_apprec(desk: Desk, row: int) -> None:
    """Accepted (12) or refused (41): the stored AppRec is given again byte for byte, and told of once."""
    wrong: dict[str, Any] = {"patient": None} if row == 41 else {}
    raw = innlagt_xml(sender=TROMSO, receiver=UNN, **wrong)
    first, again = await desk.receive(raw), await desk.receive(raw, at=IN_TIME)
    assert again.repeated and first.apprec == again.apprec
    assert (b'<Status V="1"' in first.apprec) is (row == 12)
    assert len(desk.producer.on("kvitteringer.v1")) == 1


async def test_row_13_the_second_apprec_is_kept_and_counts_for_nothing(desk: Desk) -> None:
    """The first of a receiver wins, whatever the second says; another receiver's is its own."""
    msg_id = str(uuid4())
    other = replace(TROMSO, service="Legevakten", service_her="90109")
    await desk.receive(relayed(msg_id, copies=(other,)))
    for raw in (answer(msg_id), answer(msg_id, "2"), answer(msg_id, "2", sender=other)):
        await desk.receive(raw)
    assert [(one.status, one.second) for one in desk.told()] == [("1", False), ("2", True), ("2", False)]
    assert await desk.missing() == []


@pytest.mark.parametrize(("row", "status"), [(14, "1"), (15, "1"), (27, "2")])
async def test_row_14_15_27_an_answer_after_somebody_looked_at_it(desk: Desk, row: int, status: str) -> None:
    """Up to 96 h after GenDate it is in time, positive or negative, and nothing is missing any more."""
    msg_id = str(uuid4())
    await desk.receive(relayed(msg_id))
    assert len(await desk.missing(IN_TIME)) == 1
    await desk.receive(answer(msg_id, status), at=IN_TIME)
    (told,) = desk.told()
    assert (told.late, told.status, told.errors) == (False, status, ("E36",) if status == "2" else ())
    assert await desk.missing() == []


@pytest.mark.parametrize("row", [14, 15, 27])
def test_row_14_15_27_nothing_of_ours_waits_for_anybody(row: int) -> None:
    """What we answer is decided at once, in the same second; there is no state in which a message is held."""
    (receipt,) = judged(innlagt_xml(patient=None if row == 27 else PATIENT)).receipts
    given = etree.fromstring(receipt.xml).findtext("{*}GenDate")
    assert datetime.fromisoformat(str(given)) == RECEIVED
    assert receipt.event.status == ("2" if row == 27 else "1")


async def test_row_42_no_apprec(desk: Desk) -> None:
    """It is missing, with its deadline 96 h after GenDate; a late one ends that, and is marked as late."""
    msg_id = str(uuid4())
    await desk.receive(relayed(msg_id))
    (missing,) = await desk.missing(TOO_LATE)
    assert (missing.exchange.msg_id, missing.sent_at) == (msg_id, SENT)
    assert answer_due(missing.sent_at) == SENT + timedelta(hours=96)
    await desk.receive(answer(msg_id), at=TOO_LATE)
    (told,) = desk.told()
    assert (told.late, told.status) == (True, "1")
    assert await desk.missing() == []
