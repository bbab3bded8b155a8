"""The documents of one stay, and the admission and discharge they tell of. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from consumers.document import Document
from consumers.moments import left, told
from schemas import events
from schemas.tid import Tidspunkt

OVERFLYTTET = frozenset({"21", "23", "31"})
"""AdmOutcome (7300): to another unit of the same institution, or to another hospital."""

_SHELF = {
    "pasient_innlagt.v1": "innlagt",
    "pasient_utskrivningsklar.v1": "klar",
    "utskrivningsklar_avmeldt.v1": "avmeldt",
    "pasient_utskrevet.v1": "utskrevet",
    "utskrivningsrapport_mottatt.v1": "rapporter",
    "epikrise_mottatt.v1": "epikriser",
}

TELLING = frozenset(_SHELF)
"""The types that tell of a stay; the others are kept in the history, and no rule asks for them yet."""

_DATING = ("pasient_innlagt.v1", "pasient_utskrevet.v1", "epikrise_mottatt.v1")


@dataclass(slots=True, eq=False)
class Papers:
    """What one hospital has sent one party about one admission, refused documents too.

    Attributes:
        hospital: level-1 HER-id of the sender.
        party: level-1 HER-id of the kommune or fastlege that was told.
        kommune: kommunenummer of the party.
        t0, t1: admission and discharge, as the best document tells of them.
    """

    hospital: str
    party: str
    kommune: str | None
    innlagt: list[Document[events.PasientInnlagt]] = field(default_factory=list)
    klar: list[Document[events.PasientUtskrivningsklar]] = field(default_factory=list)
    avmeldt: list[Document[events.UtskrivningsklarAvmeldt]] = field(default_factory=list)
    utskrevet: list[Document[events.PasientUtskrevet]] = field(default_factory=list)
    rapporter: list[Document[events.UtskrivningsrapportMottatt]] = field(default_factory=list)
    epikriser: list[Document[events.EpikriseMottatt]] = field(default_factory=list)
    t0: Tidspunkt | None = None
    t1: Tidspunkt | None = None

    def add(self, doc: Document[Any]) -> None:
        """Take a document in, and what it tells of the admission and the discharge."""
        event = doc.latest
        getattr(self, _SHELF[event.type]).append(doc)
        if event.type in _DATING or told(event, "utskrevet") or (told(event, "innlagt") and not self.innlagt):
            self.date()

    def date(self) -> None:
        """Find T0 and T1 anew: LOG_INNLAGT and LOG_UTSKREVET first, then what else tells of them."""
        others: list[Document[Any]] = [*self.klar, *self.avmeldt, *self.rapporter, *self.epikriser]
        begins = [t for doc in self.innlagt if (t := doc.latest.innlagt)]
        begins = begins or [t for doc in others if (t := doc.latest.innlagt)]
        self.t0 = min(begins, key=lambda t: t.utc, default=None)
        self.t1 = self._t1()

    def _t1(self) -> Tidspunkt | None:
        ends = [t for doc in self.reports if (t := doc.latest.utskrevet)]
        if not self.utskrevet:
            return ends[0] if ends else None
        last = max(self.utskrevet, key=lambda doc: (doc.sent, doc.series))
        t1: Tidspunkt = last.latest.utskrevet or (ends[0] if ends else left(last))
        if t1.bare_dato:
            return next((end for end in ends if not end.bare_dato and end.dato == t1.dato), t1)
        return t1

    @property
    def utskrivende(self) -> list[Document[events.EpikriseMottatt]]:
        """The epikriser that end the stay: not those of a unit that passed the patient on."""
        return [doc for doc in self.epikriser if doc.latest.adm_outcome not in OVERFLYTTET]

    @property
    def reports(self) -> list[Document[Any]]:
        """What may tell of the discharge beside LOG_UTSKREVET."""
        return [*self.rapporter, *self.utskrivende]

    @property
    def evidence(self) -> tuple[Document[Any], ...]:
        """The documents that T1 rests on."""
        return tuple(self.utskrevet) or tuple(doc for doc in self.reports if doc.latest.utskrevet)

    @property
    def first(self) -> Document[Any]:
        """The document that was sent first."""
        return min(self.documents(), key=lambda doc: (doc.sent, doc.series))

    def documents(self) -> Iterator[Document[Any]]:
        """All documents of the stay."""
        for shelf in _SHELF.values():
            yield from getattr(self, shelf)
