"""R-U25 and R-K09: questions that nobody has answered, in a stay and outside any."""

from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from exchanges import (
    TO_FASTLEGE,
    dialog,
    foresporsel,
    helseopplysninger,
    innleggelsesrapport,
    tilbakemelding,
)
from histories import AVTALE, FASTLEGE, KAD, TROMSO, UNN, at, epikrise, innlagt, klar, utskrevet
from judging import EXAMPLES, event
from sequels import kansellering, kvittering
from spoken import ids, standing

from consumers.rules.foresporsel import RULES
from schemas.agreements import Agreement, Part
from schemas.frister import Frist

INN = innlagt("2026-02-03T10:00")
KLAR = klar("2026-02-06", "2026-02-06T10:00")
ASKED = foresporsel("2026-02-04T10:00")
FROM_UNN = {"sender": UNN, "receiver": TROMSO}
OF_UNN = foresporsel("2026-02-04T10:00", foresporsel_kodeverk="9154", foresporsel="4", **FROM_UNN)
SVAR = dialog("SVAR", "2026-02-05T10:00", ASKED, **FROM_UNN)
found = partial(ids, RULES)
stands = partial(standing, RULES)


@pytest.mark.parametrize(("question", "rule"), [(ASKED, "R-U25"), (OF_UNN, "R-K09")])
@pytest.mark.parametrize("stay", [[], [INN]], ids=["løs", "i opphold"])
def test_at_the_limit(question: Any, rule: str, stay: list[Any]) -> None:
    """Unanswered when the third day after it was sent, and grace, is over; in a stay or in none."""
    assert found(*stay, question, now="2026-02-08T00:29:59") == []
    assert found(*stay, question, now="2026-02-08T00:30") == [rule]


def test_what_it_says() -> None:
    """About that question; the direction is that of who did not answer."""
    (til_unn,), (fra_unn,) = stands(INN, ASKED), stands(INN, OF_UNN)
    for one, question in ((til_unn, ASKED), (fra_unn, OF_UNN)):
        assert (one.category, one.severity, one.confidence) == ("DIALOG", "middels", "hoy")
        assert (one.subject, one.msg_ids) == (question.msg_id, (question.msg_id,))
        assert (one.deadline, one.state) == (at("2026-02-07T23:59:59"), "apen")
        assert "ikke mottatt elektronisk" in one.text
    assert (til_unn.direction, fra_unn.direction) == ("til_UNN", "fra_UNN")


def test_urgent() -> None:
    """Hastegrad 3: 24 hours."""
    urgent = foresporsel("2026-02-04T10:00", haster=True)
    assert found(INN, urgent, now="2026-02-05T10:30:00") == []
    assert found(INN, urgent, now="2026-02-05T10:30:01") == ["R-U25"]


def test_the_agreement_decides() -> None:
    """A limit of its own for one kommune, towards hospitals; another between it and the fastlege."""
    frister: dict[str | None, dict[str, Frist]] = {
        "5501": {"foresporsel.sykehus": Frist(1, "d"), "foresporsel.plo_fastlege": Frist(2, "d")}
    }
    agreed = replace(AVTALE, frister=frister)
    of_lege = foresporsel("2026-02-04T10:00", foresporsel_kodeverk="9153", sender=FASTLEGE, receiver=TROMSO)
    days = [one.deadline for question in (ASKED, of_lege) for one in stands(question, agreement=agreed)]
    assert days == [at("2026-02-05T23:59:59"), at("2026-02-06T23:59:59")]


@pytest.mark.parametrize(
    "answer",
    [
        SVAR,
        dialog("HELSEFAGLIG", "2026-02-20T10:00", ASKED, **FROM_UNN),  # late, but answered
        dialog("SVAR", "2026-02-05T10:00", ASKED, conversation_id="x", **FROM_UNN),
        dialog("SVAR", "2026-02-05T10:00", ASKED, parent_id="x", **FROM_UNN),
        helseopplysninger("2026-02-04T15:00", conversation_id=ASKED.msg_id, parent_id=ASKED.msg_id),
        helseopplysninger("2026-02-04T15:00", deler=("svar",)),
        dialog("SVAR", "2026-02-05T10:00", deler=("svar",), foresporsel="99", **FROM_UNN),
        dialog("AVVIK", "2026-02-05T10:00", ASKED, tema_kodeverk="8117", tema="1", **FROM_UNN),
        kvittering(ASKED, "2"),
        kansellering(ASKED, "2026-02-05T10:00"),
    ],
)
def test_what_clears_it(answer: Any) -> None:
    """An answer, of whatever kind, and however late; withdrawn; handed back; never delivered."""
    assert found(INN, ASKED) == ["R-U25"]
    assert found(INN, ASKED, answer) == []


@pytest.mark.parametrize(
    "other",
    [
        kvittering(ASKED, "1"),
        dialog("SVAR", "2026-02-05T10:00", KLAR, **FROM_UNN),
        dialog("SVAR", "2026-02-05T10:00", deler=("svar",), foresporsel="8", **FROM_UNN),
        dialog("SVAR", "2026-02-04T09:00", deler=("svar",), foresporsel="99", **FROM_UNN),
        dialog("SVAR", "2026-02-05T10:00", **FROM_UNN),  # to what?
        dialog("HELSEFAGLIG", "2026-02-05T10:00", ASKED),  # the kommune itself goes on
        dialog("FORESPORSEL", "2026-02-05T10:00", ASKED, **FROM_UNN),  # asks back
        helseopplysninger("2026-02-04T15:00"),
        tilbakemelding(KLAR, "2026-02-06T14:00"),
        utskrevet("2026-02-05"),
    ],
)
def test_what_does_not(other: Any) -> None:
    """A positive AppRec is no answer, nor is what answers another question."""
    assert found(INN, KLAR, ASKED, other) == ["R-U25"]


def test_refused_or_cancelled_answer() -> None:
    """What was refused or taken back has not come."""
    assert found(INN, ASKED, SVAR, kvittering(SVAR)) == ["R-U25"]
    assert found(INN, ASKED, SVAR, kansellering(SVAR, "2026-02-06T10:00")) == ["R-U25"]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (dialog("HELSEFAGLIG", "2026-02-06T14:00"), ["R-U25"]),
        (dialog("HELSEFAGLIG", "2026-02-06T14:00", KLAR), []),
        (dialog("HELSEFAGLIG", "2026-02-06T14:00", OF_UNN), []),
        (dialog("HELSEFAGLIG", "2026-02-06T14:00", parent_id="0" * 32), []),
        (dialog("HELSEFAGLIG", "2026-02-06T14:00", tema_kodeverk="9155", tema="1"), []),
        (dialog("HELSEFAGLIG", "2026-02-06T14:00", **FROM_UNN), []),
        (dialog("NOTAT", "2026-02-06T14:00"), []),
        (dialog("STATUS_HENVISNING", "2026-02-06T14:00"), []),
        (foresporsel("2026-02-06T14:00", foresporsel_kodeverk="9154"), []),  # not the list of the kommune
        (foresporsel("2026-02-06T14:00", **FROM_UNN), []),
        (foresporsel("2026-02-06T14:00", foresporsel_kodeverk="9153", **FROM_UNN), ["R-K09"]),
    ],
)
def test_what_is_a_question(said: Any, expected: list[str]) -> None:
    """DIALOG_FORESPORSEL of the list of who asks; from the kommune also what opens a helsefaglig dialog."""
    answered = dialog("HELSEFAGLIG", "2026-02-05T10:00", OF_UNN)
    assert found(INN, KLAR, OF_UNN, answered, said) == expected


def test_answer_of_the_kommune() -> None:
    """With SVAR, or with the document that was asked for."""
    assert found(INN, OF_UNN, dialog("SVAR", "2026-02-05T10:00", OF_UNN)) == []
    report = innleggelsesrapport("2026-02-05T10:00", conversation_id=OF_UNN.msg_id, parent_id=OF_UNN.msg_id)
    assert found(INN, OF_UNN, report) == []
    assert found(INN, OF_UNN, innleggelsesrapport("2026-02-05T10:00")) == ["R-K09"]


def test_asked_again() -> None:
    """A reminder is a question too; what answers one in their conversation after it answers both."""
    again = foresporsel("2026-02-06T10:00", conversation_id=ASKED.msg_id, parent_id=ASKED.msg_id)
    assert {one.subject for one in stands(INN, ASKED, again)} == {ASKED.msg_id, again.msg_id}
    assert found(INN, ASKED, again, SVAR) == ["R-U25"]  # before the reminder
    assert found(INN, ASKED, again, dialog("SVAR", "2026-02-07T10:00", ASKED, **FROM_UNN)) == []
    assert found(INN, ASKED, again, dialog("SVAR", "2026-02-07T10:00", again, **FROM_UNN)) == []


def test_between_others() -> None:
    """A fastlege asks the kommune: R-K09 without a direction; what it is asked itself is no rule's."""
    of_lege = foresporsel("2026-02-04T10:00", foresporsel_kodeverk="9153", sender=FASTLEGE, receiver=TROMSO)
    (one,) = stands(of_lege)
    assert (one.rule, one.direction, one.hospital, one.party) == ("R-K09", "ingen", FASTLEGE, TROMSO)
    assert found(foresporsel("2026-02-04T10:00", **TO_FASTLEGE)) == []
    assert found(foresporsel("2026-02-04T10:00", sender=FASTLEGE, receiver=UNN)) == []
    (kad,) = stands(foresporsel("2026-02-04T10:00", receiver=KAD))
    assert (kad.rule, kad.direction) == ("R-U25", "ingen")


def test_unknown_parties() -> None:
    """Where the kind of either end is not known, nothing is said (rules.md §12.1)."""
    assert found(foresporsel("2026-02-04T10:00", sender="95001")) == []
    assert found(foresporsel("2026-02-04T10:00", receiver="95001")) == []
    assert (
        found(foresporsel("2026-02-04T10:00", foresporsel_kodeverk="9154", sender="95001", receiver=TROMSO))
        == []
    )


def test_day_stay() -> None:
    """A question is answered whatever kind of stay it is about."""
    short = epikrise("2026-02-09T10:00", "2026-02-03T10:00", "2026-02-05T15:00", adm_cat="3")
    assert found(INN, ASKED, utskrevet("2026-02-05"), short) == ["R-U25"]


def test_official_examples() -> None:
    """The official question of PLO and its answer, with the parties they name: nothing is left open."""
    asker, asked = "99387", "91096"
    both = (Part(asked, "HF", "helseforetak", egen=True), Part(asker, "K", "kommune", True, "5501"))
    agreement = Agreement(parts=both)
    names = ("Dialogmelding_foresporsel_PLO_v1-0.xml", "Dialogmelding_svar_foresporsel_PLO_v1-0.xml")
    files = [path for path in EXAMPLES if path.name in names]
    question, answer = (event(path.read_bytes(), agreement=agreement) for path in sorted(files))
    assert found(question, answer, now="2026-02-20T10:00", agreement=agreement) == []
    assert found(question, now="2026-02-20T10:00", agreement=agreement) == ["R-U25"]
