"""What a reader gets: the structured part of one message, and what its head already told."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from adapters.messages.envelope import Patient
from adapters.messages.fodt import fodt, has_turned
from adapters.messages.reading import Element, told_code_of
from adapters.xml.local_time import tidspunkt
from schemas.codes import KANSELLERING
from schemas.events import event_id
from schemas.tid import OSLO, Tidspunkt, start_of_day


class Sheet(NamedTuple):
    """One message, ready to be read into its event.

    Attributes:
        root: of the whole message.
        payload: its structured part; for an epikrise the root.
        common: the fields every schemas.events.Event has, without `id`.
        key: secret of the keyed hashes, Context.pid_key.
        patient: as given.
    """

    root: Element
    payload: Element
    common: Mapping[str, Any]
    key: bytes
    patient: Patient | None = None

    def __repr__(self) -> str:
        return object.__repr__(self)  # its values are nobody's to see

    @property
    def cancelled(self) -> bool:
        """A kansellering: it has no content to judge (rules.md §9)."""
        return bool(self.common["status"] == KANSELLERING)

    def fields(self, type_: str) -> dict[str, Any]:
        """The common fields, with the id of an event of `type_`."""
        return {**self.common, "id": event_id(self.common["sender"], self.common["msg_id"], type_)}

    def is_birthday(self, moment: Tidspunkt | None) -> bool:
        """Whether it happened on the day that the patient was born."""
        born = None if moment is None else fodt(self.patient)
        if moment is None or born is None or abs((moment.utc.date() - born).days) > 1:
            return False
        return moment.utc >= start_of_day(born) and moment.dato == born

    def has_turned(self, years: int) -> bool | None:
        """Whether the patient was so many years old when the message was sent; None where nothing tells."""
        sent: datetime = self.common["sent_at"] or self.common["received_at"]
        return has_turned(fodt(self.patient), years, sent.astimezone(OSLO).date())


def moment_of(element: Element | None) -> Tidspunkt | None:
    """The TS in @V; None where it is missing or unreadable."""
    return None if element is None else tidspunkt(element.get("V", ""))


def optional_code(element: Element | None) -> str | None:
    """@V; None where there is none, or it is no code at all."""
    return told_code_of(element) or None
