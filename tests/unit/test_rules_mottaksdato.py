"""R-U24: discharged before the date the kommune gave. Off, and right when it is switched on."""

from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from exchanges import mottak, tilbakemelding
from histories import innlagt, klar, utskrevet
from sequels import kansellering, kvittering
from spoken import ids, standing

from consumers.rules.mottaksdato import RULES

ON = tuple(replace(rule, av="") for rule in RULES)
INN = innlagt("2026-02-03T10:00")
KLAR = klar("2026-02-06", "2026-02-06T10:00")
ANSWER = mottak("2026-02-06T14:00", KLAR, ("2026-02-09",))
EARLY = utskrevet("2026-02-08", "2026-02-08T12:00")
found = partial(ids, ON)


def test_off() -> None:
    """It says why, and finds nothing."""
    assert RULES[0].av.endswith(".")
    assert ids(RULES, INN, KLAR, ANSWER, EARLY) == []


def test_what_it_says() -> None:
    """About the discharge, resting on it and on the answer."""
    (one,) = standing(ON, INN, KLAR, ANSWER, EARLY)
    assert (one.rule, one.category, one.severity, one.confidence) == ("R-U24", "DIALOG", "hoy", "lav")
    assert (one.direction, one.subject) == ("til_UNN", "LOG_UTSKREVET")
    assert set(one.msg_ids) == {ANSWER.msg_id, EARLY.msg_id}


@pytest.mark.parametrize(("now", "expected"), [("2026-02-09T00:29:59", []), ("2026-02-09T00:30", ["R-U24"])])
def test_at_the_discharge(now: str, expected: list[str]) -> None:
    """When the day of discharge, and grace, is over: the kommune may have said another date."""
    assert found(INN, KLAR, ANSWER, EARLY, now=now) == expected


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        (utskrevet("2026-02-08T23:00"), ["R-U24"]),
        (utskrevet("2026-02-09"), []),
        (utskrevet("2026-02-12"), []),
        (utskrevet("2026-02-08", ut_til="4"), []),
        (utskrevet("2026-02-08", uttilstand="2"), []),
    ],
)
def test_only_home_and_before(left: Any, expected: list[str]) -> None:
    """Dates are compared; the dead, and who has gone elsewhere, are not waited for."""
    assert found(INN, KLAR, ANSWER, left) == expected


@pytest.mark.parametrize(
    "other",
    [
        mottak("2026-02-07T10:00", KLAR, ("2026-02-08",)),
        mottak("2026-02-20T10:00", KLAR, ("2026-02-07",)),
        kvittering(ANSWER, "2"),
        kansellering(ANSWER, "2026-02-07T10:00"),
        kansellering(EARLY, "2026-02-09T10:00"),
    ],
)
def test_what_clears_it(other: Any) -> None:
    """The answer was revised, never came, or the patient was not discharged after all."""
    assert found(INN, KLAR, ANSWER, EARLY, other) == []


def test_free_text() -> None:
    """The answers of 1.x tell no date."""
    assert found(INN, KLAR, tilbakemelding(KLAR, "2026-02-06T14:00"), EARLY) == []
