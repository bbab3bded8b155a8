"""What becomes of a case, in whatever order it is heard."""

from itertools import permutations
from typing import Any

from cases import case

from adapters import casework
from adapters.store.cases import Case

LETTER = case()


def again(n: int, **other: Any) -> Case:
    """The case that the n-th failed replay alone would make."""
    return case(replay_n=n, failed_n=n, failures=1, letter_offset=100 + n, **other)


def test_the_first_letter_opens_a_case() -> None:
    """It is what the letter says."""
    assert casework.failed(None, LETTER) == LETTER


def test_the_same_letter_twice_changes_nothing() -> None:
    """Neither the first one, nor that of a failed replay."""
    assert casework.failed(LETTER, LETTER) is None
    once = casework.failed(LETTER, again(1))
    assert once is not None
    assert casework.failed(once, again(1)) is None
    assert casework.failed(once, LETTER) is None


def test_a_failed_replay_adds_to_the_case_and_keeps_the_original() -> None:
    """Attempts add up, the newest reason counts, the place of the original bytes stays."""
    run = casework.replayed(LETTER, 1)
    assert run is not None and run.state == "kjores"
    after = casework.failed(run, again(1, attempts=3, code="bug", sha256="other", size=1))
    assert after is not None
    assert (after.state, after.attempts, after.code, after.failures) == ("feilet", 4, "bug", 1)
    assert (after.letter_offset, after.sha256, after.size) == (LETTER.letter_offset, LETTER.sha256, 9)


def test_the_third_failure_parks_it() -> None:
    """Two may be tried again; after the third a person has to change something."""
    one: Case | None = LETTER
    states = []
    for n in (1, 2, 3):
        assert one is not None
        run = casework.replayed(one, n)
        assert run is not None
        one = casework.failed(run, again(n))
        assert one is not None
        states.append(one.state)
    assert states == ["feilet", "feilet", "parkert"]


def test_what_was_handled_is_closed_for_good() -> None:
    """A letter read late, a mark made late and a person who discards change nothing more."""
    done = casework.resolved(LETTER, 1)
    assert done is not None and done.state == "lost"
    assert casework.resolved(done, 1) is None
    assert casework.replayed(done, 1) is None
    assert casework.failed(done, again(2)) is None
    assert casework.discarded(done) is None


def test_the_order_of_hearing_does_not_matter() -> None:
    """Run, failed, run again, failed again: heard in any order it is a case that failed twice, run twice."""
    steps = (
        lambda one: casework.replayed(one, 1),
        lambda one: casework.failed(one, again(1)),
        lambda one: casework.replayed(one, 2),
        lambda one: casework.failed(one, again(2)),
    )
    for order in permutations(range(4)):
        if order.index(1) > order.index(3):
            continue  # letters of one key keep their order
        one = LETTER
        for step in order:
            one = steps[step](one) or one
        assert (one.state, one.replay_n, one.failed_n, one.failures) == ("feilet", 2, 2, 2), order


def test_a_failure_of_an_earlier_run_leaves_the_later_one_running() -> None:
    """The second run is not heard of yet."""
    run = case(state="kjores", replay_n=2)
    after = casework.failed(run, again(1))
    assert after is not None and (after.state, after.failures) == ("kjores", 1)
