"""Messages whose patient is known: what others that name nobody are told by."""

from typing import Final, NamedTuple

from adapters.store.claims import Claim
from schemas.events import PatientEvent

AGAIN: Final = "igjen"
"""Variant of the claim of a message that was refused, run again and taken in."""
OWN: Final = ("", AGAIN)
"""Variants of the message that a MsgId is for. What came later under it with other content is another,
that nobody answers but us."""


class Known(NamedTuple):
    """A message, and whom it is about.

    Attributes:
        sender: level-1 HER-id.
        taken: it was taken over; what was refused was not taken for what it says.
    """

    msg_id: str
    sender: str
    pid: str
    taken: bool


def of_claim(claim: Claim) -> Known | None:
    """None: it names nobody, and nobody has lent it a patient."""
    if not claim.pid or claim.variant not in OWN:
        return None
    return Known(claim.msg_id, claim.sender, claim.pid, claim.verdict == "godtatt")


def of_adopted(event: PatientEvent) -> Known:
    """A message that has the patient of another."""
    return Known(event.msg_id, event.sender, event.pid, taken=True)
