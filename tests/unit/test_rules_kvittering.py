"""R-T01 and R-T12: AppRec missing and late; R-T11: of the wrong version."""

from datetime import timedelta

import pytest
from exchanges import foresporsel
from findings import evaluated
from histories import FASTLEGE, HARSTAD, TROMSO, at, epikrise, innlagt, klar, rapport, utskrevet
from sequels import endring, kansellering, kvittering
from technical import ids, told

from consumers.rules.kvittering import RULES

INN = innlagt("2026-02-03T10:00")
UT = utskrevet("2026-02-07", "2026-02-07T12:00")
ANSWERED = kvittering(INN, "1")
LIMIT = at("2026-02-11T12:00")


@pytest.mark.parametrize(
    ("now", "standing"), [("2026-02-11T12:30:00", []), ("2026-02-11T12:30:01", ["R-T01"])]
)
def test_missing_at_the_limit(now: str, standing: list[str]) -> None:
    """96 h after GenDate, and grace; the last second is in time."""
    assert ids(RULES, INN, ANSWERED, UT, now=now) == standing


def test_looks_again_when_the_limit_passes() -> None:
    """The answer changes by itself at that moment."""
    answer = evaluated(RULES, INN, ANSWERED, UT, now="2026-02-08T12:00")
    assert answer.wake_at == LIMIT + timedelta(minutes=30, seconds=1)


@pytest.mark.parametrize(
    ("came", "standing"), [("2026-02-11T12:30:00", []), ("2026-02-11T12:30:01", ["R-T12"])]
)
def test_late_at_the_limit(came: str, standing: list[str]) -> None:
    """A positive AppRec in time clears it; one that is late is still taken, and is told of."""
    assert ids(RULES, INN, ANSWERED, UT, kvittering(UT, "1", came)) == standing
    assert ids(RULES, INN, ANSWERED, UT, kvittering(UT, "3", came)) == standing  # OK, feil i delmelding


def test_missing_becomes_late_under_the_same_id() -> None:
    """They are one avvik (rules.md §4)."""
    (missing,) = told(RULES, INN, ANSWERED, UT)
    (late,) = told(RULES, INN, ANSWERED, UT, kvittering(UT, "1", "2026-02-13T10:00"))
    assert (missing.rule, missing.state, late.rule, late.state) == ("R-T01", "apen", "R-T12", "levert_sent")
    assert missing.id == late.id
    assert missing.deadline == late.deadline == LIMIT
    assert (missing.arrived_at, late.arrived_at) == (None, at("2026-02-13T10:00"))
    assert missing.msg_ids == late.msg_ids == (UT.msg_id,)
    assert "ikke mottatt elektronisk" in missing.text


def test_first_answer_counts() -> None:
    """A negative AppRec is an answer, however late, and a positive one after it is stored and ignored."""
    refused = kvittering(UT, "2", "2026-02-13T10:00")
    assert ids(RULES, INN, ANSWERED, UT, refused) == []
    assert ids(RULES, INN, ANSWERED, UT, refused, kvittering(UT, "1", "2026-02-14T10:00")) == []
    in_time = kvittering(UT, "1", "2026-02-08T10:00")
    assert ids(RULES, INN, ANSWERED, UT, in_time, kvittering(UT, "1", "2026-02-14T10:00")) == []


def test_nobody_who_never_answers() -> None:
    """A receiver without any AppRec in the history counts as acknowledging (rules.md §12.21)."""
    assert ids(RULES, INN, UT) == []
    other = innlagt("2026-02-03T11:00", receiver=HARSTAD)
    assert ids(RULES, INN, UT, other, kvittering(other, "1")) == []  # another kommune's answers do not count
    assert ids(RULES, INN, UT, kvittering(INN, "2")) == ["R-T01"]  # a refusal is an answer
    gone = klar("2026-02-06")
    taken_back = (gone, kansellering(gone, "2026-02-06T14:00"), kvittering(gone, "1"))
    assert len(ids(RULES, INN, *taken_back)) == 2  # so is one to what was taken back


def test_own_parties_answer_at_once() -> None:
    """The broker answers for them, so nothing is waited for."""
    asked = [foresporsel("2026-02-04T10:00", navn=navn) for navn in ("a", "b")]
    assert ids(RULES, INN, *asked, kvittering(asked[0], "1")) == []


def test_answer_of_somebody_else() -> None:
    """Only the receiver's own AppRec answers for it."""
    assert ids(RULES, INN, ANSWERED, UT, kvittering(UT, "1", fra=FASTLEGE)) == ["R-T01"]


def test_each_receiver_answers() -> None:
    """A copy receiver gives an AppRec too; the epikrise is judged once, though it lies in two stays."""
    both = epikrise()  # to the fastlege, a copy to the kommune
    history = [INN, ANSWERED, UT, kvittering(UT, "1"), both]
    assert ids(RULES, *history) == ["R-T01"]
    assert ids(RULES, *history, kvittering(both, "1", fra=TROMSO)) == []
    early = epikrise("2026-01-08T12:00", "2026-01-03T10:00", "2026-01-07T11:00")
    answers = (kvittering(early, "1"), kvittering(early, "1", fra=TROMSO))
    (one, other) = told(RULES, *history, early, *answers)
    assert {one.subject, other.subject} == {f"{both.msg_id}/{TROMSO}", f"{both.msg_id}/{FASTLEGE}"}
    two = [innlagt("2026-02-03T10:00", receiver=HARSTAD), both, INN, ANSWERED]
    assert ids(RULES, *two) == ["R-T01"]


def test_each_version_is_answered() -> None:
    """An M is a message of its own."""
    first = rapport("2026-02-07T12:00")
    mended = endring(first, "2026-02-08T12:00")
    (missing,) = told(RULES, INN, ANSWERED, first, kvittering(first, "1"), mended)
    assert (missing.msg_ids, missing.deadline) == ((mended.msg_id,), at("2026-02-12T12:00"))
    assert len(told(RULES, INN, ANSWERED, first, mended)) == 2


def test_cancelled_message() -> None:
    """What is taken back needs no answer any more, but its Kansellering does; in a whole stay neither."""
    gone = klar("2026-02-06")
    back = kansellering(gone, "2026-02-06T14:00")
    assert ids(RULES, INN, ANSWERED, gone) == ["R-T01"]
    (silent,) = told(RULES, INN, ANSWERED, gone, back)
    assert (silent.msg_ids, silent.deadline) == ((back.msg_id,), at("2026-02-10T14:00"))
    assert ids(RULES, INN, ANSWERED, gone, back, kvittering(back, "1")) == []
    assert ids(RULES, INN, ANSWERED, gone, back, kvittering(back, "1", "2026-02-12T14:00")) == ["R-T12"]
    assert ids(RULES, INN, kansellering(INN, "2026-02-06T14:00"), ANSWERED) == []
