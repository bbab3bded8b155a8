"""Documents that belong together, each on the shelf of its kind. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, compress
from operator import attrgetter
from typing import Any, Final
from uuid import UUID

from consumers.document import Document
from schemas import events
from schemas.tid import Tidspunkt

OVERFLYTTET = frozenset({"21", "23", "31"})
"""AdmOutcome (7300): to another unit of the same institution, or to another hospital."""

SHELF: Final = {
    "pasient_innlagt.v1": "innlagt",
    "pasient_utskrivningsklar.v1": "klar",
    "utskrivningsklar_avmeldt.v1": "avmeldt",
    "mottak_avklart.v1": "mottak",
    "pasient_utskrevet.v1": "utskrevet",
    "dodsfall_meldt.v1": "dodsfall",
    "helseopplysninger_mottatt.v1": "helseopplysninger",
    "innleggelsesrapport_mottatt.v1": "innleggelsesrapporter",
    "utskrivningsrapport_mottatt.v1": "rapporter",
    "sammenfatning_mottatt.v1": "sammenfatninger",
    "helseopplysninger_til_lege_mottatt.v1": "til_lege",
    "medisinske_opplysninger_mottatt.v1": "medisinske",
    "tjenestetilbud_mottatt.v1": "tjenestetilbud",
    "fravar_meldt.v1": "fravar",
    "epj_innhold_mottatt.v1": "epj_innhold",
    "epikrise_mottatt.v1": "epikriser",
    "dialog_mottatt.v1": "dialoger",
}
"""Type of event -> the shelf of Papers where its documents lie."""

OPENING: Final = frozenset(
    {
        "pasient_innlagt.v1",
        "pasient_utskrivningsklar.v1",
        "utskrivningsklar_avmeldt.v1",
        "pasient_utskrevet.v1",
        "helseopplysninger_mottatt.v1",
        "innleggelsesrapport_mottatt.v1",
        "utskrivningsrapport_mottatt.v1",
        "sammenfatning_mottatt.v1",
        "epikrise_mottatt.v1",
    }
)
"""The types that tell of a stay even where nothing else does; the others only belong to one (rules.md §3)."""

LISTS: Final = (*SHELF.values(), "egne", "kansellerte", "avviste")
"""Every list of Papers."""

# All lists of a paper at one call: most rules go through all documents.
_SHELVES = attrgetter(*SHELF.values())
_LISTS = attrgetter(*LISTS)
_OPENING_SHELVES = attrgetter(*(shelf for type_, shelf in SHELF.items() if type_ in OPENING))


@dataclass(slots=True, eq=False)
class Papers:
    """What two parties have sent each other about one matter, refused documents too.

    Attributes:
        hospital: level-1 HER-id of the hospital; without one, of the fastlege or whoever is nearest to it.
        party: level-1 HER-id of the kommune or fastlege at the other end.
        kommune: kommunenummer of the party.
        egne: the epikriser whose content is judged here, and not at another party of the same stay.
        kansellerte: what has been taken back, and each Kansellering that waits for its original.
        avviste: what we refused at our own door, and nobody has sent again since: it has not come, and is no
            evidence of anything.
        t0, t1: admission and discharge, as the best document tells of them; None where there is no stay.
        id, pid: rules.md §12.15; pid is that of the first message.
    """

    hospital: str
    party: str
    kommune: str | None
    innlagt: list[Document[events.PasientInnlagt]] = field(default_factory=list)
    klar: list[Document[events.PasientUtskrivningsklar]] = field(default_factory=list)
    avmeldt: list[Document[events.UtskrivningsklarAvmeldt]] = field(default_factory=list)
    mottak: list[Document[events.MottakAvklart]] = field(default_factory=list)
    utskrevet: list[Document[events.PasientUtskrevet]] = field(default_factory=list)
    dodsfall: list[Document[events.DodsfallMeldt]] = field(default_factory=list)
    helseopplysninger: list[Document[events.HelseopplysningerMottatt]] = field(default_factory=list)
    innleggelsesrapporter: list[Document[events.InnleggelsesrapportMottatt]] = field(default_factory=list)
    rapporter: list[Document[events.UtskrivningsrapportMottatt]] = field(default_factory=list)
    sammenfatninger: list[Document[events.SammenfatningMottatt]] = field(default_factory=list)
    til_lege: list[Document[events.HelseopplysningerTilLegeMottatt]] = field(default_factory=list)
    medisinske: list[Document[events.MedisinskeOpplysningerMottatt]] = field(default_factory=list)
    tjenestetilbud: list[Document[events.TjenestetilbudMottatt]] = field(default_factory=list)
    fravar: list[Document[events.FravarMeldt]] = field(default_factory=list)
    epj_innhold: list[Document[events.EpjInnholdMottatt]] = field(default_factory=list)
    epikriser: list[Document[events.EpikriseMottatt]] = field(default_factory=list)
    dialoger: list[Document[events.DialogMottatt]] = field(default_factory=list)
    egne: list[Document[events.EpikriseMottatt]] = field(default_factory=list)
    kansellerte: list[Document[Any]] = field(default_factory=list)
    avviste: list[Document[events.MeldingAvvist]] = field(default_factory=list)
    t0: Tidspunkt | None = None
    t1: Tidspunkt | None = None
    id: UUID = events.NAMESPACE
    pid: str = ""

    def filled(self) -> frozenset[str]:
        """Names of the lists that hold anything."""
        return frozenset(compress(LISTS, _LISTS(self)))

    def add(self, doc: Document[Any]) -> None:
        """Put a document on its shelf."""
        getattr(self, SHELF[doc.latest.type]).append(doc)

    def documents(self) -> Iterator[Document[Any]]:
        """All documents but the cancelled ones."""
        return chain.from_iterable(_SHELVES(self))

    @property
    def opening(self) -> list[Document[Any]]:
        """Those of OPENING."""
        return list(chain.from_iterable(_OPENING_SHELVES(self)))

    @property
    def first(self) -> Document[Any]:
        """The document that was sent first, of those that tell of a stay where there are any."""
        docs = self.opening or list(self.documents()) or self.kansellerte
        return min(docs, key=lambda doc: (doc.sent, doc.series))

    def replies(self, to: Document[Any]) -> list[Document[Any]]:
        """What somebody else has sent with a reference to a document (ConversationRef), as it was sent."""
        ids = to.msg_ids | {to.series}
        found = [
            doc
            for doc in self.documents()
            if (doc.first.parent_id in ids or doc.first.conversation_id in ids)
            and doc.first.sender != to.first.sender
        ]
        return sorted(found, key=lambda doc: (doc.sent, doc.series))
