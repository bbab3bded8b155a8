"""What every message has, whatever its head: who, to whom, which, when, about whom.

Read from a tree that may be invalid: what is missing is None or empty, so that a negative AppRec can be made.
Values of a message, which may hold anything about anybody: nothing here shows them when it is printed.
"""

from datetime import datetime
from typing import NamedTuple

from adapters.messages.address import Address, Ident

LONGEST_MSG_ID = 200
"""Longest MsgId or reference that we take for one, in characters; a UUID has 36."""


class Patient(NamedTuple):
    """The patient as given.

    Attributes:
        name: "Etternavn, Fornavn Mellomnavn", empty when there is none.
        born, sex: DateOfBirth, and Sex/@V (3101).
    """

    idents: tuple[Ident, ...] = ()
    name: str = ""
    born: str = ""
    sex: str = ""

    def __repr__(self) -> str:
        return object.__repr__(self)  # its values are nobody's to see


class Envelope(NamedTuple):
    """The head of a message.

    Attributes:
        type_v, type_dn: the message type as given.
        msg_id: as given; `key` is the same in lower case, empty when it is missing or no id at all.
        gen_date: as given; sent_at is the same in UTC, where it can be read.
        receiver: the primary one.
        conversation_id, parent_id: lower case (messages.md §3.3); for an epikrise ServProvId and None.
        test: marked as a test message by its sender.
    """

    type_v: str | None
    type_dn: str | None
    msg_id: str
    key: str
    gen_date: str
    sent_at: datetime | None
    sender: Address | None
    receiver: Address | None
    copies: tuple[Address, ...] = ()
    patient: Patient | None = None
    conversation_id: str | None = None
    parent_id: str | None = None
    test: bool = False

    def __repr__(self) -> str:
        return object.__repr__(self)  # its values are nobody's to see


def reference(text: str | None) -> str | None:
    """A reference to a message, in lower case; None when it is empty or too long to be one."""
    plain = (text or "").strip().lower()
    return plain if 0 < len(plain) <= LONGEST_MSG_ID else None
