"""R-K: from which message a duty starts, and what nearly fulfils it."""

from typing import Any

import pytest
from exchanges import (
    dialog,
    innleggelsesrapport,
    til_lege,
    tilbakemelding,
    tjenestetilbud,
)
from findings import standing
from histories import HARSTAD, KAD, TROMSO, UNN, at, innlagt, klar
from sequels import endring, kvittering, rules

from consumers.rules.innleggelsesrapport import RULES as RAPPORT
from consumers.rules.tilbakemelding import RULES as SVAR

INN = innlagt("2026-02-03T10:00", "2026-02-03T10:30")
OK = kvittering(INN, "1", "2026-02-03T11:00")
KLAR = klar("2026-02-06", "2026-02-06T10:00")
SENDT = "2026-02-03T15:00"
FRA_UNN = dialog("HELSEFAGLIG", "2026-02-06T13:00", KLAR, sender=UNN, receiver=TROMSO)


@pytest.mark.parametrize(
    ("table", "first", "rule", "deadline"),
    [(RAPPORT, INN, "R-K01", "2026-02-09T13:00"), (SVAR, KLAR, "R-K05", "2026-02-08T23:59:59")],
)
def test_acknowledged_as_a_later_version(table: Any, first: Any, rule: str, deadline: str) -> None:
    """A refusal is no receipt: the clock starts when the kommune has taken the version that came next."""
    mended = endring(first, "2026-02-06T16:00")
    history = (first, kvittering(first, "2"), mended)
    assert standing(table, *history) == ()
    (one,) = standing(table, *history, kvittering(mended, "1", "2026-02-08T13:00"))
    assert (one.rule, one.deadline) == (rule, at(deadline))


@pytest.mark.parametrize(
    ("told", "came", "deadline"),
    [
        ("2026-02-03T12:10", "2026-02-03T12:00", "2026-02-04T12:10"),  # clock_skew
        ("2027-02-03T12:00", "2026-02-03T12:00", "2026-02-04T12:00"),
        ("2026-02-03T11:00", "2026-02-03T12:00", "2026-02-04T11:00"),  # transport
        ("2026-02-03T11:00", "2026-02-03T12:01", "2026-02-04T12:01"),
    ],
)
def test_when_it_was_acknowledged(told: str, came: str, deadline: str) -> None:
    """A receipt is dated as any message is (rules.md §12.2): one from next year puts nothing off."""
    receipt = OK.model_copy(update={"sent_at": at(told), "received_at": at(came)})
    assert [one.deadline for one in standing(RAPPORT, INN, receipt)] == [at(deadline)]


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (innleggelsesrapport("2026-02-02T10:00:00"), []),  # 24 h before T0 it is still of this stay
        (innleggelsesrapport("2026-02-02T09:59:59"), ["R-K01"]),
        (innleggelsesrapport(SENDT, receiver=KAD), ["R-K01"]),
        (innleggelsesrapport(SENDT, sender=HARSTAD), ["R-K01"]),
        (innleggelsesrapport(SENDT, test=True), ["R-K01"]),
        (til_lege(SENDT), ["R-K01"]),
        (tjenestetilbud(SENDT), ["R-K01"]),
    ],
)
def test_nearly_a_report(other: Any, expected: list[str]) -> None:
    """Of that kind, of this stay, and between its own two parties."""
    assert rules(standing(RAPPORT, INN, OK, other)) == expected


@pytest.mark.parametrize(
    ("klar_as", "answer", "expected"),
    [
        (KLAR, tilbakemelding(KLAR, "2026-02-06T14:00"), []),
        (KLAR, tilbakemelding(KLAR, "2026-02-06T14:00", sender=HARSTAD), ["R-K05"]),
        (KLAR, tilbakemelding(KLAR, "2026-02-06T14:00", test=True), ["R-K05"]),
        (KLAR, dialog("AVVIK", "2026-02-06T14:00", KLAR, sender=HARSTAD), ["R-K05"]),
        (KLAR, dialog("SVAR", "2026-02-06T14:00", KLAR), ["R-K05"]),
        (KLAR, dialog("HELSEFAGLIG", "2026-02-06T14:00", FRA_UNN), []),
        (endring(KLAR, "2026-02-06T12:00"), dialog("HELSEFAGLIG", "2026-02-06T14:00", FRA_UNN), []),
    ],
)
def test_nearly_an_answer(klar_as: Any, answer: Any, expected: list[str]) -> None:
    """From the kommune that was told, in that conversation, also where the first of it was never seen."""
    assert rules(standing(SVAR, INN, klar_as, FRA_UNN, answer)) == expected
