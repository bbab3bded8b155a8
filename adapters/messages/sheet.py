"""What a reader gets: the structured part of one message, and what its head already told."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from adapters.messages.reading import Element, told_code_of
from adapters.xml.local_time import tidspunkt
from schemas.codes import KANSELLERING
from schemas.events import event_id
from schemas.tid import Tidspunkt, start_of_day

EARLIEST_BIRTH = date(1850, 1, 1)
"""Nobody alive is older; earlier dates cannot be reckoned with in every time zone."""


class Sheet(NamedTuple):
    """One message, ready to be read into its event.

    Attributes:
        root: of the whole message.
        payload: its structured part; for an epikrise the root.
        common: the fields every schemas.events.Event has, without `id`.
        key: secret of the keyed hashes, Context.pid_key.
        born: DateOfBirth as given.
    """

    root: Element
    payload: Element
    common: Mapping[str, Any]
    key: bytes
    born: str = ""

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
        if moment is None or not self.born:
            return False
        try:
            born = date.fromisoformat(self.born[:10])
        except ValueError:
            return False
        if born < EARLIEST_BIRTH or abs((moment.utc.date() - born).days) > 1:
            return False
        return moment.utc >= start_of_day(born) and moment.dato == born


def moment_of(element: Element | None) -> Tidspunkt | None:
    """The TS in @V; None where it is missing or unreadable."""
    return None if element is None else tidspunkt(element.get("V", ""))


def optional_code(element: Element | None) -> str | None:
    """@V; None where there is none, or it is no code at all."""
    return told_code_of(element) or None
