"""From when a receiver has had what was sent to it. Pure.

Source: apprec.md §6 (the first AppRec counts: positive, the counterpart could act from that time on; the
broker answers for its own parties at once) and rules.md §12.21.
"""

from datetime import datetime
from typing import Any

from consumers.document import Document, trusted
from consumers.rule import Terms
from consumers.single import first_answers
from schemas.codes import APPREC_AVVIST
from schemas.events import KvitteringMottatt


def had_at(doc: Document[Any], her: str, terms: Terms) -> datetime | None:
    """When a receiver, level-1 HER-id, had a document, UTC, at the earliest when sent; None while it has not.

    What it refused it has from when it took a later version. One of whom no AppRec is known at all counts as
    having what is sent to it.
    """
    if her not in doc.reached:
        return None
    part = terms.agreement.part(her)
    if part and part.egen:
        received: datetime = doc.first.received_at
        return max(received, doc.sent)
    for answer in first_answers(doc).values():
        if answer.sender == her and answer.status != APPREC_AVVIST:
            return max(given_at(answer, terms), doc.sent)
    return None if her in terms.svarer else doc.sent


def given_at(answer: KvitteringMottatt, terms: Terms) -> datetime:
    """When an AppRec was sent, UTC: as of any message, where that can be trusted (rules.md §12.2)."""
    early, late = terms.length("clock_skew"), terms.length("transport")
    return trusted(answer.sent_at, answer.received_at, early, late)
