"""Events on hendelser.v1 and kvitteringer.v1: one frozen class per fact.

Readers ignore fields they do not know, so a field may be added; what exists is never removed,
renamed or narrowed: a changed meaning is a new class, `….v2` (docs/adr/0003).
"""

from typing import Annotated

from pydantic import Field, TypeAdapter

from schemas.avvist import MeldingAvvist
from schemas.behandling import AvvikBehandlet
from schemas.dialog import DialogMottatt
from schemas.fact import NAMESPACE, Event, Fact, HerId, Pid, PidType, computed_id, event_id
from schemas.kobling import PasientKoblet
from schemas.logistikk import (
    DodsfallMeldt,
    MottakAvklart,
    PasientInnlagt,
    PasientUtskrevet,
    PasientUtskrivningsklar,
    UtskrivningsklarAvmeldt,
)
from schemas.rapporter import (
    EpikriseMottatt,
    EpjInnholdMottatt,
    FravarMeldt,
    HelseopplysningerMottatt,
    HelseopplysningerTilLegeMottatt,
    InnleggelsesrapportMottatt,
    MedisinskeOpplysningerMottatt,
    SammenfatningMottatt,
    TjenestetilbudMottatt,
    UtskrivningsrapportMottatt,
)
from schemas.receipts import KvitteringMottatt, KvitteringSendt

__all__ = [
    "HENDELSER",
    "KVITTERINGER",
    "MELDTE",
    "NAMESPACE",
    "AnyEvent",
    "AvvikBehandlet",
    "DialogMottatt",
    "DodsfallMeldt",
    "EpikriseMottatt",
    "EpjInnholdMottatt",
    "Event",
    "Fact",
    "FravarMeldt",
    "HelseopplysningerMottatt",
    "HelseopplysningerTilLegeMottatt",
    "Hendelse",
    "HerId",
    "InnleggelsesrapportMottatt",
    "Kvittering",
    "KvitteringMottatt",
    "KvitteringSendt",
    "MedisinskeOpplysningerMottatt",
    "MeldingAvvist",
    "MottakAvklart",
    "PasientInnlagt",
    "PasientKoblet",
    "PasientUtskrevet",
    "PasientUtskrivningsklar",
    "PatientEvent",
    "Pid",
    "PidType",
    "SammenfatningMottatt",
    "TjenestetilbudMottatt",
    "UtskrivningsklarAvmeldt",
    "UtskrivningsrapportMottatt",
    "computed_id",
    "event_id",
]

PatientEvent = (
    PasientInnlagt
    | PasientUtskrivningsklar
    | UtskrivningsklarAvmeldt
    | MottakAvklart
    | PasientUtskrevet
    | DodsfallMeldt
    | HelseopplysningerMottatt
    | InnleggelsesrapportMottatt
    | UtskrivningsrapportMottatt
    | SammenfatningMottatt
    | HelseopplysningerTilLegeMottatt
    | MedisinskeOpplysningerMottatt
    | TjenestetilbudMottatt
    | FravarMeldt
    | EpjInnholdMottatt
    | EpikriseMottatt
    | DialogMottatt
)
TakenOver = PatientEvent | KvitteringMottatt
AnyEvent = TakenOver | MeldingAvvist
Hendelse = AnyEvent | AvvikBehandlet | PasientKoblet
Kvittering = KvitteringSendt | KvitteringMottatt

MELDTE: TypeAdapter[TakenOver] = TypeAdapter(Annotated[TakenOver, Field(discriminator="type")])
HENDELSER: TypeAdapter[Hendelse] = TypeAdapter(Annotated[Hendelse, Field(discriminator="type")])
"""What messages tell (MELDTE those that were taken over), what people do with avvik, and which ids they tell
are one patient's."""
KVITTERINGER: TypeAdapter[Kvittering] = TypeAdapter(Annotated[Kvittering, Field(discriminator="type")])
