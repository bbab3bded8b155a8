"""What the carrier of a message is to answer."""

from dataclasses import dataclass

from adapters.errors import Problem
from adapters.messages.judgement import Verdict


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the carrier is to answer.

    Attributes:
        verdict: godtatt, avvist, ulesbar (nobody to answer) or forbudt (not this carrier's to send).
        apprec: the AppRec, XML; empty where none is due.
        repeated: the same message was taken over before.
    """

    verdict: Verdict
    apprec: bytes
    problems: tuple[Problem, ...]
    msg_id: str
    repeated: bool
