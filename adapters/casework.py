"""What becomes of a case: each function gives it as it is afterwards, None where nothing changes. Pure.

The number of a replay decides, not the order of what is heard: a failure or a success may be known before
whoever ran the letter again has come to note that.
"""

from typing import Final

from adapters.store.cases import Case

PARKED_AFTER: Final = 3
"""Times a letter was run again and failed; then a person has to change something first."""


def failed(known: Case | None, letter: Case) -> Case | None:
    """A dead letter is read; `letter` is the case it alone would make, with the number of its replay."""
    if known is None:
        return letter
    if known.is_closed or letter.failed_n <= known.failed_n:
        return None
    failures = known.failures + 1
    waits = letter.failed_n < known.replay_n  # it was run again since
    return letter._replace(
        partition_no=known.partition_no,
        record_offset=known.record_offset,
        letter_partition=known.letter_partition,
        letter_offset=known.letter_offset,
        msg_id=known.msg_id or letter.msg_id,
        message_type=known.message_type or letter.message_type,
        sender=known.sender or letter.sender,
        size=known.size,
        sha256=known.sha256,
        first_failed_at=known.first_failed_at,
        attempts=known.attempts + letter.attempts,
        state=known.state if waits else "parkert" if failures >= PARKED_AFTER else "feilet",
        replay_n=max(known.replay_n, letter.failed_n),
        failures=failures,
        edited_sha256=known.edited_sha256,
    )


def replayed(case: Case, n: int) -> Case | None:
    """It was run again for the n-th time, and Kafka has it."""
    if case.is_closed or n <= case.replay_n:
        return None
    return case._replace(state="kjores", replay_n=n)


def resolved(case: Case, n: int) -> Case | None:
    """The consumer has handled it, the n-th time it was run again."""
    if case.state == "lost":
        return None
    return case._replace(state="lost", replay_n=max(case.replay_n, n))


def discarded(case: Case) -> Case | None:
    """A person gives it up."""
    return None if case.is_closed else case._replace(state="forkastet")
