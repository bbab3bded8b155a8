"""Rules that look at single messages can ask for what belongs to no stay."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from exchanges import TO_FASTLEGE, dialog, foresporsel
from histories import AVTALE, FASTLEGE, TROMSO, UNN, at, innlagt
from nine import evaluate

from consumers.found import findings
from consumers.papers import Papers
from consumers.rule import Finding, Rule, Terms
from consumers.rules import RULES
from consumers.stays import Filed
from consumers.withdraw import withdrawal_reason
from schemas.avvik import Standing
from schemas.events import DialogMottatt

LATER = at("2026-03-20T12:00")
ASKED = foresporsel("2026-02-04T10:00")


def unanswered(papers: Papers, _: Terms) -> Iterator[Finding]:
    """A question that nobody has answered."""
    for doc in papers.dialoger:
        if doc.latest.foresporsel and not papers.replies(doc):
            yield Finding(doc.series, (doc,))


SHOWN = replace(RULES[0], id="R-U25", pair="", check=unanswered, loose=unanswered)


def found(*history: Any, rule: Rule = SHOWN) -> list[str]:
    loose = evaluate(history, LATER, AVTALE).loose
    found = findings(Filed((), loose), AVTALE, (rule,))
    return [finding.subject for _, each in found for _, finding in each]


def test_asked_of_both() -> None:
    """One function serves a stay and what belongs to none; the subject is the message."""
    assert found(ASKED) == [ASKED.msg_id]
    (stay,) = evaluate([innlagt("2026-02-03T10:00"), ASKED], LATER, AVTALE).stays
    terms = Terms(AVTALE, AVTALE.parts[1])
    assert [one.subject for one in SHOWN.check(stay, terms)] == [ASKED.msg_id]
    assert found(ASKED, dialog("SVAR", "2026-02-05T10:00", ASKED, sender=UNN, receiver=TROMSO)) == []


def test_only_rules_that_ask() -> None:
    """A rule without `loose` never sees it, nor one that is about another kind of party."""
    assert found(ASKED, rule=replace(SHOWN, loose=None)) == []
    assert found(ASKED, rule=replace(SHOWN, towards=frozenset({"fastlege"}))) == []
    assert found(foresporsel("2026-02-04T10:00", **TO_FASTLEGE)) != []
    assert FASTLEGE != UNN


def test_why_it_was_withdrawn() -> None:
    """An avvik about what belongs to no stay is taken back for the same reasons as any other."""
    (papers,) = evaluate([ASKED], LATER, AVTALE).loose
    was = standing(papers, ASKED)
    answer = dialog("SVAR", "2026-02-05T10:00", ASKED, sender=UNN, receiver=TROMSO)
    assert withdrawal_reason(was, evaluate([ASKED, answer], LATER, AVTALE)) == "forutsetning_borte"
    moved = evaluate([ASKED, innlagt("2026-02-03T10:00")], LATER, AVTALE)
    assert withdrawal_reason(was, moved) == "opphold_endret"


def standing(papers: Papers, asked: DialogMottatt) -> Standing:
    """As it would stand."""
    (late,) = evaluate([innlagt("2026-02-03T10:00", "2026-02-09T10:00")], LATER, AVTALE).avvik
    return late.model_copy(
        update={"rule": "R-U25", "stay_id": papers.id, "subject": asked.msg_id, "msg_ids": (asked.msg_id,)}
    )


def test_unknown_parties() -> None:
    """No rule runs towards a party that no agreement knows."""
    assert found(foresporsel("2026-02-04T10:00", sender="95001")) == []
