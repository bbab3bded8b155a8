"""When a stay began and ended, as its documents tell of it. Pure.

Source: rules.md §3 (T0 and T1) and §12.15 (where T0 is unknown).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from consumers.document import Document
from consumers.moments import earliest, left, told
from consumers.papers import OVERFLYTTET, Papers
from schemas.events import EpikriseMottatt, SammenfatningMottatt
from schemas.tid import Tidspunkt

_BEGINS = frozenset({"pasient_innlagt.v1", "epikrise_mottatt.v1"})
_ENDS = frozenset({"pasient_utskrevet.v1", "epikrise_mottatt.v1"})


@dataclass(slots=True, eq=False)
class Course(Papers):
    """The papers of one admission, with its dates."""

    def add(self, doc: Document[Any]) -> None:
        """Take a document in, and what it tells of the admission and the discharge."""
        Papers.add(self, doc)  # a class with slots is not the one that super() was compiled for
        event = doc.latest
        if event.type in _BEGINS or told(event, "innlagt"):
            self.t0 = self._t0()
        if event.type in _ENDS or told(event, "utskrevet"):
            self.t1 = self._t1()

    def date(self) -> None:
        """Find T0 and T1 anew: LOG_INNLAGT and LOG_UTSKREVET first, then what else tells of them."""
        self.t0, self.t1 = self._t0(), self._t1()

    def _t0(self) -> Tidspunkt | None:
        begins = [t for doc in self.innlagt if (t := doc.latest.innlagt)]
        begins = begins or [t for doc in self.opening if (t := told(doc.latest, "innlagt"))]
        return min(begins, key=lambda t: t.utc, default=None)

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
    def utskrivende(self) -> list[Document[EpikriseMottatt]]:
        """The epikriser that end the stay: not those of a unit that passed the patient on."""
        return [doc for doc in self.epikriser if doc.latest.adm_outcome not in OVERFLYTTET]

    @property
    def oppsummert(self) -> list[Document[SammenfatningMottatt]]:
        """The sammenfatninger (PLO 2.0) from the hospital, which stand for the utskrivningsrapport."""
        return [doc for doc in self.sammenfatninger if doc.latest.sender == self.hospital]

    @property
    def reports(self) -> list[Document[Any]]:
        """What may tell of the discharge beside LOG_UTSKREVET."""
        return [*self.rapporter, *self.oppsummert, *self.utskrivende]

    @property
    def evidence(self) -> tuple[Document[Any], ...]:
        """The documents that T1 rests on."""
        return tuple(self.utskrevet) or tuple(doc for doc in self.reports if doc.latest.utskrevet)

    @property
    def begin(self) -> datetime:
        """T0, or the earliest thing known while it is unknown; UTC."""
        return self.t0.utc if self.t0 else min(map(earliest, self.opening))
