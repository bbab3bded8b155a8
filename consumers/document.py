"""A document: one message and the later versions of it, or what was refused under one MsgId. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from schemas.agreements import Agreement
from schemas.events import Event, KvitteringMottatt, MeldingAvvist

E_co = TypeVar("E_co", bound=Event | MeldingAvvist, covariant=True)


@dataclass(slots=True)
class Document(Generic[E_co]):
    """One document series, an N and its M, and what became of it (messages.md §3.3).

    Attributes:
        series: the subject of what is said about its content.
        first: the first version that was delivered: deadlines look at it.
        latest: the newest version: content is judged on it.
        sent: sent time of `first` (rules.md §12.2), UTC.
        reached: level-1 HER-ids of the receivers that have not refused it.
        refused: every version was refused (negative AppRec): not delivered, but still evidence.
        cancelled_at: sent time of its Kansellering, UTC; one that was refused takes nothing back (§12.5).
        versions, times: the versions that were delivered (all when none was), and the sent time of each.
        answers: the AppRecs that answer any version, the newest last.
        has_original: its N has come; without it an M or a C waits for one (rules.md R-T07).
        kanselleringer: those of it, refused ones too, each as a document of its own that nothing takes back.
        twins: MsgIds of the same content sent again under other MsgIds (rules.md R-T06).
    """

    series: str
    first: E_co
    latest: E_co
    sent: datetime
    reached: frozenset[str]
    refused: bool = False
    cancelled_at: datetime | None = None
    versions: tuple[E_co, ...] = ()
    times: tuple[datetime, ...] = ()
    answers: tuple[KvitteringMottatt, ...] = ()
    has_original: bool = True
    kanselleringer: tuple["Document[E_co]", ...] = ()
    twins: tuple[str, ...] = ()

    @property
    def waits(self) -> bool:
        """A Kansellering, and nothing is known that it can be about (rules.md §9)."""
        return isinstance(self.latest, Event) and self.latest.status == "C"

    @property
    def refs(self) -> frozenset[str]:
        """What its first version refers to: MsgIds and conversations."""
        return frozenset(ref for ref in (self.first.parent_id, self.first.conversation_id) if ref)

    @property
    def msg_ids(self) -> frozenset[str]:
        """What others may call it in a reference."""
        return frozenset([event.msg_id for event in self.versions])


def sent_time(event: Event | MeldingAvvist, agreement: Agreement) -> datetime:
    """GenDate; the time of receipt where GenDate is missing, in the future, or too long under way."""
    sent, received = event.sent_at, event.received_at
    if sent is None or sent == received:
        return received
    part = agreement.part(event.receiver)
    nr = part.kommunenr if part else None
    early, late = agreement.frist("clock_skew", nr).length, agreement.frist("transport", nr).length
    return trusted(sent, received, early, late)


def trusted(sent: datetime | None, received: datetime, early: timedelta, late: timedelta) -> datetime:
    """When something was sent, or came where that cannot be so (rules.md §12.2)."""
    return sent if sent and -early <= received - sent <= late else received
