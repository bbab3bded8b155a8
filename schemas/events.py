"""Events on hendelser.v1 and kvitteringer.v1: one frozen class per fact.

Readers ignore fields they do not know, so a field may be added; what exists is never removed,
renamed or narrowed: a changed meaning is a new class, `….v2` (docs/adr/0003).
"""

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from schemas.fact import NAMESPACE, Event, Fact, HerId, Pid, PidType, computed_id, event_id
from schemas.receipts import KvitteringMottatt, KvitteringSendt
from schemas.tid import Tidspunkt

__all__ = [
    "HENDELSER",
    "KVITTERINGER",
    "NAMESPACE",
    "AnyEvent",
    "DodsfallMeldt",
    "EpikriseMottatt",
    "Event",
    "Fact",
    "HerId",
    "Kvittering",
    "KvitteringMottatt",
    "KvitteringSendt",
    "PasientInnlagt",
    "PasientUtskrevet",
    "PasientUtskrivningsklar",
    "PatientEvent",
    "Pid",
    "PidType",
    "UtskrivningsklarAvmeldt",
    "UtskrivningsrapportMottatt",
    "computed_id",
    "event_id",
]


class PasientInnlagt(Event):
    """Melding om innlagt pasient, LOG_INNLAGT (HIS 1149:2014 §3.2).

    Attributes:
        innlagt: hendelse 1 (9121).
        fodselsdag: admitted on the day of birth, that is, a newborn.
    """

    type: Literal["pasient_innlagt.v1"] = "pasient_innlagt.v1"
    innlagt: Tidspunkt | None = None
    fodselsdag: bool = False


class PasientUtskrivningsklar(Event):
    """Melding om utskrivningsklar pasient, LOG_UTSKRIVNINGSKLAR (HIS 1149:2014 §3.3).

    Attributes:
        innlagt, utskrivningsklar: hendelse 1 and 3 (9121); 3 may lie ahead.
    """

    type: Literal["pasient_utskrivningsklar.v1"] = "pasient_utskrivningsklar.v1"
    innlagt: Tidspunkt | None = None
    utskrivningsklar: Tidspunkt | None = None


class UtskrivningsklarAvmeldt(Event):
    """Avmelding av utskrivningsklar pasient, LOG_AVMELDING (HIS 1149:2014 §3.4).

    Attributes:
        innlagt, utskrivningsklar, avmeldt: hendelse 1, 3 and 4 (9121).
    """

    type: Literal["utskrivningsklar_avmeldt.v1"] = "utskrivningsklar_avmeldt.v1"
    innlagt: Tidspunkt | None = None
    utskrivningsklar: Tidspunkt | None = None
    avmeldt: Tidspunkt | None = None


class PasientUtskrevet(Event):
    """Melding om utskrevet pasient, LOG_UTSKREVET (HIS 1149:2014 §3.5).

    Attributes:
        utskrevet: hendelse 2 (9121), a date as a rule.
        uttilstand: 8431: 1 som levende, 2 som død.
        ut_til: 8408.
    """

    type: Literal["pasient_utskrevet.v1"] = "pasient_utskrevet.v1"
    utskrevet: Tidspunkt | None = None
    uttilstand: str | None = None
    ut_til: str | None = None


class DodsfallMeldt(Event):
    """Orientering om dødsfall outside hospital, LOG_DOD.

    Attributes:
        dod: hendelse 13 (9121).
    """

    type: Literal["dodsfall_meldt.v1"] = "dodsfall_meldt.v1"
    dod: Tidspunkt | None = None


class UtskrivningsrapportMottatt(Event):
    """Utskrivningsrapport, root TverrfagligEpikrise (HIS 1148:2014).

    Attributes:
        innlagt, utskrevet: from the events' texts “Innlagt dato” and “Utskrevet dato”, a fallback.
        legemidler: number of Legemiddelinfo with a name that are not seponert (messages.md §3.4).
        seponerte: number of Legemiddelinfo with StatusTilForskrivningen 2.
        liste_i_vedlegg: an attachment looks like a medicine list (rules.md §12.17).
        liste_i_tekst: at least two lines of text hold a strength.
        ingen_legemidler: a text says that the patient uses no medicines.
    """

    type: Literal["utskrivningsrapport_mottatt.v1"] = "utskrivningsrapport_mottatt.v1"
    innlagt: Tidspunkt | None = None
    utskrevet: Tidspunkt | None = None
    legemidler: int = 0
    seponerte: int = 0
    liste_i_vedlegg: bool = False
    liste_i_tekst: bool = False
    ingen_legemidler: bool = False


class EpikriseMottatt(Event):
    """Epikrise (HIS 80226, epikrise 1.2).

    Attributes:
        innlagt, utskrevet: StartDateTime and EndDateTime of Event/ReportedEvent.
        dod: Patient/DateOfDeath.
        adm_outcome: 7300: 2 som død; 21, 23 own institution; 31 another hospital.
        adm_cat: 8240: 1 heldøgnsopphold.
        fodselsdag: the stay began on the date of birth.
        medisiner: the forms the medicines have: strukturert, kodet_tekst, fritekst.
        liste_i_vedlegg, ingen_legemidler: as in UtskrivningsrapportMottatt.
    """

    type: Literal["epikrise_mottatt.v1"] = "epikrise_mottatt.v1"
    innlagt: Tidspunkt | None = None
    utskrevet: Tidspunkt | None = None
    dod: Tidspunkt | None = None
    adm_outcome: str | None = None
    adm_cat: str | None = None
    fodselsdag: bool = False
    medisiner: tuple[Literal["strukturert", "kodet_tekst", "fritekst"], ...] = ()
    liste_i_vedlegg: bool = False
    ingen_legemidler: bool = False


PatientEvent = (
    PasientInnlagt
    | PasientUtskrivningsklar
    | UtskrivningsklarAvmeldt
    | PasientUtskrevet
    | DodsfallMeldt
    | UtskrivningsrapportMottatt
    | EpikriseMottatt
)
AnyEvent = PatientEvent | KvitteringMottatt
Kvittering = KvitteringSendt | KvitteringMottatt

HENDELSER: TypeAdapter[AnyEvent] = TypeAdapter(Annotated[AnyEvent, Field(discriminator="type")])
KVITTERINGER: TypeAdapter[Kvittering] = TypeAdapter(Annotated[Kvittering, Field(discriminator="type")])
