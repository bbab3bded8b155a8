"""Whose history is asked for: an avvik or a pid, as people write them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from adapters.store import avvik, history, patients
from consumers.evaluate import Evaluation, evaluate
from schemas.avvik import Avvik
from schemas.events import HENDELSER, Hendelse

if TYPE_CHECKING:
    from uuid import UUID

    from adapters.store import Store
    from consumers.stay import Stay
    from schemas.agreements import Agreement


class Unclear(Exception):
    """There is none that begins so, or more than one."""

    def __init__(self, *, several: bool) -> None:
        super().__init__("several" if several else "none")
        self.several = several


@dataclass(frozen=True, slots=True)
class Patient:
    """A patient as asked for.

    Attributes:
        history: all events.
        evaluation: of it.
        stays: those that are meant: one, where an avvik or a stay was named.
        whole: nothing less than all stays is meant.
    """

    gid: str
    history: Sequence[Hendelse]
    evaluation: Evaluation
    stays: "Sequence[Stay]"
    whole: bool

    @property
    def pids(self) -> frozenset[str]:
        return frozenset(str(event.pid) for event in self.history if event.pid) | {self.gid}

    def stays_with(self, msg_id: str) -> "list[Stay]":
        """The stays that a message, or an AppRec, belongs to."""
        return [stay for stay in self.stays if any(msg_id in _ids(doc) for doc in _documents(stay))]

    def msg_ids(self) -> frozenset[str]:
        """MsgIds of the messages that are meant, and of the AppRecs that answer them."""
        if self.whole:
            named = (getattr(event, "msg_id", "") for event in self.history)
            return frozenset(filter(None, named))
        return frozenset(msg_id for stay in self.stays for doc in _documents(stay) for msg_id in _ids(doc))


def _documents(stay: "Stay") -> Sequence[Any]:
    return [*stay.documents(), *stay.kansellerte]


def _ids(doc: Any) -> frozenset[str]:
    versions = {event.msg_id for event in (doc.first, doc.latest, *doc.versions)}
    return frozenset({*versions, *doc.twins, *(answer.msg_id for answer in doc.answers)})


def is_patient(text: str) -> bool:
    """Whether it is an avvik (A-19C2) or a pid (P-7F3A), and no MsgId."""
    return text.lower().startswith(("a-", "p-"))


async def patient_of(store: "Store", text: str, now: datetime, agreement: "Agreement") -> Patient:
    """The patient that is meant. Raises Unclear."""
    text = text.strip().lower()
    found = await avvik_of_prefix(store, text) if text.startswith("a-") else None
    prefix = found.pid if found else text.removeprefix("p-")
    gids = await patients.by_prefix(store, prefix, 2) if prefix else []
    if len(gids) != 1:
        raise Unclear(several=bool(gids))
    return await patient(store, gids[0], now, agreement, found.stay_id if found else None)


async def patient(
    store: "Store", gid: str, now: datetime, agreement: "Agreement", stay_id: "UUID | None" = None
) -> Patient:
    """A group of pids with its history, judged at `now`; of one stay, where that is named."""
    async with store.read() as conn:
        bodies = (await history.histories(conn, [gid]))[gid]
    events = [HENDELSER.validate_json(body) for body in bodies]
    evaluation = evaluate(events, now, agreement)
    meant = [stay for stay in evaluation.stays if stay.id == stay_id]  # none, when the stay has changed
    return Patient(gid, events, evaluation, meant or evaluation.stays, not meant)


async def avvik_of_prefix(store: "Store", text: str) -> Avvik:
    """The avvik whose id begins so: A-19C2. Raises Unclear."""
    digits = text.lower().removeprefix("a-").strip()
    dashed = f"{digits[:8]}-{digits[8:]}" if len(digits) > 8 and "-" not in digits else digits
    bodies = await avvik.by_prefix(store, dashed, 2) if digits else []
    if len(bodies) != 1:
        raise Unclear(several=bool(bodies))
    return Avvik.model_validate_json(bodies[0])
