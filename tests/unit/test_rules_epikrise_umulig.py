"""R-U17 and R-U18, and an epikrise whose end is before its start."""

from typing import Any

import pytest
from histories import AVTALE, at, epikrise, innlagt, rapport, utskrevet
from sequels import History, fold, rules

from consumers.evaluate import evaluate

LATER = at("2026-03-20T12:00")
STAY: History = [innlagt("2026-02-03T10:00"), utskrevet("2026-02-07", "2026-02-07T13:00"), rapport()]


def found(*history: Any) -> list[str]:
    return [r for r in rules(evaluate(history, LATER, AVTALE).avvik) if r in ("R-U17", "R-U18")]


@pytest.mark.parametrize(
    ("inn", "ut"),
    [
        ("2026-02-07T11:00", "2026-02-03T10:00"),  # the two changed places
        ("2026-02-03T10:00", "2026-01-07T11:00"),  # the month of the end
        ("2026-03-03T10:00", "2026-02-07T11:00"),  # the month of the start
        ("2027-02-03T10:00", "2025-02-07T11:00"),  # neither is right
        ("2026-02-03", "2026-02-02"),
    ],
)
def test_end_before_start(inn: str, ut: str) -> None:
    """An epikrise whose times cannot be (R-T08) has come all the same, and is of the stay it can be of."""
    broken = epikrise("2026-02-08T12:00", inn=inn, ut=ut)
    assert len(fold(*STAY, broken)) == 1
    assert found(*STAY, broken) == []
    assert "R-T08" in rules(evaluate([*STAY, broken], LATER, AVTALE).avvik)


def test_end_before_start_and_late() -> None:
    """No limit is counted by such a message; another epikrise that is right and late is."""
    broken = epikrise("2026-03-01T12:00", inn="2026-02-07T11:00", ut="2026-02-03T10:00")
    assert found(*STAY, broken) == []
    assert found(*STAY, epikrise("2026-03-02T12:00")) == ["R-U18"]


def test_end_before_start_of_another_stay() -> None:
    """Of two stays it is of the one that one of its times is of."""
    again = [innlagt("2026-02-20T10:00"), utskrevet("2026-02-24", "2026-02-24T13:00")]
    first, second = fold(*STAY, *again, epikrise("2026-02-25T12:00", inn="2026-02-24T11:00", ut="2026-02-20"))
    assert (len(first.epikriser), len(second.epikriser)) == (0, 1)
    first, second = fold(*STAY, *again, epikrise("2026-02-25T12:00", inn="2026-02-03", ut="2026-01-07"))
    assert (len(first.epikriser), len(second.epikriser)) == (1, 0)
    first, second = fold(*STAY, *again, epikrise("2026-02-25T12:00", inn="2026-03-03", ut="2026-02-07"))
    assert (len(first.epikriser), len(second.epikriser)) == (1, 0)
