"""A stay (opphold): what one hospital told one kommune, or one fastlege, about one admission. Pure.

Source: rules.md §3 (correlation) and §9 (edge cases).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from consumers.document import Document
from consumers.moments import earliest, starts, times
from consumers.papers import Papers
from schemas.events import NAMESPACE, EpikriseMottatt, PasientInnlagt
from schemas.tid import Tidspunkt

DAY = timedelta(days=1)
HELDOGN = "1"
"""AdmCat (8240): heldøgnsopphold."""


@dataclass(slots=True, eq=False)
class Stay(Papers):
    """One stay.

    Attributes:
        egne: the epikriser whose content is judged here, and not at another party of the same stay.
        neste: the LOG_INNLAGT that opened the stay after this one.
        kansellert_at: its LOG_INNLAGT was cancelled then, and nothing replaced it.
        dagopphold: an epikrise tells that it was no heldøgnsopphold.
        overflyttet: passed on to another hospital or unit, and not discharged from here (rules.md §3).
        dod: when the patient died; the start of the day for a date. UTC.
        id, pid: rules.md §12.15; pid is that of the first message.
    The last four are known when all stays are.
    """

    egne: list[Document[EpikriseMottatt]] = field(default_factory=list)
    neste: Document[PasientInnlagt] | None = None
    kansellert_at: datetime | None = None
    dagopphold: bool = False
    overflyttet: bool = False
    dod: datetime | None = None
    id: UUID = NAMESPACE
    pid: str = ""

    def revive(self) -> None:
        """A cancelled LOG_INNLAGT does not undo a stay that PLO messages still tell of afterwards."""
        later: list[Document[Any]] = [*self.klar, *self.avmeldt, *self.utskrevet, *self.rapporter]
        if self.kansellert_at and any(doc.sent > self.kansellert_at for doc in later):
            self.kansellert_at = None
            self.innlagt.clear()
            self.date()

    @property
    def begin(self) -> datetime:
        """T0, or the earliest thing known while it is unknown; UTC."""
        known = self.t0 or self.t1
        return known.utc if known else min(earliest(doc) for doc in self.documents())

    @property
    def end(self) -> datetime | None:
        """The latest moment of the stay; None while it is open. UTC."""
        if self.t1:
            return self.t1.senest
        return starts(self.neste) if self.neste else None

    @property
    def uten_kommunale_tjenester(self) -> bool:
        """Nothing but epikriser: only rules about them apply (rules.md §3)."""
        return not (self.innlagt or self.klar or self.avmeldt or self.utskrevet or self.rapporter)

    @property
    def nyfodt(self) -> bool:
        """The stay began on the day of birth."""
        told: list[Document[Any]] = [*self.innlagt, *self.epikriser]
        return any(doc.latest.fodselsdag for doc in told)

    def told(self) -> Iterator[Tidspunkt]:
        """Every time that the documents tell of."""
        for doc in self.documents():
            yield from filter(None, times(doc.latest))
