"""AppRecs that others give: read, never answered (apprec.md §6)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from builders import TROMSO, UNN, apprec_xml
from judging import codes, event, judged
from whole_heads import OWN_HEAD

from adapters.messages.namespaces import APPREC_10
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
        (b'<Status V="1"/>', b"<Status/>", "apprec.no_original"),
        (b'<Status V="1"/>', b"", "xsd"),
    ],
)
def test_apprec_refused(old: bytes, new: bytes, code: str) -> None:
    """A faulty AppRec of either version is refused in words and never answered."""
    for raw in (apprec_xml(), apprec_1_0()):
        judgement = judged(raw.replace(old, new))
        assert (judgement.verdict, judgement.receipts) == ("avvist", ())
        assert codes(judgement)[0].startswith(code)


def apprec_1_0(**given: Any) -> bytes:
    """An AppRec in the words of version 1.0."""
    raw = apprec_xml(**given)
    for new, old in OWN_HEAD[APPREC_10]:
        raw = raw.replace(new.encode(), old.encode())
    return raw


@pytest.mark.parametrize("write", [apprec_xml, apprec_1_0])
def test_both_versions_tell_the_same(write: Callable[..., bytes]) -> None:
    """Whom it is from and to, what it answers, and which version it is."""
    original = str(uuid4())
    told = event(write(answers=original, status="2", errors=("E21",), gen_date="2026-02-07T13:00:00"))
    assert (told.answers, told.status, told.errors) == (original, "2", ("E21",))
    assert (told.sender, told.sender_service, told.receiver) == (TROMSO.her, TROMSO.service_her, UNN.her)
    assert told.version == ("1.1" if write is apprec_xml else "1.0")
    assert told.answers_sent_at == told.sent_at == datetime(2026, 2, 7, 12, tzinfo=UTC)


@pytest.mark.parametrize("status", ["1", "2", "3"])
def test_every_status_is_told(status: str) -> None:
    """3, OK with a fault in a part, is never given by us, and taken as it is (apprec.md §4)."""
    assert event(apprec_xml(status=status)).status == status


def test_codes_that_are_none_are_not_told() -> None:
    """A code as the lists have them, of any list; nothing that could be a word or a number of a person."""
    told = event(apprec_xml(status="2", errors=("E35", "21", "1239", "13116900216", "Nordmann")))
    assert told.errors == ("E35", "21", "1239")


def test_nobody_is_named_by_level_1_alone() -> None:
    """An AppRec without level 2 is its organisation's."""
    alone = replace(TROMSO, service="", service_her="")
    assert event(apprec_xml(sender=alone)).sender_service is None
