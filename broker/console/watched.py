"""What open pages can follow, who may, and whose a change was: one look each second for all of them."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.rows import fetch
from broker.console.who import Role, User
from broker.names import Names

Owner = Literal["kommune", "part"]


class Part(NamedTuple):
    """Something that pages follow.

    Attributes:
        role: who may follow it.
        owner: by what a user is limited to some of it: kommunenummer, or HER-ids of their parties.
        mark: a number that is another one when something has changed, found by an index.
        whose: to whom what changed after a mark belongs, each a list with commas.
    """

    role: Role
    owner: Owner
    mark: str
    whose: str


PARTS: Final[Mapping[str, Part]] = {
    "avvik": Part(
        Role.LESER,
        "kommune",
        "SELECT max(changed_at) FROM avvik",
        "SELECT DISTINCT kommune FROM avvik WHERE changed_at > {mark}",
    ),
    "board": Part(
        Role.LESER,
        "kommune",
        "SELECT max(changed_at) FROM board",
        "SELECT DISTINCT kommune FROM board WHERE changed_at > {mark}",
    ),
    "cases": Part(
        Role.DRIFT,
        "part",
        "SELECT max(changed_at) FROM cases",
        "SELECT DISTINCT sender FROM cases WHERE changed_at > {mark}",
    ),
    "meldinger": Part(
        Role.DRIFT,
        "part",
        "SELECT max(claimed_at) FROM claims",
        "SELECT DISTINCT sender || ',' || COALESCE(receivers, '') FROM claims WHERE claimed_at > {mark}",
    ),
}

Marks = Mapping[str, int | None]
Changes = Mapping[str, frozenset[str]]
"""Part -> to whom what changed belongs."""


class Sight(NamedTuple):
    """What somebody is told of.

    Attributes:
        who: their id.
        parts: those that they follow and may.
        owned: by kommune or part, what they are limited to; None for all of it.
    """

    who: str
    parts: frozenset[str]
    owned: Mapping[Owner, frozenset[str] | None]

    @property
    def limited(self) -> bool:
        """Whether they see only some."""
        return any(allowed is not None for allowed in self.owned.values())

    def of(self, changes: Changes) -> set[str]:
        """The parts in which something changed that they may see."""
        return {part for part in self.parts & changes.keys() if self._sees(part, changes[part])}

    def _sees(self, part: str, owners: frozenset[str]) -> bool:
        allowed = self.owned[PARTS[part].owner]
        return allowed is None or not allowed.isdisjoint(owners)


@dataclass(eq=False, slots=True)
class Listener:
    """One open page: what its user sees of what it follows, and what changed since it was last told."""

    sight: Sight
    changed: set[str] = field(default_factory=set)
    woken: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self, changes: Changes) -> None:
        """Note what changed, if the page follows it."""
        if mine := self.sight.of(changes):
            self.changed |= mine
            self.woken.set()


def sight(user: User, asked: frozenset[str], names: Names) -> Sight:
    """What of the parts `asked` for this user is told of."""
    parts = frozenset(name for name, part in PARTS.items() if name in asked and user.may(part.role))
    return Sight(user.id, parts, {"kommune": user.kommuner, "part": names.hers(user.kommuner)})


async def marks(conn: AsyncConnection) -> dict[str, int | None]:
    """Where each part stands."""
    return {name: (await fetch(conn, part.mark))[0][0] for name, part in PARTS.items()}


def changed(before: Marks, now: Marks) -> list[str]:
    """The parts that changed between two looks; what was looked at once only has not."""
    return [name for name, mark in now.items() if name in before and mark != before[name]]


async def whose(conn: AsyncConnection, name: str, mark: int | None) -> frozenset[str]:
    """To whom what changed of a part after `mark` belongs."""
    rows = await fetch(conn, PARTS[name].whose.format(mark=mark or 0))
    return frozenset(owner for (text,) in rows for owner in (text or "").split(",") if owner)
