"""The official test workbook for AppRec, rows 16–34: what is refused, with which code, and what is not.

Rows 17–22 are about receivers (test_apprec_workbook_receivers.py), 29–31 about signatures.
"""

from dataclasses import replace
from typing import Any

import pytest
from builders import ILL, TROMSO, epikrise_xml, innlagt_xml, rapport_xml
from decision_samples import example, urgent
from judging import OF_EXAMPLES, apprec, errors, event, found, judged
from lxml import etree

from broker.simulate.head import Party

OTHER = Party("Et annet foretak", "80001", "En avdeling", "80002")


def test_row_16_what_is_no_xml() -> None:
    """T01 in words; nobody can be answered, for no sender can be read (KAN)."""
    judgement = judged(b"<MsgHead><MsgInfo>")
    assert (judgement.verdict, judgement.receipts) == ("ulesbar", ())
    assert [problem.apprec for problem in judgement.problems] == ["T01"]


def test_row_23_a_patient_that_the_receiver_does_not_have() -> None:
    """E35 for an epikrise where a register of patients is loaded; other messages are taken over."""
    told = event(epikrise_xml(patient=ILL["fnr_and_hnr"]))
    refused = judged(epikrise_xml(), patients=lambda pid: False)
    assert (refused.verdict, errors(refused)) == ("avvist", ["E35"])
    assert judged(epikrise_xml()).verdict == "godtatt"
    for raw in (innlagt_xml(), rapport_xml()):
        assert judged(raw, patients=lambda pid: False).verdict == "godtatt"
    by_alias = judged(epikrise_xml(patient=ILL["fnr_and_hnr"]), patients=lambda pid: pid in told.aliases)
    by_name = judged(epikrise_xml(patient=ILL["name_date_sex"]), patients=lambda pid: False)
    assert by_alias.verdict == by_name.verdict == "godtatt"


def test_row_23_is_each_receivers_own() -> None:
    """An epikrise to somebody else, with a copy to us: E35 from us, and the message goes on."""
    judgement = judged(epikrise_xml(receiver=OTHER, copies=(TROMSO,)), patients=lambda pid: False)
    assert (judgement.verdict, errors(judgement)) == ("godtatt", ["E35"])


@pytest.mark.parametrize("ill", ["empty", "only_date_and_sex", "nonsense"])
def test_row_24_a_patient_that_is_not_told(ill: str) -> None:
    """E36; øyeblikkelig hjelp is answered OK all the same, and so is a DIALOG_AVVIK."""
    raw = innlagt_xml(patient=ILL[ill])
    assert errors(judged(raw)) == ["E36"]
    spared = judged(urgent(raw))
    assert (spared.verdict, spared.event, errors(spared)) == ("godtatt", None, [])
    assert spared.key != judged(innlagt_xml()).key


def test_row_24_an_urgent_question() -> None:
    """Hastegrad 1 (9067) of a forespørsel is øyeblikkelig hjelp as well."""
    raw = example("Dialogmelding_foresporsel", without="Patient")
    assert errors(judged(raw, agreement=OF_EXAMPLES)) == ["E36"]
    root = etree.fromstring(raw)
    kind = root.find(".//{*}Foresporsel/{*}Sporsmal")
    kind.addnext(etree.fromstring(f'<d:Hastegrad xmlns:d="{etree.QName(kind).namespace}" V="1"/>'))
    assert errors(judged(etree.tostring(root), agreement=OF_EXAMPLES)) == []


@pytest.mark.parametrize("ill", ["name_date_sex", "hnr", "hnr_alone", "dnr", "fhn", "fnr_and_hnr", "tenor"])
def test_row_24_patients_that_are_told_well_enough(ill: str) -> None:
    """Any number of any kind, of a synthetic series too, or name with date of birth and sex."""
    more = {"fhn": ("FHN", "80001443511"), "tenor": ("FNR", "17854100327")}
    known = replace(ILL["hnr"], idents=(more[ill],)) if ill in more else ILL[ill]
    for raw in (innlagt_xml(patient=known), epikrise_xml(patient=known)):
        assert errors(judged(raw)) == []


def test_row_26_several_errors() -> None:
    """All in one AppRec: of the head, of the rules and of the receiver; or with what the schema says."""
    wrong: dict[str, Any] = {
        "msg_id": "x",
        "patient": ILL["empty"],
        "receiver": replace(TROMSO, service_her="80002"),
    }
    assert errors(judged(innlagt_xml(status="H", **wrong))) == ["E21", "E10", "T99", "E36"]
    invalid = innlagt_xml(**wrong).replace(b"<Anslag>false</Anslag>", b"")
    assert errors(judged(invalid)) == ["E21", "E10", "E36", "T02"]


def test_row_28_the_msg_id_is_no_uuid() -> None:
    """E10, and the id is mirrored as it is."""
    judgement = judged(innlagt_xml(msg_id="14a"))
    assert errors(judgement) == ["E10"]
    assert found(apprec(judgement), "a:OriginalMsgId/a:Id/text()") == ["14a"]


def test_row_32_not_well_formed() -> None:
    """T01 with line and column; no AppRec, as in row 16."""
    judgement = judged(innlagt_xml().replace(b"</MsgInfo>", b""))
    assert judgement.problems[0].apprec == "T01" and "linje" in judgement.problems[0].text
    assert judgement.receipts == ()


def test_row_33_not_valid() -> None:
    """T02, with the place and what should stand there."""
    assert errors(judged(innlagt_xml().replace(b"<Anslag>false</Anslag>", b""))) == ["T02"]


def test_row_34_a_schema_nobody_knows() -> None:
    """T10, whatever else could be said of the message."""
    assert errors(judged(innlagt_xml(msg_id="x").replace(b"/2012-04-01", b"/2031-01-01"))) == ["T10"]
