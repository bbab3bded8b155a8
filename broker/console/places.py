"""The places of the console, in the order of the shell; one without a page is not shown."""

from typing import Final, NamedTuple

from broker.console.who import Role, User


class Place(NamedTuple):
    """An entry of the shell's list.

    Attributes:
        path: where it is; also what the addresses of its details begin with.
        needs: who sees it.
    """

    path: str
    name: str
    needs: Role


PLACES: Final = (
    Place("/", "Oversikt", Role.LESER),
    Place("/forlop", "Forløp", Role.LESER),
    Place("/avvik", "Avvik", Role.LESER),
    Place("/strandet", "Strandet", Role.DRIFT),
    Place("/meldinger", "Meldinger", Role.DRIFT),
    Place("/avtaler", "Avtaler", Role.LESER),
    Place("/brukere", "Brukere", Role.ADMIN),
    Place("/revisjon", "Revisjon", Role.ADMIN),
)


def places(user: User, paths: frozenset[str]) -> list[Place]:
    """Those that this user may go to, of those that are there."""
    return [place for place in PLACES if place.path in paths and user.may(place.needs)]


def here(path: str) -> str:
    """The place that an address belongs to."""
    return f"/{path.split('/')[1]}"


def home(user: User, paths: frozenset[str]) -> str:
    """Where one comes after logging in."""
    return next((place.path for place in places(user, paths)), "/min")
