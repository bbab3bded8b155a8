"""Events on hendelser.v1 and kvitteringer.v1: one frozen class per fact.

Readers ignore fields they do not know, so a field may be added; what exists is never removed,
renamed or narrowed: a changed meaning is a new class, `….v2` (docs/adr/0003).
"""

from hashlib import sha1
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter

from schemas.tid import Tidspunkt

NAMESPACE = UUID("6d1f5f0a-7c1e-5d0b-9a39-1f8f1e6f3c55")
"""Root of every id we compute, so that a repeated message gives the ids it gave the first time."""

Pid = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
HerId = Annotated[str, Field(min_length=1, max_length=40)]
Status = Literal["N", "M", "C"]
PidType = Literal["fnr", "dnr", "fhn", "hnr", "annet", "svak"]


_NAMESPACE_BYTES = NAMESPACE.bytes


def computed_id(name: str) -> UUID:
    """uuid5(NAMESPACE, name), in half its time: four of these go with each message."""
    digest = sha1(_NAMESPACE_BYTES + name.encode(), usedforsecurity=False).digest()
    return UUID(bytes=digest[:16], version=5)


def event_id(sender: str, msg_id: str, type_: str) -> UUID:
    """Id of the event of `type_` that the message (sender level-1 HER-id, MsgId) gives."""
    return computed_id(f"{sender}/{msg_id}/{type_}")


class Fact(BaseModel):
    """What every record in JSON has in common: an id, a type, and no personal data."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: UUID


class Event(Fact):
    """One message about one patient, without anything that tells who it is.

    Attributes:
        id: event_id(sender, msg_id, type).
        pid: HMAC-SHA-256 of the patient's best identifier, hex (identifiers.md §4).
        pid_type: the kind of identifier behind `pid`; `svak` = name, date of birth and sex.
        aliases: pids of the patient's other identifiers in the same message.
        msg_id: MsgId, lower case; what is no UUID as a keyed hash, 32 hex digits.
        message_type: MsgInfo/Type/@V (8279).
        version: of the message standard, as "1.6".
        status: N ny, M endring, C kansellering (7309).
        sender, receiver: HER-ids, level 1; an id of more than nine digits as a keyed hash.
        sender_service, receiver_service: HER-ids, level 2.
        copies: level-1 HER-ids of copy receivers.
        conversation_id: RefToConversation, told like msg_id; for an epikrise its ServProvId.
        parent_id: RefToParent, told like msg_id.
        sent_at: GenDate, UTC; None where it is missing or unreadable.
        received_at: when we took it in, UTC; with `historie` it is GenDate.
        historie: came as a backlog (key or folder marked `historikk`).
        test: marked as a test message by its sender (Status TEST, ProcessingStatus T).
    """

    pid: Pid
    pid_type: PidType
    aliases: tuple[Pid, ...] = ()
    msg_id: str
    message_type: str
    version: str
    status: Status
    sender: HerId
    sender_service: HerId | None = None
    receiver: HerId
    receiver_service: HerId | None = None
    copies: tuple[HerId, ...] = ()
    conversation_id: str | None = None
    parent_id: str | None = None
    sent_at: AwareDatetime | None = None
    received_at: AwareDatetime
    historie: bool = False
    test: bool = False

    @property
    def series(self) -> str:
        """Key of the document series: N, its M and its C share it (messages.md §3.3)."""
        return self.conversation_id or self.msg_id


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


class KvitteringMottatt(Fact):
    """An AppRec that a receiver sent, tied to the message it answers (apprec.md §6).

    Attributes:
        id: event_id(sender, msg_id, type) of the AppRec.
        pid: of the message it answers.
        msg_id: the AppRec's own Id.
        answers: OriginalMsgId/Id, lower case.
        status: 8258: 1 OK, 2 avvist, 3 OK, feil i delmelding.
        errors: codes of 8221.
        sender, receiver: level-1 HER-ids of who answers and who is answered.
        sent_at: GenDate, UTC.
        received_at: when we took it in, UTC.
    """

    type: Literal["kvittering_mottatt.v1"] = "kvittering_mottatt.v1"
    pid: Pid | None = None
    msg_id: str
    answers: str
    status: str
    errors: tuple[str, ...] = ()
    sender: HerId
    receiver: HerId
    sent_at: AwareDatetime | None = None
    received_at: AwareDatetime
    historie: bool = False


class KvitteringSendt(Fact):
    """An AppRec that we gave on behalf of an own party.

    Attributes:
        msg_id: the AppRec's Id.
        answers: MsgId of the message, lower case.
        message_type, version: of the message.
        status: 8258: 1 OK, 2 avvist.
        errors: codes of 8221.
        sender: level-1 HER-id of the party we answer for.
        receiver: level-1 HER-id of the party that is answered.
        sent_at: GenDate of the AppRec, UTC.
        apprec: the AppRec itself, XML as text.
    """

    type: Literal["kvittering_sendt.v1"] = "kvittering_sendt.v1"
    msg_id: str
    answers: str
    message_type: str
    version: str
    status: str
    errors: tuple[str, ...] = ()
    sender: HerId
    receiver: HerId
    sent_at: AwareDatetime
    apprec: str


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
