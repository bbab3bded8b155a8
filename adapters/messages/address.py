"""Addresses as messages give them: units on two levels, each with its identifiers.

Values of a message, which may hold anything about anybody: nothing here shows them when it is printed.
"""

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

UnitKind = Literal["Inst", "Dept", "HCPerson", "HCProf"]

LONGEST_ID = 40
"""Longest identifier of a party that we take for one, in characters (schemas.events.HerId)."""
LONGEST_HER = 9
"""Digits of a HER-id at most; seven are seen. A number of eleven would be a person's (identifiers.md §2)."""


class Ident(NamedTuple):
    """An identifier as the message gives it: Id, and of TypeId @V, @DN and @S."""

    id: str | None
    type: str | None = None
    dn: str | None = None
    oid: str | None = None

    def __repr__(self) -> str:
        return object.__repr__(self)  # its values are nobody's to see


@dataclass(frozen=True, slots=True, repr=False)
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


@dataclass(frozen=True, slots=True, eq=False, repr=False)
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


def her_of(ident: Ident) -> str:
    """The HER-id without the dots and blanks of old files (identifiers.md §2); empty if it is another id."""
    if ident.type != "HER" or not ident.id:
        return ""
    plain = ident.id if ident.id.isdigit() else "".join(ident.id.split()).replace(".", "")
    return plain if plain.isascii() and plain.isdigit() and len(plain) <= LONGEST_HER else ""


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
