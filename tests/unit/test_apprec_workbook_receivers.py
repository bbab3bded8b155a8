"""The official test workbook for AppRec, rows 17–22 and 35–40: receivers that nobody knows."""

from dataclasses import replace

import pytest
from builders import TROMSO, UNN, innlagt_xml, utskrevet_xml, without_sender_id
from judging import AGREEMENT, apprec, codes, errors, judged, nested

from adapters.messages.namespaces import PLO_15, PLO_16
from broker.simulate.head import Party
from schemas.agreements import Agreement
from schemas.events import MeldingAvvist

OTHER = Party("Et annet foretak", "80001", "En avdeling", "80002")
KNOWN = replace(TROMSO, service="Saksbehandlertjenesten", service_her="90103")
STRANGERS: dict[str, Party] = {
    "17 level 1 unknown": replace(TROMSO, her="80001"),
    "18 level 1 missing": replace(TROMSO, her="", orgnr=""),
    "19 level 2 unknown": replace(TROMSO, service_her="80002"),
    "20 level 2 missing": replace(TROMSO, service="", service_her=""),
}
"""Tromsø, wrongly addressed; the agreement has its services, and so it can be told."""
WRONG = tuple(STRANGERS.values())


@pytest.mark.parametrize("row", STRANGERS)
def test_row_17_to_20_the_receiver_is_unknown_or_not_given(row: str) -> None:
    """E21, mirrored with what is wrong in it; only the refusal is told, and nobody gets the message."""
    judgement = judged(innlagt_xml(receiver=STRANGERS[row]))
    assert (judgement.verdict, errors(judgement)) == ("avvist", ["E21"])
    assert isinstance(judgement.event, MeldingAvvist) and judgement.event.errors == ("E21",)
    right = nested(apprec(judged(innlagt_xml())).find("{*}Sender/{*}HCP"))
    assert nested(apprec(judgement).find("{*}Sender/{*}HCP")) != right
    assert judgement.receipts[0].event.sender == TROMSO.her


@pytest.mark.parametrize("receiver", [*STRANGERS.values()], ids=STRANGERS)
def test_row_17_to_20_are_judged_by_a_register_alone(receiver: Party) -> None:
    """Without the services of a party, and in the older generation, none is too poor (rules.md §12.11)."""
    unlisted = Agreement(parts=tuple(replace(part, tjenester_er_alle=False) for part in AGREEMENT.parts))
    raw = innlagt_xml(receiver=receiver)
    assert codes(judged(raw, agreement=unlisted)) == []
    assert codes(judged(raw.replace(PLO_16.encode(), PLO_15.encode()))) == []


def test_row_21_unknown_on_both_levels() -> None:
    """No AppRec: it is somebody else's message, and goes on to whom it names."""
    judgement = judged(innlagt_xml(receiver=OTHER))
    assert (judgement.verdict, judgement.receipts, judgement.receivers) == ("godtatt", (), (OTHER.her,))


def test_row_22_the_envelope_says_another_receiver() -> None:
    """Whoever brings it: the addresses of the message decide, E21 only where its level 1 is ours.

    HTTP and folders have no addresses of their own; an ebXML envelope will be compared where it is read.
    """
    wrong, others = replace(TROMSO, service_her="80002"), replace(OTHER, her="80009")
    assert errors(judged(innlagt_xml(receiver=wrong), speaks_for=frozenset({UNN.her}))) == ["E21"]
    assert judged(innlagt_xml(receiver=others), speaks_for=frozenset({UNN.her})).receipts == ()


@pytest.mark.parametrize(
    ("row", "receiver", "copy", "expected", "verdict"),
    [
        (35, WRONG[2], KNOWN, [["E21"], []], "godtatt"),
        (36, KNOWN, WRONG[2], [[], ["E21"]], "godtatt"),
        (37, WRONG[3], KNOWN, [["E21"], []], "godtatt"),
        (38, KNOWN, WRONG[0], [[], ["E21"]], "godtatt"),
        (39, WRONG[2], WRONG[3], [["E21"], ["E21"]], "avvist"),
        (40, OTHER, WRONG[2], [["E21"]], "godtatt"),
    ],
)
def test_row_35_to_40_each_receiver_for_itself(
    row: int, receiver: Party, copy: Party, expected: list[list[str]], verdict: str
) -> None:
    """Primary and copy, one of them or both unknown: E21 from that one alone, and OK from the other."""
    judgement = judged(utskrevet_xml(receiver=receiver, copies=(copy,)))
    assert [errors(judgement, number) for number in range(len(judgement.receipts))] == expected
    assert judgement.verdict == verdict and bool(judgement.problems) is (verdict == "avvist")


def test_a_receiver_that_is_nobody() -> None:
    """Without an id at any level it cannot be sent on (E21), whoever else is to have it."""
    judgement = judged(innlagt_xml(receiver=without_sender_id(TROMSO), copies=(KNOWN,)))
    assert codes(judgement) == ["receiver.no_id"] and errors(judgement) == ["E21"]
