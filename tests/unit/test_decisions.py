"""The decision table: whole, and obeyed row by row."""

from dataclasses import replace
from uuid import uuid4

import pytest
from builders import ILL, TROMSO, apprec_xml, epikrise_xml, innlagt_xml, rapport_xml
from decision_samples import ACCEPTED, REFUSED, sender_left_out, urgent
from judging import AGREEMENT, OF_EXAMPLES, codes, judged

from adapters.errors import Problem
from adapters.messages import refusals, refusals_signature
from adapters.messages.decisions import DECISIONS, OTHER, decision, refusing
from broker.simulate.head import Party
from schemas.agreements import Agreement

REFUSALS = [row for row in DECISIONS.values() if row.what == "avvis"]
NEVER = {row.situation for row in REFUSALS if row.demand == "ALDRI"}
CODES = {
    *("T01", "T02", "T10", "T99", "S01", "S02", "S03", "S99", "E10", "E20", "E21"),
    *("E30", "E31", "E32", "E35", "E36", "E53", "E54", "X99"),
}
"""All of 8221 (HIS 80415:2012 §5)."""
OTHERS = {"signature", "signature.form", "certificate", "certificate.revoked", "attachment", OTHER.situation}
"""Rows of signatures and attachments, which have tests of their own, and the row for what has none."""
SOMEBODY = Party("Et annet foretak", "80001", "En avdeling", "80002")
PRODUCTION = replace(AGREEMENT, produksjon=True)
BOTH = Agreement(parts=(*AGREEMENT.parts, *OF_EXAMPLES.parts))


def test_every_row_is_whole() -> None:
    """A source, and a code of 8221 where it is about refusing; every code of the list is decided."""
    for row in DECISIONS.values():
        assert row.source and (row.code in CODES) is (row.what == "avvis")
    assert {row.code for row in REFUSALS} == CODES


def test_every_row_is_tried() -> None:
    """A row without a message would decide nothing that anybody has seen."""
    assert REFUSED.keys() == {row.situation for row in REFUSALS} - NEVER - OTHERS
    assert ACCEPTED.keys() == NEVER


@pytest.mark.parametrize("situation", REFUSED)
def test_what_is_refused(situation: str) -> None:
    """With the code of its row."""
    judgement = judged(REFUSED[situation], agreement=BOTH, patients=lambda pid: False)
    assert judgement.verdict in ("avvist", "ulesbar")
    mine = [one.apprec for one in judgement.problems if decision(one.code).situation == situation]
    assert set(mine) == {DECISIONS[situation].code}


@pytest.mark.parametrize("situation", ACCEPTED)
def test_what_is_never_refused(situation: str) -> None:
    """A row that says ALDRI is obeyed, and the AppRec is positive."""
    judgement = judged(ACCEPTED[situation], agreement=BOTH, patients=lambda pid: False)
    assert (judgement.verdict, codes(judgement)) == ("godtatt", [])
    assert [receipt.event.status for receipt in judgement.receipts] == ["1"]


def test_an_exception_spares_nothing_else() -> None:
    """Øyeblikkelig hjelp excuses that the patient is not told, and no other fault."""
    raw = innlagt_xml(patient=ILL["empty"], msg_id="x")
    assert codes(judged(raw)) == ["msgid.not_uuid", "patient.insufficient"]
    assert codes(judged(urgent(raw))) == ["msgid.not_uuid"]


@pytest.mark.parametrize("status", ["M", "C"])
def test_without_reference_or_before_the_first(status: str) -> None:
    """M and C that refer to nothing, or to a message that has not come (cases 21 and 22)."""
    for conversation in (None, (str(uuid4()), str(uuid4()))):
        for raw in (rapport_xml(status=status, conversation=conversation), epikrise_xml(status=status)):
            assert judged(raw).verdict == "godtatt"


@pytest.mark.parametrize(
    ("situation", "raw", "agreement"),
    [
        ("kvittering", apprec_xml(), AGREEMENT),
        ("annen_mottaker", innlagt_xml(receiver=SOMEBODY), AGREEMENT),
        ("annen_mottaker", innlagt_xml(receiver=SOMEBODY, msg_id="x"), AGREEMENT),
        ("uten_avsender", sender_left_out(), AGREEMENT),
        ("test_i_produksjon", innlagt_xml(is_test=True), PRODUCTION),
        ("test_i_produksjon", innlagt_xml(is_test=True, msg_id="x"), PRODUCTION),
    ],
)
def test_what_is_never_answered(situation: str, raw: bytes, agreement: Agreement) -> None:
    """Accepted or refused: nobody gets an AppRec for it."""
    assert (DECISIONS[situation].what, DECISIONS[situation].demand) == ("kvitter", "ALDRI")
    assert judged(raw, agreement=agreement).receipts == ()


def test_who_may_not_send_is_not_answered() -> None:
    """A message under somebody else's key."""
    assert DECISIONS["ikke_avsender"].demand == "ALDRI"
    assert judged(innlagt_xml(), speaks_for=frozenset({TROMSO.her})).receipts == ()


@pytest.mark.parametrize(
    ("situation", "raw"),
    [
        ("godtatt", innlagt_xml()),
        ("avvist", innlagt_xml(msg_id="x")),
        ("kopi", innlagt_xml(receiver=SOMEBODY, copies=(TROMSO,))),
    ],
)
def test_what_must_be_answered(situation: str, raw: bytes) -> None:
    """Accepted, refused, and as a copy."""
    assert (DECISIONS[situation].what, DECISIONS[situation].demand) == ("kvitter", "SKAL")
    assert len(judged(raw).receipts) == 1


def test_refusing() -> None:
    """What must not refuse is left out, by its own row or because its code is spared; unknown faults stay."""
    strange = Problem("noe.nytt", "X99", "Noe.")
    check = Problem("kontrollsiffer.feil", "E31", "Feil kontrollsiffer.")
    assert decision(strange.code) is OTHER
    assert refusing([check, strange, refusals.INSUFFICIENT]) == (strange, refusals.INSUFFICIENT)
    assert refusing([strange, refusals.INSUFFICIENT], frozenset({"E36"})) == (strange,)


@pytest.mark.parametrize("where", [refusals, refusals_signature])
def test_words_and_table_agree(where: object) -> None:
    """Every refusal in words has its row, and the code of that row."""
    words = [one for one in vars(where).values() if isinstance(one, Problem)]
    assert words
    for one in words:
        assert decision(one.code) is not OTHER and decision(one.code).code == one.apprec, one.code
