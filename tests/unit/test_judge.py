"""The judgement: verdicts, who answers, and what the acceptance suites ask of a receiver (pitfalls.md §2)."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from builders import (
    FASTLEGE,
    ILL,
    TROMSO,
    UNN,
    Party,
    apprec_xml,
    epikrise_xml,
    innlagt_xml,
    rapport_xml,
    utskrevet_xml,
    without_sender_id,
)
from judging import AGREEMENT, RECEIVED, apprec, codes, context, event, found, judged, nested

from adapters.messages.judge import conflict
from schemas.agreements import Agreement, Part
from schemas.events import NAMESPACE, KvitteringMottatt, PasientInnlagt

OTHER = Party("Et annet foretak", "80001", "En avdeling", "80002")
MSG_ID = "8A2D1F3B-7A40-4D55-8D6E-4B7D5A7E9C01"


def test_accepted() -> None:
    """The event tells who, what and when; the key is the patient's pid; ids are in lower case."""
    judgement = judged(innlagt_xml(msg_id=MSG_ID, conversation=("AA", "BB"), copies=(FASTLEGE,)))
    told = judgement.event
    assert isinstance(told, PasientInnlagt)
    assert (told.msg_id, told.conversation_id, told.parent_id) == (MSG_ID.lower(), "aa", "bb")
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


def test_empty_sender_13a() -> None:
    """Empty name and ids of the sender: refused X99, mirrored as they are."""
    judgement = judged(innlagt_xml(sender=without_sender_id()))
    assert (judgement.verdict, codes(judgement), judgement.sender) == ("avvist", ["sender.no_id"], "")
    assert found(apprec(judgement), "a:Error/@V") == ["X99"]
    (inst,) = apprec(judgement).iterfind("{*}Receiver/{*}HCP/{*}Inst")
    assert nested(inst)[3] == [
        ("Name", {}, "", []),
        ("Id", {}, "", []),
        ("TypeId", {"V": "HER"}, "", []),
    ]


@pytest.mark.parametrize("sender", [b"<Sender/>", b"<Sender><Organisation/></Sender>", b""])
def test_no_sender_13b(sender: bytes) -> None:
    """Where no address can be read, nobody is answered; what the schema says is told as well."""
    whole = innlagt_xml()
    raw = whole[: whole.index(b"<Sender>")] + sender + whole[whole.index(b"</Sender>") + len(b"</Sender>") :]
    judgement = judged(raw)
    assert (judgement.verdict, judgement.receipts, codes(judgement)[-1]) == ("ulesbar", (), "sender.missing")
    if b"Organisation" not in sender:
        assert codes(judgement)[0].startswith("xsd")


@pytest.mark.parametrize("ill", ["empty", "only_date_and_sex", "nonsense"])
def test_patient_not_identified(ill: str) -> None:
    """Cases 11a, 11c, 14a and 14b: neither an identifier nor name, date of birth and sex."""
    for raw in (innlagt_xml(patient=ILL[ill]), epikrise_xml(patient=ILL[ill])):
        judgement = judged(raw)
        assert (judgement.verdict, codes(judgement)) == ("avvist", ["patient.insufficient"])
        assert found(apprec(judgement), "a:Error/@V") == ["E36"]
        assert UUID(judgement.key)


@pytest.mark.parametrize(
    ("ill", "pid_type", "aliases"),
    [
        ("name_date_sex", "svak", 0),
        ("hnr", "svak", 0),
        ("hnr_alone", "svak", 0),
        ("dnr", "dnr", 0),
        ("fnr_and_hnr", "fnr", 1),
    ],
)
def test_patient_identified(ill: str, pid_type: str, aliases: int) -> None:
    """Cases 16a-d: any identifier is enough, the best one names the patient, the others are aliases."""
    for raw in (innlagt_xml(patient=ILL[ill]), epikrise_xml(patient=ILL[ill])):
        told = event(raw)
        assert (told.pid_type, len(told.aliases)) == (pid_type, aliases)


def test_patient_known_by_one_of_two() -> None:
    """Cases 17a/b: an alias of one message is the pid of another."""
    both, one = event(innlagt_xml(patient=ILL["fnr_and_hnr"])), event(innlagt_xml(patient=ILL["hnr"]))
    assert both.aliases == (one.pid,)


def test_no_patient_at_all() -> None:
    """PLO messages are always about a patient."""
    assert codes(judged(innlagt_xml(patient=None))) == ["patient.insufficient"]


@pytest.mark.parametrize(
    "msg_id", ["987885e0-dd93-11de-8a39-0800200c9g66", "14a", "987885e0dd9311de8a390800200c9a66"]
)
def test_msg_id_is_no_uuid(msg_id: str) -> None:
    """Refused E10, unless the agreement exempts the sender."""
    raw = innlagt_xml(msg_id=msg_id)
    judgement = judged(raw)
    assert (codes(judgement), judgement.error_class) == (["msgid.not_uuid"], "PERMANENT_RULE")
    assert found(apprec(judgement), "a:OriginalMsgId/a:Id/text()") == [msg_id]
    exempted = replace(AGREEMENT.parts[0], tillat_msgid_uten_uuid=True)
    assert event(raw, agreement=Agreement(parts=(exempted, *AGREEMENT.parts[1:]))).msg_id == msg_id


def test_several_errors_in_one_apprec() -> None:
    """Test row 26: everything that is wrong is listed."""
    judgement = judged(innlagt_xml(msg_id="x", status="H", patient=ILL["empty"]))
    errors = found(apprec(judgement), "a:Error/@V")
    assert errors == ["E10", "T99", "E36"] == list(judgement.receipts[0].event.errors)


def test_copy_receiver_19() -> None:
    """We are only a copy receiver: one AppRec, in the role of COP."""
    judgement = judged(innlagt_xml(receiver=OTHER, copies=(TROMSO,)))
    (receipt,) = judgement.receipts
    assert (receipt.her, receipt.role) == (TROMSO.her, "COP")
    assert found(apprec(judgement), "a:Sender/a:Role/@V") == ["COP"]
    assert event(innlagt_xml(receiver=OTHER, copies=(TROMSO,))).receiver == OTHER.her


def test_primary_and_copy_in_one_organisation_20() -> None:
    """Two services of ours: two AppRecs with their own ids, the primary receiver's first."""
    service = Party(TROMSO.name, TROMSO.her, "Saksbehandlertjenesten", "90103")
    judgement = judged(epikrise_xml(receiver=TROMSO, copies=(service, service)))
    assert [receipt.role for receipt in judgement.receipts] == ["PRIM", "COP"]
    assert len({receipt.event.msg_id for receipt in judgement.receipts}) == 2
    assert found(apprec(judgement, 1), "a:Sender/a:HCP/a:Inst/a:Dept/a:Id/text()") == ["90103"]
    assert judgement.receivers == (TROMSO.her,)


def test_nobody_of_ours() -> None:
    """A message between others is taken over without an AppRec, or refused without one."""
    accepted, refused = judged(innlagt_xml(receiver=OTHER)), judged(innlagt_xml(receiver=OTHER, msg_id="x"))
    assert (accepted.verdict, accepted.receipts) == ("godtatt", ())
    assert (refused.verdict, refused.receipts) == ("avvist", ())


def test_receiver_by_level_2() -> None:
    """Where level 1 has no HER-id, the agreement knows whose the service is."""
    judgement = judged(innlagt_xml(receiver=replace(TROMSO, her="", orgnr="")))
    assert judgement.receivers == (TROMSO.her,) and judgement.receipts[0].her == TROMSO.her


def test_receiver_without_any_id() -> None:
    """A receiver that is nobody cannot be sent on: E21."""
    judgement = judged(innlagt_xml(receiver=without_sender_id(TROMSO)))
    assert (codes(judgement), judgement.receipts) == (["receiver.no_id"], ())


def test_old_her_ids() -> None:
    """HER-ids with dots and blanks are the same HER-ids."""
    assert event(innlagt_xml(sender=replace(UNN, her=" 900.01 "))).sender == UNN.her


def test_sender_with_organisation_number_only() -> None:
    """Old files have no HER-id at level 1: the number that there is names the sender."""
    assert event(innlagt_xml(sender=Party("Et sykehus", "", orgnr="974 793 539"))).sender == "974793539"


def test_conflict() -> None:
    """The same MsgId with other content is refused E10 as SECURITY, with an AppRec of its own."""
    raw = innlagt_xml(msg_id=MSG_ID)
    judgement = judged(raw)
    refused = conflict(judgement, context(received_at=RECEIVED + timedelta(minutes=1)))
    assert (refused.verdict, refused.error_class, refused.event) == ("avvist", "SECURITY", None)
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


def test_marked_tests() -> None:
    """A marked test is told as one; in production it is not answered (apprec.md §1)."""
    production = replace(AGREEMENT, produksjon=True)
    for raw in (innlagt_xml(is_test=True), epikrise_xml(is_test=True)):
        assert event(raw).test and judged(raw).receipts
        assert event(raw, agreement=production).test and not judged(raw, agreement=production).receipts


def test_fictitious_people() -> None:
    """Synthetic people are ordinary patients, and test messages in production, where they are answered."""
    production = replace(AGREEMENT, produksjon=True)
    assert not event(innlagt_xml()).test
    assert event(innlagt_xml(), agreement=production).test
    assert event(innlagt_xml(patient=ILL["fnr_and_hnr"]), agreement=production).test
    assert not event(innlagt_xml(patient=ILL["name_date_sex"]), agreement=production).test
    assert judged(innlagt_xml(), agreement=production).receipts


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


def test_agreement_of_nobody() -> None:
    """With a party that is not ours, nobody answers."""
    parts = (Part(TROMSO.her, TROMSO.name, "kommune", kommunenr="5501"),)
    assert judged(innlagt_xml(), agreement=Agreement(parts=parts)).receipts == ()
