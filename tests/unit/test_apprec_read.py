"""AppRecs that others give: read, never answered (apprec.md §6)."""

from uuid import UUID, uuid4

import pytest
from builders import (
    TROMSO,
    UNN,
    apprec_xml,
)
from judging import codes, event, judged

from schemas.events import NAMESPACE, KvitteringMottatt


def test_apprec_is_read_and_never_answered() -> None:
    """A posted AppRec becomes an event; without a patient its key comes of sender and id."""
    original = str(uuid4())
    raw = apprec_xml(answers=original.upper(), status="2", errors=("E36", "X99"))
    judgement = judged(raw)
    told = judgement.event
    assert isinstance(told, KvitteringMottatt) and judgement.receipts == ()
    assert (told.answers, told.status, told.errors) == (original, "2", ("E36", "X99"))
    assert (told.sender, told.receiver, told.pid) == (TROMSO.her, UNN.her, None)
    assert UUID(judgement.key) != NAMESPACE


def test_apprec_with_an_id_of_its_own_kind() -> None:
    """Real systems have sent ids without dashes (apprec.md §3)."""
    assert event(apprec_xml(msg_id="987885e0dd9311de8a390800200c9a66")).msg_id.startswith("987885e0dd")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b"2012-02-15", b"2004-11-21", "type.unsupported"),
        (b'<Status V="1"/>', b"<Status/>", "apprec.no_original"),
        (b'<Status V="1"/>', b"", "xsd"),
    ],
)
def test_apprec_refused(old: bytes, new: bytes, code: str) -> None:
    """A faulty AppRec, or one of version 1.0, is refused in words and never answered."""
    judgement = judged(apprec_xml().replace(old, new))
    assert (judgement.verdict, judgement.receipts) == ("avvist", ())
    assert codes(judgement)[0].startswith(code)
