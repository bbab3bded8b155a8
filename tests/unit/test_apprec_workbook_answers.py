"""The official test workbook for AppRec, rows 1–11: what an answer says, and who gives it."""

from dataclasses import replace

import pytest
from builders import FASTLEGE, TROMSO, UNN, epikrise_xml, innlagt_xml, rapport_xml
from judging import apprec, found, judged, nested
from lxml import etree
from whole_messages import samples

from adapters.messages.namespaces import EPIKRISE_11, PLO_15, plo, tag
from broker.simulate.head import Party

OLD_EPIKRISE = samples(tag(EPIKRISE_11, "Message"))[0]
OLD_LOGISTIKK = samples(tag(plo("Pasientlogistikk", PLO_15), "Pasientlogistikk"))[0]
MESSAGES = (innlagt_xml(), rapport_xml(), epikrise_xml(), OLD_EPIKRISE, OLD_LOGISTIKK)
SERVICE = Party(TROMSO.name, TROMSO.her, "Saksbehandlertjenesten", "90103")
OTHER = Party("Et annet foretak", "80001", "En avdeling", "80002")


def original(raw: bytes, name: str) -> str:
    """A value of the message that is answered: @V, else its text."""
    element = etree.fromstring(raw).find(f".//{{*}}{name}")
    return str(element.get("V") or element.text)


@pytest.mark.parametrize("raw", MESSAGES, ids=range(5))
def test_row_01_a_correct_message_is_answered_ok(raw: bytes) -> None:
    """Status 1, and no Error."""
    root = apprec(judged(raw))
    assert (found(root, "a:Status/@V"), found(root, "a:Error")) == (["1"], [])


@pytest.mark.parametrize("raw", MESSAGES, ids=range(5))
def test_row_02_the_id_is_the_msg_id(raw: bytes) -> None:
    """MsgId, also for the messages whose AppRec 1.0 had the document's id before."""
    answer = apprec(judged(raw))
    assert found(answer, "a:OriginalMsgId/a:Id/text()") == [original(raw, "MsgId")]


@pytest.mark.parametrize("raw", MESSAGES, ids=range(5))
def test_row_03_the_type_is_the_originals(raw: bytes) -> None:
    """As it stands: E for epikrise 1.1, EPIKRISE for 1.2."""
    answer = apprec(judged(raw))
    assert found(answer, "a:OriginalMsgId/a:MsgType/@V") == [original(raw, "Type")]
    assert original(OLD_EPIKRISE, "Type") == "E"


@pytest.mark.parametrize("raw", MESSAGES, ids=range(5))
def test_row_04_the_issue_date_is_gen_date(raw: bytes) -> None:
    """With its clock time, and never the document's IssueDate."""
    answer = apprec(judged(raw))
    assert found(answer, "a:OriginalMsgId/a:IssueDate/text()") == [original(raw, "GenDate")]


@pytest.mark.parametrize("raw", MESSAGES, ids=range(5))
def test_row_05_addresses_are_mirrored(raw: bytes) -> None:
    """Receiver answers and sender is answered: names and ids of both levels, in the order given."""
    root, message = apprec(judged(raw)), etree.fromstring(raw)
    for role, names in (("Sender", ("Receiver", "Requester")), ("Receiver", ("Sender", "ServProvider"))):
        (party,) = [each for name in names for each in message.iterfind(f".//{{*}}{name}")]
        ids = [each.text for each in party.iter("{*}Id") if (each.text or "").isdigit()]
        assert sorted(ids) == sorted(found(root, f"a:{role}//a:Id/text()")) != []


def test_row_06_who_signs_for_a_service_is_not_mirrored() -> None:
    """A professional beside a service is left out; one that is level 2 is there."""
    signed = innlagt_xml().replace(
        f"<OrganisationName>{TROMSO.service}</OrganisationName>".encode(),
        b"<OrganisationName>Tjenesten</OrganisationName>",
    )
    person = b"<HealthcareProfessional><FamilyName>Signerer</FamilyName></HealthcareProfessional>"
    place = signed.index(b"</Organisation>", signed.index(b"Tjenesten")) + len(b"</Organisation>")
    root = apprec(judged(signed[:place] + person + signed[place:]))
    assert (found(root, "//a:HCPerson"), found(root, "//a:Dept/a:Name/text()")) == (
        [],
        ["Tjenesten", UNN.service],
    )
    assert found(apprec(judged(innlagt_xml(receiver=FASTLEGE))), "//a:HCPerson/a:Id/text()") == ["90302"]


def test_row_07_the_primary_receiver_answers_as_such() -> None:
    """PRIM, and nobody else answers."""
    judgement = judged(innlagt_xml(copies=(OTHER,)))
    assert len(judgement.receipts) == 1
    assert found(apprec(judgement), "a:Sender/a:Role/@V") == ["PRIM"]


@pytest.mark.parametrize(
    ("raw", "roles"),
    [
        (innlagt_xml(), ["PRIM", "AVS"]),
        (OLD_LOGISTIKK, ["SPR", "RECEIVER"]),
        (OLD_EPIKRISE, ["REQ", "RECEIVER"]),
    ],
)
def test_row_09_roles_are_given(raw: bytes, roles: list[str]) -> None:
    """Of both parties, in the words of the version, with their names."""
    root = apprec(judged(raw))
    assert found(root, "*/a:Role/@V") == roles
    assert len(found(root, "*/a:Role/@DN")) == 2


def test_row_10_a_copy_receiver_answers_as_such() -> None:
    """COP, where the primary receiver is somebody else's to answer for."""
    judgement = judged(innlagt_xml(receiver=OTHER, copies=(TROMSO,)))
    assert len(judgement.receipts) == 1
    assert found(apprec(judgement), "a:Sender/a:Role/@V") == ["COP"]


def test_row_11_each_of_ours_answers_once() -> None:
    """Primary and copy in one organisation: two AppRecs with their own ids, and one for each party.

    That the second copy of the message is ignored is seen at the door (tests/flow).
    """
    judgement = judged(epikrise_xml(receiver=TROMSO, copies=(SERVICE, replace(SERVICE, name="X"), TROMSO)))
    assert [(receipt.her, receipt.role) for receipt in judgement.receipts] == [
        (TROMSO.her, "PRIM"),
        (TROMSO.her, "COP"),
    ]
    assert len({receipt.event.msg_id for receipt in judgement.receipts}) == 2
    senders = [apprec(judgement, number).find("{*}Sender/{*}HCP") for number in (0, 1)]
    assert nested(senders[0]) != nested(senders[1])
