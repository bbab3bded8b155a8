"""What every message has, whatever its head: who, to whom, which, when, about whom.

Read from a tree that may be invalid: what is missing is None or empty, so that a negative AppRec can be made.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

UnitKind = Literal["Inst", "Dept", "HCPerson", "HCProf"]

LONGEST_ID = 40
"""Longest identifier of a party that we take for one, in characters (schemas.events.HerId)."""
LONGEST_MSG_ID = 200
"""Longest MsgId or reference that we take for one, in characters; a UUID has 36."""


@dataclass(frozen=True, slots=True)
class Ident:
    """An identifier as the message gives it: Id, and of TypeId @V, @DN and @S."""

    id: str | None
    type: str | None = None
    dn: str | None = None
    oid: str | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """An organisation, a service or a professional of it, as the message gives it.

    Attributes:
        kind: what an AppRec calls it (HITS 1168 §6).
        ident: the HER-id where there is one, else the first identifier.
        more: the other identifiers.
    """

    kind: UnitKind
    name: str | None = None
    ident: Ident | None = None
    more: tuple[Ident, ...] = ()

    @property
    def her(self) -> str:
        """The HER-id; empty where there is none."""
        return her_of(self.ident) if self.ident else ""

    @property
    def any_id(self) -> str:
        """The HER-id, else any other identifier; empty where there is none."""
        idents = (self.ident, *self.more) if self.ident else ()
        return self.her or next((plain for ident in idents if (plain := plain_of(ident))), "")


@dataclass(frozen=True, slots=True, eq=False)
class Address:
    """A party: level 1, and below it services and persons (level 2).

    Attributes:
        her: HER-id of level 1, empty where there is none.
        service: HER-id of the first service or professional at level 2.
        any_id: the first identifier of any kind, level 1 before 2; empty where there is none.
    """

    unit: Unit
    below: tuple[Unit, ...] = ()
    her: str = field(init=False)
    service: str | None = field(init=False)
    any_id: str = field(init=False)

    def __post_init__(self) -> None:
        own = self.unit.her
        alone = self.unit.kind == "HCProf"  # a professional without an organisation is at level 2
        below = (own,) if alone else tuple(unit.her for unit in self.below)
        any_ids = (unit.any_id for unit in (self.unit, *self.below))
        object.__setattr__(self, "her", "" if alone else own)
        object.__setattr__(self, "service", next((her for her in below if her), None))
        object.__setattr__(self, "any_id", next((any_id for any_id in any_ids if any_id), ""))

    @property
    def is_empty(self) -> bool:
        """Nothing of an address could be read, not even an empty name."""
        return self.unit == Unit(self.unit.kind) and not self.below


@dataclass(frozen=True, slots=True, repr=False)
class Patient:
    """The patient as given; personal data, so it is never printed.

    Attributes:
        name: "Etternavn, Fornavn Mellomnavn", empty when there is none.
        born, sex: DateOfBirth, and Sex/@V (3101).
    """

    idents: tuple[Ident, ...] = ()
    name: str = ""
    born: str = ""
    sex: str = ""


@dataclass(frozen=True, slots=True)
class Envelope:
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
    sender: Address | None = field(repr=False)
    receiver: Address | None = field(repr=False)
    copies: tuple[Address, ...] = field(default=(), repr=False)
    patient: Patient | None = field(default=None, repr=False)
    conversation_id: str | None = None
    parent_id: str | None = None
    test: bool = False


def reference(text: str | None) -> str | None:
    """A reference to a message, in lower case; None when it is empty or too long to be one."""
    plain = (text or "").strip().lower()
    return plain if 0 < len(plain) <= LONGEST_MSG_ID else None


def her_of(ident: Ident) -> str:
    """The HER-id without the dots and blanks of old files (identifiers.md §2); empty if it is another id."""
    if ident.type != "HER" or not ident.id:
        return ""
    plain = ident.id if ident.id.isdigit() else "".join(ident.id.split()).replace(".", "")
    return plain if plain.isascii() and plain.isdigit() and len(plain) <= LONGEST_ID else ""


def plain_of(ident: Ident) -> str:
    """Any identifier without its blanks; empty where it is none."""
    plain = "".join((ident.id or "").split())
    return plain if len(plain) <= LONGEST_ID else ""


def unit_of(kind: UnitKind, name: str | None, idents: list[Ident]) -> Unit:
    """A unit whose main identifier is chosen by its type, never by its position."""
    if not idents:
        return Unit(kind, name)
    main = next((ident for ident in idents if her_of(ident)), idents[0])
    return Unit(kind, name, main, tuple(ident for ident in idents if ident is not main))
