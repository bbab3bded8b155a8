"""What an edit must not make of a message unnoticed: another patient's, sender's, or message. Pure.

Nothing of that is wrong by itself, so its consumer would take it: who edits has to say that it is meant.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from adapters.errors import Problem, Problems
from adapters.messages.judge import judge
from adapters.messages.judgement import Context, Judgement
from adapters.store.cases import Case

PATIENT: Final = Problem("edit.patient", "", "Rettelsen er om en annen pasient enn originalen.")
SENDER: Final = Problem("edit.sender", "", "Rettelsen er fra en annen avsender enn originalen.")
MSG_ID: Final = Problem("edit.msg_id", "", "Rettelsen har en annen MsgId enn originalen.")


def moved(case: Case, original: bytes, after: bytes, context: Context) -> Problems:
    """What is another than in the original, of what could be read there; safe in any thread.

    An event needs no such check: its consumer holds it to the key of its record.
    """
    if case.reader != "receive":
        return ()
    # the bare verdict does not say of whom a usual message is
    anybody = replace(context, speaks_for=None, verdict_only=False)
    return tuple(_moved(judge(original, anybody), judge(after, anybody)))


def _moved(was: Judgement, now: Judgement) -> Iterator[Problem]:
    if _pid(was) and _pid(now) not in ("", _pid(was)):
        yield PATIENT
    if was.sender and now.sender not in ("", was.sender):
        yield SENDER
    if was.msg_id and now.msg_id not in ("", was.msg_id):
        yield MSG_ID


def _pid(judged: Judgement) -> str:
    return judged.case.pids.pid if judged.case and judged.case.pids else ""
