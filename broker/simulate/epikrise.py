"""Epikriser 1.2, from drafts (messages.md §5)."""

from broker.simulate.draft import Draft
from broker.simulate.drugs import Drug
from broker.simulate.head import DECLARATION, STATUS_NAMES, Head, Party, moment
from broker.simulate.people import Person
from schemas.codes import KITH

_NAMESPACE = "http://www.kith.no/xmlstds/epikrise/2012-02-15"


def epikrise_xml(draft: Draft, head: Head) -> bytes:
    """The message, UTF-8; a Kansellering has no Event."""
    sent = moment(draft.at)
    test = '<Status V="TEST" DN="Melding til testformål"/>' if head.is_test else ""
    approved = f'<ApprDate V="{sent}"/>' if draft.has("godkjent") else ""
    event = _event(draft) if draft.status != "C" else ""
    copies = "".join(f"<CopyDest>{_hcp(party)}</CopyDest>" for party in head.copies)
    patient = _patient(head.patient, draft) if head.patient else "<Patient/>"
    return (
        f'{DECLARATION}<Message xmlns="{_NAMESPACE}"><Type V="EPIKRISE" DN="Epikrise"/>'
        f'<MIGversion>v1.2 2012-02-15</MIGversion><GenDate V="{sent}"/><MsgId>{draft.msg_id}</MsgId>{test}'
        f'<ServRprt><ServType V="{draft.status}" DN="{STATUS_NAMES[draft.status]}"/>'
        f'<IssueDate V="{sent}"/>{approved}<Status V="F" DN="Endelig rapport"/>'
        f"<MsgDescr>Sykehusepikrise</MsgDescr><ServProvId>dok-{draft.first.msg_id}</ServProvId>{event}"
        f'{patient}<ServProvider><Role V="SPR"/>{_hcp(head.sender)}</ServProvider>{copies}'
        f'<Requester><Role V="REQ"/>{_hcp(head.receiver)}</Requester>{_responsible(draft)}'
        "</ServRprt></Message>\n"
    ).encode()


def _event(draft: Draft) -> str:
    end = f'<EndDateTime V="{moment(draft.says["utskrevet"])}"/>' if draft.has("slutt") else ""
    start = f'<StartDateTime V="{moment(draft.says["innlagt"])}"/>'
    items = _item("H", "I50.9", "7110") if draft.has("diagnose") else ""
    items += "".join(_medication(drug) for drug in draft.drugs if not drug.stopped)
    if draft.has("cave"):
        items += "<InfItem><Observation><Description>Penicillin</Description></Observation>"
        items += '<Type V="CAVE"/></InfItem>'
    texts = (("vurdering", "VU"), ("plan", "OP"))
    comments = "".join(_comment(code) for part, code in texts if draft.has(part))
    return (
        f'<Event><ReportedEvent>{start}{end}</ReportedEvent><ServType V="N" DN="Ny"/>'
        f'<AdmOutcome V="{draft.outcome}"/><Service><AdmCat V="{draft.category}"/></Service>'
        f"{items}{comments}</Event>"
    )


def _item(type_: str, code: str, list_: str) -> str:
    concept = f'<CodedDescr><Concept V="{code}" S="{KITH}{list_}"/></CodedDescr>'
    return f'<InfItem><Observation>{concept}</Observation><Type V="{type_}"/></InfItem>'


def _comment(code: str) -> str:
    text = "<TextResultValue>Syntetisk tekst uten innhold.</TextResultValue>"
    return f'<Comment><Heading V="{code}"/>{text}</Comment>'


def _medication(drug: Drug) -> str:
    code = f'V="{drug.atc[:4]} {drug.atc[4:]}" S="{KITH}7180" ' if drug.atc else ""
    dose = f'<UnitDose V="{drug.strength}" U="mg"/><DosageText>{drug.dose}</DosageText>'
    about = f'<DrugId {code}DN="{drug.name}"/><Status V="6" DN="Benyttes regelmessig"/>{dose}'
    return f'<InfItem><Medication>{about}</Medication><Type V="MEDB"/></InfItem>'


def _patient(patient: Person, draft: Draft) -> str:
    born = f'<DateOfBirth V="{moment(patient.born)}"/>' if patient.born else ""
    dead = f'<DateOfDeath V="{moment(draft.says["dod"])}"/>' if "dod" in draft.says else ""
    (type_, number), *_ = patient.idents
    name = f"<Name>{patient.family}, {patient.given}</Name>"
    ident = f'<OffId>{number}</OffId><TypeOffId V="{type_}"/>'
    return f'<Patient><Sex V="{patient.sex}"/>{born}{dead}{name}{ident}</Patient>'


def _responsible(draft: Draft) -> str:
    """Who answers for it (AHP); without a name there is nobody to call."""
    if draft.status == "C" or not draft.has("ansvarlig"):
        return ""
    phone = '<Address><Type V="WP"/><TeleAddress V="tel:77000000"/></Address>' if draft.has("kontakt") else ""
    who = f"<HCP><HCProf><Name>Gunn Prøve</Name></HCProf>{phone}</HCP>"
    return f'<RelServProvider><Relation V="AHP"/>{who}</RelServProvider>'


def _hcp(party: Party) -> str:
    level = "HCPerson" if party.is_doctor else "Dept"
    below = f"<{level}>{_named(party.service, party.service_her)}</{level}>"
    return f"<HCP><Inst>{_named(party.name, party.her)}{below}</Inst></HCP>"


def _named(name: str, her: str) -> str:
    return f'<Name>{name}</Name><Id>{her}</Id><TypeId V="HER" DN="HER-id"/>'
