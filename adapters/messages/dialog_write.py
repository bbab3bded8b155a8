"""Writing the two dialogmeldinger that we send: a question about a patient, and "not for us".

Sources: HIS 1077:2017 (DIALOG_HELSEFAGLIG), HIS 1151:2006 with corrections (DIALOG_AVVIK); apprec.md §7.
Both become part of a patient's record where they arrive, so a person decides on each of them.
"""

from adapters.messages.dialog import Contact, Conversation, Head, Organisation, Responsible, required
from adapters.messages.dialog_codes import (
    AVVIK,
    HENVENDELSE_OM_PASIENT,
    HER,
    HPR,
    KONTAKT_HOS_MOTTAKER,
    PROFESJONER,
    Coded,
    avvik,
    rolle,
)
from adapters.messages.msghead_write import code, element, ident, msghead

_DIALOG_10 = "http://www.kith.no/xmlstds/dialog/2006-10-11"
_DIALOG_11 = "http://www.kith.no/xmlstds/dialog/2013-01-23"


def helsefaglig_xml(
    head: Head, thread: Contact | Conversation, tema: str, text: str, responsible: Responsible
) -> bytes:
    """A DIALOG_HELSEFAGLIG, dialogmelding 1.1, UTF-8.

    thread: for whom a new dialogue is, or what this message goes on from; `tema` stays the same through it.
    Raises ValueError: `tema` or `text` is blank.
    """
    required("tema and text", tema, text)
    contact = _contact(thread) if isinstance(thread, Contact) else ""
    conversation = thread if isinstance(thread, Conversation) else None
    about = code("TemaKodet", *HENVENDELSE_OM_PASIENT) + element("Tema", tema)
    roles = _role(responsible, _unit(responsible.unit)) + contact
    return msghead("DIALOG_HELSEFAGLIG", head, conversation, _notat(_DIALOG_11, about, text, roles))


def avvik_xml(head: Head, answers: str, tema: str, text: str, responsible: Responsible) -> bytes:
    """A DIALOG_AVVIK, dialogmelding 1.0, UTF-8: a message that was taken over cannot be used after all.

    answers: MsgId of that message, as it was given; tema: 8117.
    Raises ValueError: `answers` or `text` is blank, the tema is not known, the responsible has a unit.
    """
    required("text", text)
    if tema not in AVVIK:
        raise ValueError("tema is not in 8117")
    if responsible.unit is not None:
        raise ValueError("dialogmelding 1.0 has no place for a unit")
    about = code("TemaKodet", *avvik(tema))
    payload = _notat(_DIALOG_10, about, text, _role(responsible))
    return msghead("DIALOG_AVVIK", head, Conversation(first=answers, previous=answers), payload)


def _notat(namespace: str, about: str, text: str, roles: str) -> str:
    inside = f"{about}{element('TekstNotatInnhold', text)}{roles}"
    return f'<Dialogmelding xmlns="{namespace}"><Notat>{inside}</Notat></Dialogmelding>'


def _role(person: Responsible, unit: str = "") -> str:
    hpr = ident(person.hpr, HPR, inner="fk1:") if person.hpr else ""
    phone = f'<TeleCom><fk1:TeleAddress V="tel:{person.tel}"/></TeleCom>'
    return _related(rolle(person.role), unit, f"{_who(person)}{hpr}{phone}")


def _contact(contact: Contact) -> str:
    return _related(KONTAKT_HOS_MOTTAKER, "", _who(contact))


def _related(role: Coded, unit: str, person: str) -> str:
    about = f"<HealthcareProfessional>{person}</HealthcareProfessional>"
    return f"<RollerRelatertNotat>{code('RoleToPatient', *role)}{unit}{about}</RollerRelatertNotat>"


def _who(person: Contact | Responsible) -> str:
    value = person.profession
    profession = code("TypeHealthcareProfessional", value, PROFESJONER[value]) if value else ""
    return profession + element("FamilyName", person.family) + element("GivenName", person.given)


def _unit(unit: Organisation | None) -> str:
    if unit is None:
        return ""
    about = element("fk1:OrganisationName", unit.name) + ident(unit.her, HER, "fk1:", "fk1:")
    return f"<TilknyttetEnhet><Kontaktenhet>{about}</Kontaktenhet></TilknyttetEnhet>"
