"""The parts of an epikrise that rules ask for (rules.md R-U19, R-U20, R-U22, R-U26), and its medicines."""

import re
from collections.abc import Sequence
from functools import lru_cache

from adapters.messages.epikrise_paths import Paths
from adapters.messages.legemidler import navn_nokkel, nokkel
from adapters.messages.phone import is_phone
from adapters.messages.reading import Element, value_of
from schemas.codes import LEGEMIDDELBEHANDLING, MEDISINERING
from schemas.rapporter import Form

_ITEMS = {"H": "diagnose", "B": "diagnose", "CAVE": "cave", LEGEMIDDELBEHANDLING: ""}
"""8233 InfItem/Type -> the part that it makes; empty for medicines."""
_COMMENTS = {"VU": "vurdering", "OP": "plan", MEDISINERING: ""}
"""8311 Comment/Heading -> the part that it makes; no code is of both lists."""
_ASKED = _ITEMS | _COMMENTS
_FORMS: tuple[Form, ...] = ("strukturert", "kodet_tekst", "fritekst")
_ATC = re.compile("[A-Z][0-9]{2}[A-Z]{2}[0-9]{2}", re.IGNORECASE)
_MOST_ATC = 8192
"""More than there are."""


class Parts:
    """What a report holds, and each Event of it; in 1.2 an Event may hold others.

    Attributes:
        deler: as in schemas.deler.
        brukes, brukes_navn: the structured medicines as keyed hashes, and their names alone.
    """

    __slots__ = ("_forms", "_key", "_paths", "brukes", "brukes_navn", "deler")

    def __init__(self, report: Element, events: Sequence[Element], paths: Paths, key: bytes) -> None:
        self._paths, self._key = paths, key
        self._forms: set[Form] = set()
        self.brukes: set[str] = set()
        self.brukes_navn: set[str] = set()
        self.deler: set[str] = {"godkjent"} if paths.approved(report) else set()
        if paths.person(report):
            self.deler.add("ansvarlig")
        if any(map(is_phone, paths.addresses(report))):
            self.deler.add("kontakt")
        for event in events:
            for coded in event.iter(paths.type, paths.heading):
                if (code := value_of(coded)) in _ASKED:
                    self._take(code, coded)

    @property
    def forms(self) -> tuple[Form, ...]:
        """The forms in which medicines are given with content."""
        return tuple([form for form in _FORMS if form in self._forms])

    def _take(self, code: str, coded: Element) -> None:
        """What an InfItem says stands before its Type; what a Comment says is the Comment's."""
        part, paths = _ASKED[code], self._paths
        if part in self.deler:
            return
        said = coded.getprevious() if code in _ITEMS else coded.getparent()
        if said is None or (tag := said.tag) not in paths.holders:
            return  # the Type of an address, the Heading of a result
        if part:
            if paths.says(said):
                self.deler.add(part)
        elif code == LEGEMIDDELBEHANDLING:
            self._medicine(said, tag)
        elif paths.tells(said):
            self._forms.add("fritekst")

    def _medicine(self, said: Element, tag: str) -> None:
        if tag == self._paths.medication:
            if nokkel := _nokkel(said[0], self._key):
                self._forms.add("strukturert")
                self.brukes.add(nokkel)
                if navn := navn_nokkel(_name(said[0]), self._key):
                    self.brukes_navn.add(navn)
        elif tag == self._paths.observation and self._paths.describes(said):
            self._forms.add("kodet_tekst")


def _nokkel(drug: Element, key: bytes) -> str:
    """The ATC, else the name, else any other code, as a keyed hash; empty where there is none of them."""
    code = value_of(drug).replace(" ", "")
    if _ATC.fullmatch(code):
        return _of_atc(code, key)
    name = _name(drug) or value_of(drug)
    return nokkel(name, key) if name else ""


def _name(drug: Element) -> str:
    return next((word for at in ("DN", "OT") if (word := (drug.get(at) or "").strip())), "")


@lru_cache(maxsize=_MOST_ATC)
def _of_atc(atc: str, key: bytes) -> str:
    """Remembered, as the same few hundred are in use everywhere; a name is not, for it may be anything."""
    return nokkel(atc, key)
