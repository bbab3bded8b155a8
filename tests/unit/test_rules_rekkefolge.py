"""R-T07: a change of a message that nobody knows."""

from datetime import timedelta
from typing import Any

import pytest
from findings import evaluated
from histories import HARSTAD, at, epikrise, innlagt, rapport, utskrevet
from sequels import endring, kansellering, kvittering
from technical import ids, of_examples, of_examples_together, told

from consumers.rules.rekkefolge import RULES

INN = innlagt("2026-02-03T10:00")
ONE = rapport("2026-02-07T12:00", navn="a")
LATE_M = endring(ONE, "2026-02-08T12:00")
LATE_C = kansellering(ONE, "2026-02-08T12:00")
ALONE_C = LATE_C.model_copy(update={"conversation_id": None, "parent_id": None})


@pytest.mark.parametrize("change", [LATE_M, LATE_C, ALONE_C])
def test_original_may_come_within_a_day(change: Any) -> None:
    """An M or a C waits 24 h for its N, and grace; with the N it is as it should be (acceptance test 22)."""
    assert ids(RULES, INN, change, now="2026-02-09T12:30:00") == []
    (found,) = told(RULES, INN, change, now="2026-02-09T12:30:01")
    assert (found.rule, found.deadline) == ("R-T07", at("2026-02-09T12:00"))
    assert found.msg_ids == (change.msg_id,)
    waiting = evaluated(RULES, INN, change, now="2026-02-08T13:00")
    assert waiting.wake_at == at("2026-02-09T12:30") + timedelta(seconds=1)
    assert ids(RULES, INN, change, ONE) == []


def test_original_comes_later() -> None:
    """The N clears it whenever it comes."""
    late = ONE.model_copy(update={"received_at": at("2026-02-20T12:00")})
    assert ids(RULES, INN, LATE_M, late) == []


def test_cancellation_that_may_mean_several() -> None:
    """A C without reference and with two candidates must be judged by a person (acceptance test 21)."""
    other = rapport("2026-02-06T12:00")
    assert ids(RULES, INN, ONE, ALONE_C) == []
    (found,) = told(RULES, INN, ONE, other, ALONE_C)
    assert (found.rule, found.msg_ids) == ("R-T07", (ALONE_C.msg_id,))


@pytest.mark.parametrize("change", [LATE_M, LATE_C])
def test_refused_change(change: Any) -> None:
    """What its receiver has refused has not come, and waits for nothing."""
    assert ids(RULES, INN, change, kvittering(change, "2")) == []
    assert ids(RULES, INN, change, kvittering(change, "1")) == ["R-T07"]


def test_several_changes_of_one_document() -> None:
    """They wait for the same N, from when the first was sent; taken back, they wait for nothing."""
    second = endring(LATE_M, "2026-02-10T12:00")
    (found,) = told(RULES, INN, LATE_M, second)
    assert (found.deadline, found.subject) == (at("2026-02-09T12:00"), ONE.series)
    assert ids(RULES, INN, LATE_M, kansellering(LATE_M, "2026-02-10T12:00")) == []


def test_without_any_stay() -> None:
    """A Kansellering of what opened no stay, and an epikrise, are judged too."""
    answer = evaluated(RULES, LATE_C)
    assert (answer.stays, [one.rule for one in answer.avvik]) == ((), ["R-T07"])
    both = epikrise(status="M", conversation_id="e-1")
    assert ids(RULES, INN, innlagt("2026-02-03T10:00", receiver=HARSTAD), both) == ["R-T07"]
    assert ids(RULES, utskrevet("2026-02-07"), INN) == []


def test_official_examples() -> None:
    """Of the M and C among them the N is there too; by themselves they are without."""
    assert of_examples_together(RULES) == []
    assert {one.rule for one in of_examples(RULES)} == {"R-T07"}
