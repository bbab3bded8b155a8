"""Heads of synthetic messages: hodemelding 1.2, with whatever goes inside."""

from dataclasses import dataclass, field
from datetime import date, datetime
from html import escape

from broker.simulate.people import Person
from schemas.codes import ID_ENHET, ID_PERSON, MELDINGSNAVN, NY
from schemas.tid import OSLO

MSGHEAD = "http://www.kith.no/xmlstds/msghead/2006-05-24"
BASE64 = "http://www.kith.no/xmlstds/base64container"
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'

STATUS_NAMES = {"N": "Ny", "M": "Endring", "C": "Kansellering"}

When = datetime | date | str
"""A moment, a day, or a text to be written as it is."""


@dataclass(frozen=True, slots=True)
class Party:
    """Who sends or receives, at two levels.

    Attributes:
        her: HER-id, level 1; empty writes an empty Id.
        service, service_her: name and HER-id of level 2; empty: none.
        is_doctor: level 2 is a fastlege and not a service.
        orgnr: organisasjonsnummer beside the HER-id.
    """

    name: str
    her: str
    service: str = ""
    service_her: str = ""
    is_doctor: bool = False
    orgnr: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a message."""

    description: str
    mime_type: str = "application/pdf"
    base64: str = "JVBERi0xLjQK"


@dataclass(frozen=True, slots=True)
class Head:
    """What every message says of itself.

    Attributes:
        status: 7309: N, M or C.
        conversation: RefToConversation and RefToParent; None for the first of a series.
        is_test: marks the message as a test.
    """

    msg_id: str
    generated: When
    sender: Party
    receiver: Party
    patient: Person | None
    status: str = NY
    copies: tuple[Party, ...] = ()
    conversation: tuple[str, str] | None = None
    is_test: bool = False
    attachments: tuple[Attachment, ...] = field(default=())


def moment(when: When) -> str:
    """As the official examples write it: Oslo time without a zone."""
    if isinstance(when, datetime):
        return when.astimezone(OSLO).replace(tzinfo=None).isoformat(timespec="seconds")
    return when if isinstance(when, str) else when.isoformat()


def msghead(type_: str, head: Head, payload: str) -> bytes:
    """A hodemelding of `type_` (8279) around `payload`, UTF-8."""
    patient = "" if head.patient is None else _patient(head.patient)
    copies = "".join(_copy(party) for party in head.copies)
    processing = '<ProcessingStatus V="T" DN="Test"/>' if head.is_test else ""
    documents = _document(payload, head) + "".join(map(_attachment, head.attachments))
    return (
        f'{DECLARATION}<MsgHead xmlns="{MSGHEAD}"><MsgInfo>'
        f'<Type V="{type_}" DN="{escape(MELDINGSNAVN.get(type_, type_))}"/>'
        f"<MIGversion>v1.2 2006-05-24</MIGversion><GenDate>{moment(head.generated)}</GenDate>"
        f"<MsgId>{escape(head.msg_id)}</MsgId>{processing}{_conversation(head.conversation)}"
        f"<Sender>{_organisation(head.sender)}</Sender><Receiver>{_organisation(head.receiver)}</Receiver>"
        f"{copies}{patient}</MsgInfo>{documents}</MsgHead>\n"
    ).encode()


def ident(id_: str, type_: str, list_: str) -> str:
    """An Ident of hodemelding."""
    return f'<Ident><Id>{escape(id_)}</Id><TypeId V="{escape(type_)}" S="{list_}"/></Ident>'


def _organisation(party: Party) -> str:
    orgnr = ident(party.orgnr, "ENH", ID_ENHET) if party.orgnr else ""
    below = _below(party) if party.service_her or party.service else ""
    name = f"<OrganisationName>{escape(party.name)}</OrganisationName>"
    return f"<Organisation>{name}{ident(party.her, 'HER', ID_ENHET)}{orgnr}{below}</Organisation>"


def _below(party: Party) -> str:
    number = ident(party.service_her, "HER", ID_ENHET)
    if party.is_doctor:
        given, _, family = party.service.rpartition(" ")
        names = f"<FamilyName>{escape(family)}</FamilyName><GivenName>{escape(given)}</GivenName>"
        return f"<HealthcareProfessional>{names}{number}</HealthcareProfessional>"
    name = f"<OrganisationName>{escape(party.service)}</OrganisationName>"
    return f"<Organisation>{name}{number}</Organisation>"


def _copy(party: Party) -> str:
    role = '<RoleReceiver V="COP" DN="Kopimottaker"/>'
    return f"<OtherReceiver>{role}{_organisation(party)}</OtherReceiver>"


def _conversation(refs: tuple[str, str] | None) -> str:
    if refs is None:
        return ""
    first, previous = map(escape, refs)
    parent = f"<RefToParent>{previous}</RefToParent>"
    return f"<ConversationRef>{parent}<RefToConversation>{first}</RefToConversation></ConversationRef>"


def _patient(patient: Person) -> str:
    born = f"<DateOfBirth>{patient.born.isoformat()}</DateOfBirth>" if patient.born else ""
    sex = f'<Sex V="{patient.sex}"/>' if patient.sex else ""
    idents = "".join(ident(number, type_, ID_PERSON) for type_, number in patient.idents)
    family = f"<FamilyName>{escape(patient.family)}</FamilyName>"
    given = f"<GivenName>{escape(patient.given)}</GivenName>"
    return f"<Patient>{family}{given}{born}{sex}{idents}</Patient>"


def _document(payload: str, head: Head) -> str:
    issued = f'<IssueDate V="{moment(head.generated)}"/><MsgType V="XML" DN="XML-instans"/>'
    return f"<Document><RefDoc>{issued}<Content>{payload}</Content></RefDoc></Document>"


def _attachment(file: Attachment) -> str:
    about = (
        f"<MimeType>{escape(file.mime_type)}</MimeType><Description>{escape(file.description)}</Description>"
    )
    data = f'<Base64Container xmlns="{BASE64}">{file.base64}</Base64Container>'
    kind = '<MsgType V="A" DN="Vedlegg"/>'
    return f"<Document><RefDoc>{kind}{about}<Content>{data}</Content></RefDoc></Document>"
