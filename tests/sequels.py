"""What becomes of a message: changed, cancelled, answered; and how the answers of evaluate are compared."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import islice, permutations
from typing import Any
from uuid import UUID

from histories import AVTALE, at, msg

from consumers.documents import documents
from consumers.papers import Papers
from consumers.stay import Stay
from consumers.stays import Filed, stays
from schemas.avvik import Standing
from schemas.events import AnyEvent, KvitteringMottatt, MeldingAvvist, event_id

History = list[AnyEvent]


def endring(av: Any, sendt: str, **more: Any) -> Any:
    """An M of a message."""
    return _next(av, "M", sendt, more)


def kansellering(av: Any, sendt: str, **more: Any) -> Any:
    """A C of a message."""
    return _next(av, "C", sendt, more)


def igjen(av: Any, sendt: str) -> Any:
    """The same message under another MsgId."""
    msg_id = msg(f"igjen {av.msg_id} {sendt}")
    id_ = UUID(event_id(av.sender, msg_id, av.type))
    return av.model_copy(update={"id": id_, "msg_id": msg_id, "sent_at": at(sendt), "received_at": at(sendt)})


def _next(av: Any, status: str, sendt: str, more: dict[str, Any]) -> Any:
    msg_id = msg(f"{status} {av.msg_id} {sendt} {sorted(more.items(), key=str)}")
    changed = {
        "id": UUID(event_id(av.sender, msg_id, av.type)),
        "msg_id": msg_id,
        "status": status,
        "conversation_id": av.series,
        "parent_id": av.msg_id,
        "sent_at": at(sendt),
        "received_at": at(sendt),
    }
    return av.model_copy(update={**changed, **more})


def kvittering(
    paa: Any, status: str = "2", sendt: str | None = None, fra: str | None = None
) -> KvitteringMottatt:
    """AppRec from the receiver of a message; 2 refuses it."""
    when = at(sendt) if sendt else paa.received_at + timedelta(minutes=1)
    msg_id = msg(f"apprec {paa.msg_id} {status} {when} {fra}")
    sender = fra or paa.receiver
    return KvitteringMottatt(
        id=event_id(sender, msg_id, "kvittering_mottatt.v1"),
        pid=paa.pid,
        msg_id=msg_id,
        answers=paa.msg_id,
        status=status,
        sender=sender,
        receiver=paa.sender,
        sent_at=when,
        received_at=when,
    )


SAME = frozenset(MeldingAvvist.model_fields) - {"id", "type", "errors", "problems"}
"""What a refused message tells as one that is taken over does."""


def avvist_her(paa: Any, *errors: str, **more: Any) -> MeldingAvvist:
    """What our own door tells of a message when it refuses it, and of nothing else."""
    told = {name: value for name, value in paa if name in SAME}
    id_ = event_id(paa.sender, paa.msg_id, "melding_avvist.v1")
    return MeldingAvvist(**{"id": id_, **told, "errors": errors or ("T02",), **more})


def rules(avvik: Iterable[Standing]) -> list[str]:
    """Ids of the rules of some avvik, sorted."""
    return sorted(one.rule for one in avvik)


def facts(avvik: Iterable[Standing]) -> set[tuple[UUID, str, str, datetime | None, tuple[str, ...]]]:
    """What "the same avvik" means (architecture.md §4): id, rule, state, deadline, messages."""
    return {(one.id, one.rule, one.state, one.deadline, one.msg_ids) for one in avvik}


def filed(*history: Any) -> Filed:
    """Where the documents of a history belong, which must be the same whatever the order of the messages."""
    first = stays(documents(history, AVTALE), AVTALE)
    for order in islice(permutations(history), 120):
        again = stays(documents(order, AVTALE), AVTALE)
        for one, other in zip(again, first, strict=True):
            assert sorted((p.id, papers(p)) for p in one) == sorted((p.id, papers(p)) for p in other)
    return first


def fold(*history: Any) -> tuple[Stay, ...]:
    """The stays of a history."""
    return filed(*history).stays


def papers(of: Papers) -> list[str]:
    """MsgIds of the documents that lie together, cancelled and refused ones too."""
    return sorted(doc.latest.msg_id for doc in (*of.documents(), *of.kansellerte, *of.avviste))


def dates(stay: Stay) -> tuple[str, str]:
    """The dates of T0 and T1, empty while unknown."""
    return (str(stay.t0.dato) if stay.t0 else "", str(stay.t1.dato) if stay.t1 else "")
