"""What people, and the dialogmeldinger of those it is about, have done with an avvik. Pure.

Source: rules.md §4 (besvart, lukket) and §12.20 (where several states hold: trukket, lukket, besvart).
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Final
from uuid import UUID

from consumers.document import Document
from consumers.papers import Papers
from consumers.rule import Finding, Rule
from schemas.behandling import AvvikBehandlet
from schemas.events import DialogMottatt, Hendelse

Handled = Mapping[UUID, AvvikBehandlet]
"""Id of an avvik -> what a person has done with it."""

DIALOGMELDING: Final = "dialogmelding"
SVAR: Final = frozenset({"DIALOG_SVAR", "DIALOG_HELSEFAGLIG", "DIALOG_NOTAT"})

_STRONGER: Final = {"besvart": 0, "lukket": 1, "trukket": 2}


def handled(history: Iterable[Hendelse]) -> Handled:
    """What was done with each avvik: the strongest, and of several such the newest."""
    found: dict[UUID, AvvikBehandlet] = {}
    for event in history:
        if isinstance(event, AvvikBehandlet):
            found[event.avvik] = max(event, found.get(event.avvik, event), key=_rank)
    return found


def _rank(one: AvvikBehandlet) -> tuple[object, ...]:
    return (_STRONGER[one.gjort], one.received_at, one.id)


def answering(
    papers: Papers, rule: Rule, finding: Finding, margin: timedelta
) -> Document[DialogMottatt] | None:
    """The first dialogmelding in which the one whom the finding is about comes back to what it rests on.

    `margin` is how long a deadline lasts beyond what is agreed: until then nothing is missing.
    What was only late has come: whatever is said in the same conversation since is no answer to it, and what
    was said while it was missing still is.
    """
    if rule.teknisk or not papers.dialoger:
        return None
    about = papers.hospital if rule.direction == "til_UNN" else papers.party
    refs = frozenset[str]().union(*(doc.msg_ids for doc in finding.rests_on))
    until = finding.arrived_at
    begun = finding.deadline + margin if until and finding.deadline else finding.since
    since = begun or max(doc.sent for doc in finding.rests_on)
    answers = (
        doc
        for doc in papers.dialoger
        if doc.first.sender == about
        and since <= doc.sent
        and (until is None or doc.sent < until)
        and not doc.refused
        and doc.first.message_type in SVAR
        and not refs.isdisjoint((doc.first.parent_id, doc.first.conversation_id))
    )
    return min(answers, key=lambda doc: (doc.sent, doc.series), default=None)
