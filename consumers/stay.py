"""A stay (opphold): what a hospital and a kommune, or a fastlege, told each other of one admission. Pure.

Source: rules.md §3 (correlation) and §9 (edge cases).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from consumers.course import Course
from consumers.document import Document
from consumers.known import NOTHING, Known
from consumers.moments import starts, times
from schemas.events import PasientInnlagt
from schemas.tid import Tidspunkt

DAY = timedelta(days=1)
HELDOGN = "1"
"""AdmCat (8240): heldøgnsopphold."""


@dataclass(slots=True, eq=False)
class Stay(Course):
    """One stay.

    Attributes:
        neste: the LOG_INNLAGT that opened the stay after this one.
        forrige: the stay before this one, of the same hospital and party.
        kansellert_at: its LOG_INNLAGT was cancelled then, and nothing replaced it.
        dagopphold: an epikrise tells that it was no heldøgnsopphold.
        overflyttet: passed on to another hospital or unit, and not discharged from here (rules.md §3).
        dod: when the patient died; the start of the day for a date. UTC.
        tjenester: the strongest evidence that the party gave the patient services when it began.
        bare_ikke_helse: all services that are known of are no health services: LOG_UTSKREVET alone is right
            (rules.md §9).
        kjent: all that is known of the patient.
    The last six are known when all stays are.
    """

    neste: Document[PasientInnlagt] | None = None
    forrige: "Stay | None" = None
    kansellert_at: datetime | None = None
    dagopphold: bool = False
    overflyttet: bool = False
    dod: datetime | None = None
    tjenester: Document[Any] | None = None
    bare_ikke_helse: bool = False
    kjent: Known = NOTHING

    def revive(self) -> None:
        """A cancelled LOG_INNLAGT does not undo a stay that the hospital still tells of afterwards."""
        if self.kansellert_at and any(doc.sent > self.kansellert_at for doc in self._from_hospital()):
            self.kansellert_at = None
            self.kansellerte += self.innlagt
            self.innlagt.clear()
            self.date()

    def _from_hospital(self) -> Iterator[Document[Any]]:
        yield from (*self.klar, *self.avmeldt, *self.utskrevet)
        yield from (*self.helseopplysninger, *self.rapporter, *self.oppsummert)

    @property
    def bekreftet(self) -> bool:
        """A LOG_INNLAGT tells of it; without one it is provisional (rules.md §3)."""
        return bool(self.innlagt)

    @property
    def end(self) -> datetime | None:
        """The latest moment of the stay; None while it is open. UTC."""
        if self.t1:
            return self.t1.senest
        return self.dod or (starts(self.neste) if self.neste else None)

    @property
    def uavsluttet(self) -> bool:
        """The next admission came, and nothing told of a discharge."""
        return self.t1 is None and self.dod is None and self.neste is not None

    @property
    def flyttinger(self) -> list[datetime]:
        """When the patient was moved inside the hospital: later LOG_INNLAGT of the same stay. UTC."""
        return sorted({told.utc for doc in self.innlagt if (told := doc.latest.innlagt)})[1:]

    @property
    def svak(self) -> bool:
        """No message says who the patient is better than a name does (rules.md §9 and §12.12)."""
        return all(doc.latest.pid_type == "svak" for doc in self.documents())

    @property
    def uten_kommunale_tjenester(self) -> bool:
        """Nothing but epikriser, and no sign of services: only rules about them apply (rules.md §3)."""
        return self.tjenester is None and len(self.opening) == len(self.epikriser)

    @property
    def nyfodt(self) -> bool:
        """The stay began on the day of birth."""
        told: list[Document[Any]] = [*self.innlagt, *self.epikriser]
        return any(doc.latest.fodselsdag for doc in told)

    @property
    def forbehold(self) -> bool:
        """A message of it tells that the patient objects to what is said being passed on (rules.md R-U17)."""
        return any("forbehold" in doc.latest.deler for doc in self.documents())

    def told(self) -> Iterator[Tidspunkt]:
        """Every time that the documents tell of."""
        for doc in self.documents():
            yield from filter(None, times(doc.latest))
