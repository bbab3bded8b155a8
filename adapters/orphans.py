"""Messages that name no patient: theirs is the patient of the message that they refer to.

A DIALOG_AVVIK may come so (rules.md §12.12), and øyeblikkelig hjelp. What is referred to must be by one of
the two that this message is between, so that a reference leads to no stranger's message.
"""

from collections.abc import Iterator, Sequence

from adapters.known import Known, of_claim
from adapters.store import Store, adoption, claims, waiting
from schemas.events import PatientEvent


async def adopted(store: Store, orphans: Sequence[PatientEvent]) -> list[PatientEvent | None]:
    """Each with the patient of what it refers to; None as long as that has not come.

    Then it waits for what it refers to: put to wait first and looked for again, as AppRecs are (ledger.py).
    """
    found = await _with_pids(store, orphans)
    early = [one for one, its in zip(orphans, found, strict=True) if its is None]
    if not early:
        return found
    await waiting.put(store, early)
    late = {one.id: one for one in await _with_pids(store, early) if one}
    return [its or late.get(one.id) for one, its in zip(orphans, found, strict=True)]


async def noted(store: Store, adopted: Sequence[PatientEvent]) -> list[PatientEvent]:
    """Their claims have the patient from now on, so that AppRecs to them are tied to it; the same, in order.

    Of two that adopt one message at the same moment, by what comes before it and by the first of its
    conversation, the one that notes it first decides for both.
    """
    pids = {(one.msg_id, one.sender): one.pid for one in adopted}
    stand = await adoption.note(store, pids) if pids else {}
    return [one.model_copy(update={"pid": stand.get((one.msg_id, one.sender), one.pid)}) for one in adopted]


def adopted_by(known: Known, orphan: PatientEvent) -> Iterator[PatientEvent]:
    """The same with the patient of a message that is known, if it is that message it refers to.

    What was refused has no patient to give: it was not taken for what it says.
    """
    between = (orphan.sender, orphan.receiver)
    if known.taken and known.msg_id in waiting.references(orphan) and known.sender in between:
        yield orphan.model_copy(update={"pid": known.pid})


async def _with_pids(store: Store, orphans: Sequence[PatientEvent]) -> list[PatientEvent | None]:
    named = {reference for one in orphans for reference in waiting.references(one)}
    found = [of_claim(each.claim) for each in await claims.find(store, named)] if named else []
    return [_of_parent_first(one, [*filter(None, found)]) for one in orphans]


def _of_parent_first(orphan: PatientEvent, found: Sequence[Known]) -> PatientEvent | None:
    """The message before knows best; the first of the conversation is as good where that is not ours."""
    by_parent = sorted(found, key=lambda known: known.msg_id != orphan.parent_id)
    return next((its for known in by_parent for its in adopted_by(known, orphan)), None)
