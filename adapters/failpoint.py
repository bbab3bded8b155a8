"""Named steps at which a test may have the process killed, to prove that nothing is lost.

Does nothing unless `arm` was called (setting PLO_FAILPOINT, empty outside tests).
"""

import os
import signal

STEPS = (
    "receive.judged",
    "receive.claimed",
    "receive.produced",
    "receive.done",
    "folder.taken",
    "folder.received",
    "folder.answered",
    "detect.read",
    "detect.evaluated",
    "detect.committed",
    "detect.published",
    "detect.cleared",
)
"""Of a message on its way."""
LETTER_STEPS = ("letters.sent", "replays.handled", "strandet.read")
"""Of a dead letter that is run again."""

_armed: set[str] = set()


def arm(step: str) -> None:
    """Have the process killed at `step`; "" arms nothing. Raises ValueError for an unknown step."""
    if not step:
        return
    if step not in (*STEPS, *LETTER_STEPS):
        raise ValueError(f"unknown failpoint {step}; known: {', '.join((*STEPS, *LETTER_STEPS))}")
    _armed.add(step)


def reach(step: str) -> None:
    """Say that `step` is reached; an armed one ends the process here, as kill -9 would."""
    if step in _armed:
        os.kill(os.getpid(), signal.SIGKILL)
