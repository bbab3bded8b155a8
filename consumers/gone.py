"""Whether a duty fell away, or was done: the questions that most rules on deadlines ask first. Pure.

Source: rules.md §3 and §9 (death, transfer) and §12.5 (what was refused has not come).
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Final, TypeVar

from consumers.document import Document
from consumers.stay import Stay
from schemas.events import Event

E = TypeVar("E", bound=Event)

ANNET_SYKEHUS: Final = "31"
"""AdmOutcome (7300): to another hospital, and not only to another unit of this one."""


def first_delivered(docs: Iterable[Document[E]]) -> Document[E] | None:
    """The document that came first; refused ones have not come (rules.md §12.5)."""
    came = (doc for doc in docs if not doc.refused)
    return min(came, key=lambda doc: (doc.sent, doc.series), default=None)


def died_within(stay: Stay, deadline: datetime) -> bool:
    """The patient died before the deadline, so that the duty fell away (rules.md §9)."""
    return stay.dod is not None and stay.dod <= deadline


def left_within(stay: Stay, deadline: datetime) -> bool:
    """The patient left the hospital before the deadline, home or to another hospital (rules.md §3 and §9)."""
    ends = [stay.t1]
    if stay.overflyttet:
        ends += [doc.latest.utskrevet for doc in stay.epikriser if doc.latest.adm_outcome == ANNET_SYKEHUS]
    return any(end.utc <= deadline for end in ends if end)
