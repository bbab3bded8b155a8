"""Messages that name no patient: theirs is the patient of the message that they refer to.

A DIALOG_AVVIK may come so (rules.md §12.12), and øyeblikkelig hjelp. What is referred to must be by one of
the two that this message is between, so that a reference leads to no stranger's message.
"""

from collections.abc import Iterator, Sequence

from adapters.store import Store, claims, waiting
from adapters.store.claims import Claim
from schemas.events import PatientEvent


async def adopted(store: Store, orphans: Sequence[PatientEvent]) -> list[PatientEvent | None]:
    """Each with the patient of what it refers to; None as long as that has not come.

    Then it waits for its RefToParent: put to wait first and looked for again, as AppRecs are (ledger.py).
    """
    found = await _with_pids(store, orphans)
    early = [one for one, its in zip(orphans, found, strict=True) if its is None]
    if not early:
        return found
    await waiting.put(store, early)
    late = {one.id: one for one in await _with_pids(store, early) if one}
    return [its or late.get(one.id) for one, its in zip(orphans, found, strict=True)]


def adopted_by(claim: Claim, orphan: PatientEvent) -> Iterator[PatientEvent]:
    """The same with the patient of the message that is claimed, if it is that message it refers to.

    What was refused has no patient to give: it was not taken for what it says.
    """
    taken_over = claim.verdict == "godtatt" and claim.pid
    if (
        taken_over
        and claim.msg_id in _references(orphan)
        and claim.sender in (orphan.sender, orphan.receiver)
    ):
        yield orphan.model_copy(update={"pid": claim.pid})


async def _with_pids(store: Store, orphans: Sequence[PatientEvent]) -> list[PatientEvent | None]:
    named = {reference for one in orphans for reference in _references(one)}
    found = [each.claim for each in await claims.find(store, named)] if named else []
    return [_of_parent_first(one, found) for one in orphans]


def _of_parent_first(orphan: PatientEvent, found: Sequence[Claim]) -> PatientEvent | None:
    """The message before knows best; the first of the conversation is as good where that is not ours."""
    by_parent = sorted(found, key=lambda claim: claim.msg_id != orphan.parent_id)
    return next((its for claim in by_parent for its in adopted_by(claim, orphan)), None)


def _references(orphan: PatientEvent) -> tuple[str, ...]:
    return tuple(each for each in (orphan.parent_id, orphan.conversation_id) if each)
