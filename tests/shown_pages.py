"""Every page of the console, and how one comes to it: for tests of all pages, and for pictures."""

from collections.abc import Callable
from typing import Final, NamedTuple

from browsing import Person

Where = str | Callable[[Person], str]


class Shown(NamedTuple):
    """A page.

    Attributes:
        route: its path in the application.
        where: an address of it, or how to find one in the console.
        name: of its pictures; "" for none.
    """

    route: str
    where: Where
    name: str = ""

    def open(self, person: Person) -> int:
        """Go there; the status of the answer."""
        return person.go(self.where if isinstance(self.where, str) else self.where(person))


def linked(page: str, which: str, after: str = "") -> Callable[[Person], str]:
    """The address behind the first such link of a page."""

    def find(person: Person) -> str:
        person.go(page)
        return f"{person.page.locator(which).first.get_attribute('href')}{after}"

    return find


STAYS: Final = "/forlop?tilstand=mangler"
AVVIK: Final = "/avvik?regel=R-U14"
LETTERS, FIRST = "/strandet?vis=hver", "main table tbody a"
PAGES: Final = (
    Shown("/", "/", "oversikt"),
    Shown("/forlop", "/forlop", "forlop"),
    Shown("/forlop/{stay_id}", linked(STAYS, "table.tavle tbody a"), "opphold"),
    Shown("/forlop/{stay_id}/spor", linked(STAYS, "table.tavle tbody a", "/spor"), "spor"),
    Shown("/avvik", "/avvik", "avvik"),
    Shown("/avvik/{id}", linked(AVVIK, "main tbody th a"), "ett-avvik"),
    Shown("/avvik/{id}/dialogmelding", linked(AVVIK, "main tbody th a", "/dialogmelding")),
    Shown("/avvik/{id}/historikk", linked(AVVIK, "main tbody th a", "/historikk")),
    Shown("/strandet", "/strandet", "strandet"),
    Shown("/strandet/{id}", linked(LETTERS, FIRST), "en-strandet"),
    Shown("/strandet/{id}/prov", linked(LETTERS, FIRST, "/prov")),
    Shown("/strandet/{id}/rediger", linked(LETTERS, FIRST, "/rediger")),
    Shown("/meldinger", "/meldinger", "meldinger"),
    Shown("/meldinger/{msg_id}", linked("/meldinger?utfall=avvist", FIRST), "melding"),
    Shown("/meldinger/{msg_id}/spor", linked("/meldinger", FIRST, "/spor")),
    Shown("/meldinger/{msg_id}/xml", linked("/meldinger", FIRST, "/xml")),
    Shown("/avtaler", "/avtaler", "avtaler"),
    Shown("/sok", "/sok?q="),
    Shown("/min", "/min", "min-side"),
    Shown("/brukere", "/brukere", "brukere"),
    Shown("/brukere/{user_id}", "/brukere/lise"),
    Shown("/revisjon", "/revisjon", "revisjon"),
    Shown("/revisjon/kontroll", "/revisjon/kontroll"),
)
NO_PAGES: Final = frozenset(
    {
        "/strom",
        "/borte",
        "/hjem",
        "/logg-inn",
        "/logg-inn/oidc",
        "/logg-inn/retur",
        "/logg-ut/oidc",
        "/static/{digest}/{name}",
        "/strandet/kjoringer/{run}",
    }
)
"""Nothing to look at, not behind a login, or only there for a while."""
PIECES: Final = (".csv", ".xlsx", ".{kind}", "/nye", "/nytt")
"""Files, and pieces of pages."""
