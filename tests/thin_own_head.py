"""Synthetic epikriser 1.2 and AppRecs 1.1: messages with a head of their own."""

from collections.abc import Sequence
from html import escape

from thin_xml import Medicine

from broker.simulate.head import DECLARATION, STATUS_NAMES, Attachment, Head, Party, When, moment
from broker.simulate.people import Person
from schemas.codes import APPREC_FEIL, APPREC_FEIL_OID, KANSELLERING

EPIKRISE = "http://www.kith.no/xmlstds/epikrise/2012-02-15"
APPREC = "http://www.kith.no/xmlstds/apprec/2012-02-15"
XHTML = "http://www.w3.org/1999/xhtml"


def epikrise_xml(
    head: Head,
    start: When,
    end: When,
    medicines: Sequence[Medicine] = (),
    text: str = "",
    document_id: str = "",
    adm_outcome: str = "1",
    adm_cat: str = "1",
) -> bytes:
    """Epikrise; `text` is the narrative under Medisinering, document_id its ServProvId.

    adm_outcome: 7300; adm_cat: 8240. A kansellering has no Event.
    """
    event = "" if head.status == KANSELLERING else _event(start, end, adm_outcome, adm_cat, medicines, text)
    number = f"<ServProvId>{escape(document_id)}</ServProvId>" if document_id else ""
    copies = "".join(f"<CopyDest>{_hcp(party)}</CopyDest>" for party in head.copies)
    test = '<Status V="TEST" DN="Melding til testformål"/>' if head.is_test else ""
    patient = "<Patient/>" if head.patient is None else _patient(head.patient)
    return (
        f'{DECLARATION}<Message xmlns="{EPIKRISE}"><Type V="EPIKRISE" DN="Epikrise"/>'
        f'<MIGversion>v1.2 2012-02-15</MIGversion><GenDate V="{moment(head.generated)}"/>'
        f"<MsgId>{escape(head.msg_id)}</MsgId>{test}<ServRprt>{_type(head)}"
        f'<IssueDate V="{moment(head.generated)}"/><Status V="F" DN="Endelig rapport"/>'
        f"<MsgDescr>Sykehusepikrise</MsgDescr>{number}{event}{patient}"
        f'<ServProvider><Role V="SPR"/>{_hcp(head.sender)}</ServProvider>{copies}'
        f'<Requester><Role V="REQ"/>{_hcp(head.receiver)}</Requester>'
        f"{''.join(map(_attachment, head.attachments))}</ServRprt></Message>\n"
    ).encode()


def apprec_xml(
    head: Head, answers: str, status: str = "1", errors: Sequence[str] = (), of: str = "LOG_INNLAGT"
) -> bytes:
    """An AppRec from head.sender to head.receiver on the message `answers`, of type `of`."""
    faults = "".join(
        f'<Error V="{escape(code)}" S="{APPREC_FEIL_OID}" DN="{escape(APPREC_FEIL.get(code, code))}"/>'
        for code in errors
    )
    return (
        f'{DECLARATION}<AppRec xmlns="{APPREC}"><MsgType V="APPREC" DN="Applikasjonskvittering"/>'
        f"<MIGversion>v1.1 2012-02-15</MIGversion><GenDate>{moment(head.generated)}</GenDate>"
        f'<Id>{escape(head.msg_id)}</Id><Sender><Role V="PRIM"/>{_hcp(head.sender)}</Sender>'
        f'<Receiver><Role V="AVS"/>{_hcp(head.receiver)}</Receiver><Status V="{escape(status)}"/>{faults}'
        f'<OriginalMsgId><MsgType V="{of}"/><IssueDate>{moment(head.generated)}</IssueDate>'
        f"<Id>{escape(answers)}</Id></OriginalMsgId></AppRec>\n"
    ).encode()


def _type(head: Head) -> str:
    return f'<ServType V="{escape(head.status)}" DN="{escape(STATUS_NAMES.get(head.status, ""))}"/>'


def _event(
    start: When, end: When, outcome: str, category: str, medicines: Sequence[Medicine], text: str
) -> str:
    stay = f'<StartDateTime V="{moment(start)}"/><EndDateTime V="{moment(end)}"/>'
    note = f'<TextResultValue><div xmlns="{XHTML}"><p>{escape(text)}</p></div></TextResultValue>'
    comment = f'<Comment><Heading V="ME" DN="Medisinering"/>{note}</Comment>' if text else ""
    return (
        f'<Event><ReportedEvent>{stay}</ReportedEvent><ServType V="N" DN="Ny"/>'
        f'<AdmOutcome V="{outcome}"/><Service><AdmCat V="{category}"/></Service>'
        f"{''.join(map(_medication, medicines))}{comment}</Event>"
    )


def _medication(medicine: Medicine) -> str:
    drug = f'<DrugId DN="{escape(medicine.name)}"/><Status V="6" DN="Benyttes regelmessig"/>'
    dose = f'<UnitDose V="{medicine.strength}" U="mg"/><DosageText>{escape(medicine.dosage)}</DosageText>'
    return f'<InfItem><Medication>{drug}{dose}</Medication><Type V="MEDB"/></InfItem>'


def _patient(patient: Person) -> str:
    sex = f'<Sex V="{patient.sex}"/>' if patient.sex else ""
    born = f'<DateOfBirth V="{patient.born.isoformat()}"/>' if patient.born else ""
    names = ", ".join(name for name in (patient.family, patient.given) if name)
    name = f"<Name>{escape(names)}</Name>"
    first = "".join(
        f'<OffId>{escape(number)}</OffId><TypeOffId V="{type_}"/>' for type_, number in patient.idents[:1]
    )
    more = "".join(
        f'<AdditionalId><Id>{escape(number)}</Id><Type V="{type_}"/></AdditionalId>'
        for type_, number in patient.idents[1:]
    )
    return f"<Patient>{sex}{born}{name}{first}{more}</Patient>"


def _hcp(party: Party) -> str:
    level = "HCPerson" if party.is_doctor else "Dept"
    service = _named(party.service, party.service_her)
    below = f"<{level}>{service}</{level}>" if party.service_her else ""
    return f"<HCP><Inst>{_named(party.name, party.her)}{below}</Inst></HCP>"


def _named(name: str, her: str) -> str:
    return f'<Name>{escape(name)}</Name><Id>{escape(her)}</Id><TypeId V="HER" DN="HER-id"/>'


def _attachment(file: Attachment) -> str:
    about = (
        f"<MimeType>{escape(file.mime_type)}</MimeType><Description>{escape(file.description)}</Description>"
    )
    return f'<RefDoc><MsgType V="A" DN="Vedlegg"/>{about}</RefDoc>'
