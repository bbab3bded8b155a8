"""R-K05 and R-K06: the kommune's answer to LOG_UTSKRIVNINGSKLAR, missing and late."""

from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from exchanges import dialog, foresporsel, innleggelsesrapport, mottak, tilbakemelding
from histories import AVTALE, HARSTAD, TROMSO, UNN, at, avmeldt, dod, epikrise, innlagt, klar, utskrevet
from sequels import kansellering, kvittering
from spoken import ids, standing

from consumers.rules.tilbakemelding import RULES
from schemas.frister import Frist

INN = innlagt("2026-02-03T10:00")
KLAR = klar("2026-02-06", "2026-02-06T10:00")
ANSWER = tilbakemelding(KLAR, "2026-02-06T14:00")
FROM_UNN = {"sender": UNN, "receiver": TROMSO}
found = partial(ids, RULES)
stands = partial(standing, RULES)


@pytest.mark.parametrize(("now", "expected"), [("2026-02-07T00:29:59", []), ("2026-02-07T00:30", ["R-K05"])])
def test_missing_at_the_limit(now: str, expected: list[str]) -> None:
    """The answer is missing when the day the kommune had the message, and grace, is over."""
    assert found(INN, KLAR, now=now) == expected


@pytest.mark.parametrize(
    ("sendt", "expected"),
    [("2026-02-06T23:59:59", []), ("2026-02-07T00:29:59", []), ("2026-02-07T00:30", ["R-K06"])],
)
def test_late_at_the_limit(sendt: str, expected: list[str]) -> None:
    """And late when it is sent after that; slow within the day is no avvik (the soft limit)."""
    assert found(INN, KLAR, tilbakemelding(KLAR, sendt)) == expected


def test_one_avvik_under_one_id() -> None:
    """The missing answer that comes late is the same avvik, of less severity."""
    late = tilbakemelding(KLAR, "2026-02-08T10:00")
    (missing,) = stands(INN, KLAR)
    (came,) = stands(INN, KLAR, late)
    assert missing.id == came.id and missing.deadline == came.deadline == at("2026-02-06T23:59:59")
    assert (missing.rule, missing.state, missing.severity) == ("R-K05", "apen", "hoy")
    assert (came.rule, came.state, came.severity) == ("R-K06", "levert_sent", "middels")
    for one in (missing, came):
        assert (one.direction, one.category, one.confidence) == ("fra_UNN", "DIALOG", "hoy")
        assert one.subject == KLAR.msg_id
    assert missing.msg_ids == (KLAR.msg_id,) and came.arrived_at == at("2026-02-08T10:00")
    assert set(came.msg_ids) == {KLAR.msg_id, late.msg_id}
    assert "ikke mottatt elektronisk" in missing.text


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (ANSWER, []),
        (dialog("HELSEFAGLIG", "2026-02-06T14:00", KLAR), []),
        (mottak("2026-02-06T14:00", KLAR), []),
        (mottak("2026-02-06T14:00"), []),
        (tilbakemelding(None, "2026-02-06T14:00"), []),  # says what it is, and needs no reference
        (tilbakemelding(None, "2026-02-06T09:00"), ["R-K05"]),  # before the question
        (dialog("HELSEFAGLIG", "2026-02-06T14:00"), ["R-K05"]),  # opens a dialogue of its own
        (dialog("NOTAT", "2026-02-06T14:00", KLAR, tema_kodeverk="9155", tema="2"), ["R-K05"]),
        (dialog("FORESPORSEL", "2026-02-06T14:00", KLAR), ["R-K05"]),  # asks back
        (dialog("HELSEFAGLIG", "2026-02-06T14:00", KLAR, **FROM_UNN), ["R-K05"]),  # the hospital goes on
        (tilbakemelding(KLAR, "2026-02-06T14:00", **FROM_UNN), ["R-K05"]),
    ],
)
def test_what_is_an_answer(answer: Any, expected: list[str]) -> None:
    """DIALOG_NOTAT 9155/1, DIALOG_HELSEFAGLIG in the same conversation, or that of PLO 2.0."""
    assert found(INN, KLAR, answer) == expected


def test_apprec_is_no_answer() -> None:
    """A positive AppRec says that the message was had, and nothing more."""
    assert found(INN, KLAR, kvittering(KLAR, "1")) == ["R-K05"]


def test_clock_starts_when_the_kommune_had_it() -> None:
    """The AppRec of the next day moves the limit; a refused message asks for nothing."""
    late = kvittering(KLAR, "1", "2026-02-07T09:00")
    assert found(INN, KLAR, late, now="2026-02-08T00:29:59") == []
    assert found(INN, KLAR, late, now="2026-02-08T00:30") == ["R-K05"]
    assert found(INN, KLAR, late, tilbakemelding(KLAR, "2026-02-07T20:00")) == []
    assert found(INN, KLAR, kvittering(KLAR, "2")) == []


def test_not_before_it_was_sent() -> None:
    """Where the sent time is that of receipt (rules.md §12.2), an AppRec cannot have come before it."""
    slow = KLAR.model_copy(update={"received_at": at("2026-02-07T09:00")})
    early = kvittering(slow, "1", "2026-02-06T10:05")
    assert [one.deadline for one in stands(INN, slow, early)] == [at("2026-02-07T23:59:59")]


def test_not_acknowledged() -> None:
    """Who answers other messages has not had this one; of whom no AppRec is known counts as having it."""
    assert found(INN, kvittering(INN, "1"), KLAR) == []
    assert found(INN, kvittering(INN, "1"), KLAR, kvittering(KLAR, "1")) == ["R-K05"]
    assert found(INN, KLAR) == ["R-K05"]
    other = kvittering(INN, "1", fra=HARSTAD)
    assert found(INN, other, KLAR) == ["R-K05"]


def test_own_kommune_has_it_when_it_came() -> None:
    """The broker answers for own parties at once: there the time of receipt counts."""
    own = replace(AVTALE, parts=tuple(replace(part, egen=True) for part in AVTALE.parts))
    slow = KLAR.model_copy(update={"received_at": at("2026-02-07T09:00")})
    assert found(INN, kvittering(INN, "1"), slow, agreement=own, now="2026-02-08T00:29:59") == []
    assert found(INN, kvittering(INN, "1"), slow, agreement=own, now="2026-02-08T00:30") == ["R-K05"]


@pytest.mark.parametrize(
    ("undone", "expected"),
    [
        (avmeldt("2026-02-06", "2026-02-06T20:00"), []),
        (avmeldt("2026-02-06", "2026-02-07T00:29:59"), []),
        (avmeldt("2026-02-07", "2026-02-07T10:00"), ["R-K05"]),
        (avmeldt("2026-02-06", "2026-02-06T09:00"), ["R-K05"]),  # of an earlier one
        (utskrevet("2026-02-06"), []),
        (utskrevet("2026-02-07"), ["R-K05"]),
        (epikrise("2026-02-08T10:00", ut="2026-02-06T20:00"), []),
        (epikrise("2026-02-08T10:00", ut="2026-02-06T20:00", adm_outcome="31"), []),
        (epikrise("2026-02-08T10:00", ut="2026-02-06T20:00", adm_outcome="21"), ["R-K05"]),  # still there
        (utskrevet("2026-02-06", uttilstand="2"), []),
        (dod("2026-02-06"), []),
        (dod("2026-02-07"), ["R-K05"]),
        (innlagt("2026-02-06T21:00"), []),  # admitted anew: it had left
        (innlagt("2026-02-09T21:00"), ["R-K05"]),
        (dialog("AVVIK", "2026-02-06T15:00", KLAR, tema_kodeverk="8117", tema="1"), []),
        (dialog("AVVIK", "2026-02-07T15:00", KLAR, tema_kodeverk="8117", tema="1"), ["R-K05"]),
    ],
)
def test_what_takes_the_duty_away(undone: Any, expected: list[str]) -> None:
    """Avmelding, discharge, death or a new admission before the limit; or handed back in time."""
    assert found(INN, KLAR, undone) == expected
    answered = tilbakemelding(KLAR, "2026-02-08T10:00")
    late = ["R-K06"] if expected else []
    assert found(INN, KLAR, undone, answered) == late


def test_refused_avmelding_and_refused_answer() -> None:
    """What was refused has not come."""
    undone = avmeldt("2026-02-06", "2026-02-06T20:00")
    assert found(INN, KLAR, kvittering(KLAR, "1"), undone, kvittering(undone)) == ["R-K05"]
    assert found(INN, KLAR, ANSWER, kvittering(ANSWER)) == ["R-K05"]
    back = dialog("AVVIK", "2026-02-06T15:00", KLAR, tema_kodeverk="8117", tema="1")
    assert found(INN, KLAR, back, kvittering(back)) == ["R-K05"]


def test_cancelled() -> None:
    """A cancelled question asks for nothing; a cancelled answer opens it again with the first limit."""
    assert found(INN, KLAR, kansellering(KLAR, "2026-02-08T10:00")) == []
    assert found(INN, kansellering(INN, "2026-02-05T10:00"), foresporsel("2026-02-05T12:00")) == []
    gone = mottak("2026-02-06T14:00", KLAR)
    (again,) = stands(INN, KLAR, gone, kansellering(gone, "2026-02-08T10:00"))
    assert (again.rule, again.deadline) == ("R-K05", at("2026-02-06T23:59:59"))


def test_each_is_answered() -> None:
    """A second LOG_UTSKRIVNINGSKLAR wants its own answer; and its answer tells what the first asked."""
    second = klar("2026-02-08", "2026-02-08T10:00")
    assert [one.subject for one in stands(INN, KLAR, ANSWER, second)] == [second.msg_id]
    assert found(INN, KLAR, second, tilbakemelding(second, "2026-02-08T14:00")) == ["R-K06"]
    same_day = klar("2026-02-07", "2026-02-06T12:00")
    assert found(INN, KLAR, same_day, tilbakemelding(same_day, "2026-02-06T14:00")) == []
    undone = avmeldt("2026-02-06", "2026-02-06T20:00")
    assert found(INN, KLAR, undone, second) == ["R-K05"]


def test_day_stay_has_no_deadlines() -> None:
    """An epikrise of less than a heldøgnsopphold, with the dates of the stay: no stay rules."""
    day = [innlagt("2026-02-06T08:00"), klar("2026-02-06", "2026-02-06T10:00", "2026-02-06T08:00")]
    short = epikrise("2026-02-09T10:00", "2026-02-06T08:00", "2026-02-08T15:00", adm_cat="3")
    assert found(*day, utskrevet("2026-02-08")) == ["R-K05"]
    assert found(*day, utskrevet("2026-02-08"), short) == []


def test_the_agreement_decides() -> None:
    """A limit in hours for one kommune."""
    frister: dict[str | None, dict[str, Frist]] = {"5501": {"tilbakemelding.hard": Frist(3, "h")}}
    agreed = replace(AVTALE, frister=frister)
    assert found(INN, KLAR, ANSWER, agreement=agreed) == ["R-K06"]
    assert found(INN, KLAR, tilbakemelding(KLAR, "2026-02-06T13:29:59"), agreement=agreed) == []


def test_services_are_no_condition() -> None:
    """Whoever is told of a patient who is ready must answer, known before or not."""
    assert found(KLAR) == ["R-K05"]
    assert found(INN, innleggelsesrapport(), KLAR, ANSWER) == []


@pytest.mark.parametrize("dag", ["2026-03-29", "2026-10-25"])  # the day has 23 hours, and 25
def test_days_when_the_clock_changes(dag: str) -> None:
    """The day ends at midnight in Oslo, however long it was."""
    asked = klar(dag, f"{dag}T01:00", None)
    (one,) = stands(asked, now="2026-12-01T10:00")
    assert one.deadline == at(f"{dag}T23:59:59")
