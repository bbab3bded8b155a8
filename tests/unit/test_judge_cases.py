"""What the acceptance suites ask of a receiver, case by case (pitfalls.md §2)."""

from dataclasses import replace
from uuid import UUID

import pytest
from builders import (
    ILL,
    TROMSO,
    epikrise_xml,
    innlagt_xml,
    without_sender_id,
)
from judging import AGREEMENT, apprec, codes, event, found, judged, nested

from broker.simulate.head import Party
from schemas.agreements import Agreement

OTHER = Party("Et annet foretak", "80001", "En avdeling", "80002")


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
    accepted = judged(raw, agreement=Agreement(parts=(exempted, *AGREEMENT.parts[1:])))
    assert accepted.verdict == "godtatt" and accepted.msg_id == judgement.msg_id


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
