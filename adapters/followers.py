"""What waits for a message: AppRecs, and messages that name no patient, which others may wait for in turn."""

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from adapters import orphans, tying
from adapters.known import Known, of_adopted
from adapters.store import Store, waiting
from adapters.store.waiting import Waiting
from schemas.events import KvitteringMottatt, PatientEvent

Found = dict[UUID, Waiting]
"""By id of the event, so that messages which refer to each other are told once."""


async def followers(
    store: Store, known: Iterable[Known | None], documents: Iterable[str] = ()
) -> dict[Known | None, tuple[Waiting, ...]]:
    """What came too early for these messages, now with its patient; what follows another comes after it.

    documents: those of epikriser among them, by which an AppRec may call one.
    """
    found: dict[Known | None, Found] = {}
    heads = [(one, found.setdefault(one, {})) for one in known if one]
    sought = {*(head.msg_id for head, _ in heads), *documents}
    while sought and (early := await waiting.find(store, sought)):
        heads = await _next(store, heads, await tying.renamed(store, early))
        sought = {head.msg_id for head, _ in heads}
    return {one: tuple(its.values()) for one, its in found.items()}


async def _next(
    store: Store, heads: Sequence[tuple[Known, Found]], early: Sequence[Waiting]
) -> list[tuple[Known, Found]]:
    """Put what follows the heads to what is found; the messages among that, which others may follow."""
    adopted: list[tuple[PatientEvent, Found]] = []
    for head, its in heads:
        for one in _of(head, early):
            if one.id not in its:
                its[one.id] = one
                if not isinstance(one, KvitteringMottatt):
                    adopted.append((one, its))
    noted = await orphans.noted(store, [event for event, _ in adopted])
    for event, (_, its) in zip(noted, adopted, strict=True):
        its[event.id] = event
    return [(of_adopted(event), its) for event, (_, its) in zip(noted, adopted, strict=True)]


def _of(head: Known, early: Iterable[Waiting]) -> Iterator[Waiting]:
    for one in early:
        if not isinstance(one, KvitteringMottatt):
            yield from orphans.adopted_by(head, one)
        elif one.answers == head.msg_id and one.receiver == head.sender:
            yield one.model_copy(update={"pid": head.pid, "unknown": False})
