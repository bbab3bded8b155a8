"""The judgement: verdicts, in the order of the checks, and what an accepted message tells."""

from datetime import timedelta

import pytest
from builders import FASTLEGE, ILL, TROMSO, UNN, epikrise_xml, innlagt_xml, rapport_xml, utskrevet_xml
from judging import AGREEMENT, RECEIVED, apprec, codes, context, event, found, judged

from adapters.messages.judge import conflict
from schemas.events import PasientInnlagt

MSG_ID = "8A2D1F3B-7A40-4D55-8D6E-4B7D5A7E9C01"
FIRST, BEFORE = MSG_ID.replace("8A", "AA"), MSG_ID.replace("8A", "BB")


def test_accepted() -> None:
    """The event tells who, what and when; the key is the patient's pid; ids are in lower case."""
    judgement = judged(innlagt_xml(msg_id=MSG_ID, conversation=(FIRST, BEFORE), copies=(FASTLEGE,)))
    told = judgement.event
    assert isinstance(told, PasientInnlagt)
    assert (told.msg_id, told.conversation_id, told.parent_id) == (
        MSG_ID.lower(),
        FIRST.lower(),
        BEFORE.lower(),
    )
    assert (told.sender, told.sender_service, told.receiver) == (UNN.her, UNN.service_her, TROMSO.her)
    assert (told.copies, told.receiver_service) == ((FASTLEGE.her,), TROMSO.service_her)
    assert (told.received_at, told.historie, told.test) == (RECEIVED, False, False)
    assert (judgement.key, judgement.msg_id, judgement.sender) == (told.pid, MSG_ID.lower(), UNN.her)
    assert judgement.receivers == (TROMSO.her, FASTLEGE.her)


@pytest.mark.parametrize("status", ["N", "M", "C"])
def test_status(status: str) -> None:
    """Ny, endring and kansellering are told as they are."""
    assert event(rapport_xml(status=status)).status == status


@pytest.mark.parametrize("status", ["A", "H", "X", "", "n"])
def test_forbidden_status(status: str) -> None:
    """Statuses that HISD 1154:2018 forbids are refused in words."""
    assert codes(judged(innlagt_xml(status=status))) == ["status.unknown"]


def test_history() -> None:
    """In a backlog GenDate counts as the time of receipt; the AppRec has the real one."""
    judgement = judged(innlagt_xml(gen_date="2025-01-02T03:04:05"), historie=True)
    assert isinstance(judgement.event, PasientInnlagt) and judgement.event.historie
    assert judgement.event.received_at == judgement.event.sent_at
    assert judgement.receipts[0].event.sent_at == RECEIVED
    assert found(apprec(judgement), "a:GenDate/text()") == ["2026-02-07T12:30:00+01:00"]


@pytest.mark.parametrize(
    ("speaks_for", "verdict"),
    [(frozenset({UNN.her}), "godtatt"), (frozenset({TROMSO.her}), "forbudt"), (frozenset(), "forbudt")],
)
def test_speaks_for(speaks_for: frozenset[str], verdict: str) -> None:
    """Who may not speak for the sender gets no AppRec, and no event comes of it."""
    judgement = judged(innlagt_xml(), speaks_for=speaks_for)
    assert judgement.verdict == verdict
    if verdict == "forbudt":
        assert (judgement.error_class, judgement.receipts, judgement.event) == ("SECURITY", (), None)


def test_forbidden_before_invalid() -> None:
    """Who may not speak for the sender does not learn what else is wrong."""
    raw = innlagt_xml().replace(b"<Anslag>false</Anslag>", b"")
    assert codes(judged(raw, speaks_for=frozenset())) == ["sender.not_allowed"]


def test_schema_problems_are_explained() -> None:
    """An invalid message is refused T02, with the place and what was expected, in the AppRec as well."""
    judgement = judged(innlagt_xml().replace(b"<Anslag>false</Anslag>", b""))
    (problem,) = judgement.problems
    assert (judgement.verdict, judgement.error_class) == ("avvist", "PERMANENT_FORMAT")
    assert problem.code.startswith("xsd") and problem.apprec == "T02" and problem.path and problem.line
    assert problem.path in found(apprec(judgement), "a:Error/@OT")[0]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "xml.not_well_formed"),
        (b"ikke XML", "xml.not_well_formed"),
        (b"<a/>", "type.unknown_root"),
        (innlagt_xml(msg_id=""), "msgid.missing"),
        (innlagt_xml(msg_id="a" * 201), "msgid.missing"),
        (b'<MsgHead xmlns="http://www.kith.no/xmlstds/msghead/2006-05-24"/>', "sender.missing"),
    ],
)
def test_unreadable(raw: bytes, code: str) -> None:
    """Where no AppRec can be made, the problems still say why."""
    judgement = judged(raw)
    assert (judgement.verdict, judgement.receipts, judgement.event) == ("ulesbar", (), None)
    assert code in codes(judgement) and judgement.error_class and judgement.key


def test_too_large() -> None:
    """A message over the limit is not even parsed."""
    assert codes(judged(innlagt_xml(), max_bytes=100)) == ["xml.too_large"]


def test_conflict() -> None:
    """The same MsgId with other content is refused E10 as SECURITY, with an AppRec of its own."""
    raw = innlagt_xml(msg_id=MSG_ID)
    judgement = judged(raw)
    refused = conflict(judgement, context(received_at=RECEIVED + timedelta(minutes=1)))
    assert (refused.verdict, refused.error_class) == ("avvist", "SECURITY")
    assert found(apprec(refused), "a:Error/@V") == ["E10"]
    assert found(apprec(refused), "a:GenDate/text()") == ["2026-02-07T12:31:00+01:00"]
    assert (refused.sha256, refused.key) == (judgement.sha256, judgement.key)


def test_same_bytes_same_answer() -> None:
    """Judged again, a message gives the same event and AppRec; other content gives another AppRec id."""
    raw = innlagt_xml(msg_id=MSG_ID)
    first, again = judged(raw), judged(raw)
    assert (first.event, first.receipts) == (again.event, again.receipts)
    other = judged(innlagt_xml(msg_id=MSG_ID, innlagt="2026-02-03T11:00:00"))
    assert first.receipts[0].event.msg_id != other.receipts[0].event.msg_id


@pytest.mark.parametrize(("days", "born_there"), [(-1, False), (0, True), (1, False)])
def test_newborn(days: int, born_there: bool) -> None:
    """A stay that begins on the day of birth is a newborn's."""
    person = ILL["name_date_sex"]
    assert person.born
    at = f"{person.born + timedelta(days=days)}T00:30:00"
    assert event(innlagt_xml(innlagt=at, patient=person)).fodselsdag is born_there
    assert event(epikrise_xml(start=at, patient=person)).fodselsdag is born_there


def test_dead_at_discharge() -> None:
    """Uttilstand and UtTil are told, unknown values too."""
    told = event(utskrevet_xml(uttilstand="2", ut_til="77"))
    assert (told.uttilstand, told.ut_til) == ("2", "77")


def test_encoding_and_comments() -> None:
    """ISO-8859-1 is read as UTF-8 is, and comments anywhere change nothing."""
    raw = rapport_xml(text="Blåbærøl").replace(b"<MsgInfo>", b"<!-- a --><MsgInfo><!-- b -->")
    latin = raw.decode().replace("UTF-8", "ISO-8859-1").encode("iso-8859-1")
    assert event(raw, agreement=AGREEMENT).pid == event(latin).pid
