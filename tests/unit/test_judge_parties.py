"""Who is answered, by whom, and who is not (apprec.md §1)."""

from dataclasses import replace

from builders import (
    ILL,
    TROMSO,
    UNN,
    epikrise_xml,
    innlagt_xml,
    without_sender_id,
)
from judging import AGREEMENT, codes, event, judged

from broker.simulate.head import Party
from schemas.agreements import Agreement, Part

OTHER = Party("Et annet foretak", "80001", "En avdeling", "80002")


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


def test_agreement_of_nobody() -> None:
    """With a party that is not ours, nobody answers."""
    parts = (Part(TROMSO.her, TROMSO.name, "kommune", kommunenr="5501"),)
    assert judged(innlagt_xml(), agreement=Agreement(parts=parts)).receipts == ()
