"""Who asks, and what they may: every page says which role it needs, and no page forgets to."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

Handler = Callable[[Request], Awaitable[Response]]


class Role(StrEnum):
    """What a person is here for."""

    LESER = "leser"
    KOORDINATOR = "koordinator"
    DRIFT = "drift"
    ADMIN = "admin"


HAS: Final = {
    Role.LESER: frozenset(Role),
    Role.KOORDINATOR: frozenset({Role.KOORDINATOR, Role.ADMIN}),
    Role.DRIFT: frozenset({Role.DRIFT, Role.ADMIN}),
    Role.ADMIN: frozenset({Role.ADMIN}),
}
"""Whoever has one of these may do what the role is needed for."""

MEANS: Final = {
    Role.LESER: "ser avvik og forløp",
    Role.KOORDINATOR: "besvarer, lukker og trekker avvik",
    Role.DRIFT: "ser meldinger og XML, og behandler strandede meldinger",
    Role.ADMIN: "alt, og brukerne",
}


@dataclass(frozen=True, slots=True)
class User:
    """Who is logged in.

    Attributes:
        id: what goes into the audit log.
        name: what is shown.
        roles: what they may do.
        kommuner: kommunenummer that they are limited to; None for all.
        csrf: what their forms carry.
        session: the hash of the session.
        origin: `lokal` or `oidc`.
    """

    id: str
    name: str
    roles: frozenset[Role]
    kommuner: frozenset[str] | None = None
    csrf: str = ""
    session: str = ""
    origin: str = "lokal"

    def may(self, role: Role) -> bool:
        """Whether they may do what needs this role; what concerns everybody is not for who sees only some."""
        return bool(self.roles & HAS[role]) and (role is not Role.ADMIN or self.kommuner is None)

    def sees(self, kommune: str | None) -> bool:
        """Whether they may see what belongs to this kommune; to none (None): only who sees all."""
        return self.kommuner is None or kommune in self.kommuner

    def limited(self, chosen: str | None = None) -> frozenset[str] | None:
        """The kommuner that a list may hold when `chosen` is its filter; None for all, empty for nothing."""
        if not chosen:
            return self.kommuner
        return frozenset({chosen}) if self.sees(chosen) else frozenset()


def needs(role: Role, *, large: bool = False) -> Callable[[Handler], Handler]:
    """Mark a handler with the role that it needs; broker.console.guard asks before it runs.

    `large`: its form holds the content of a message.
    """

    def mark(handler: Handler) -> Handler:
        handler.needs, handler.large = role, large  # type: ignore[attr-defined]
        return handler

    return mark


def anybody(handler: Handler) -> Handler:
    """Mark a handler that needs no login."""
    handler.needs, handler.large = None, False  # type: ignore[attr-defined]
    return handler


def user_of(request: Request) -> User:
    """Who asks; only where the page needs a role."""
    user: User = request.state.user
    return user
