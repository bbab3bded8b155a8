"""Writing a hodemelding 1.2 (HIS 80601) around a document: tjenestebasert, with a patient.

Texts of people: what XML has no place for (control characters, half a surrogate pair) becomes U+FFFD.
"""

import re
from html import escape

from adapters.messages.dialog import Conversation, Doctor, Head, Organisation, Party, Patient
from adapters.messages.dialog_codes import HER, Coded, person_id
from adapters.messages.namespaces import MSGHEAD
from schemas.codes import MELDINGSNAVN
from schemas.tid import OSLO

FELLES = "http://www.kith.no/xmlstds/felleskomponent1"
"""Namespace of the shared components; bound to the prefix fk1 in all that is written here."""

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def escaped(text: str) -> str:
    """Text as it may stand between tags; a parser would make a line feed of a bare carriage return."""
    return escape(_NOT_XML.sub("\ufffd", text), quote=False).replace("\r", "&#13;")


def element(name: str, text: str) -> str:
    """An element with that text; nothing where the text is empty."""
    return f"<{name}>{escaped(text)}</{name}>" if text else ""


def code(name: str, value: str, dn: str, oid: str = "") -> str:
    """A CS, or with `oid` a CV; the values are ours."""
    of_list = f' S="{oid}"' if oid else ""
    return f'<{name} V="{value}" DN="{dn}"{of_list}/>'


def ident(number: str, type_: Coded, outer: str = "", inner: str = "") -> str:
    """An Ident; `outer` and `inner` are the prefixes of it and of its children, which may differ."""
    inside = element(f"{inner}Id", number) + code(f"{inner}TypeId", *type_)
    return f"<{outer}Ident>{inside}</{outer}Ident>"


def msghead(type_: str, head: Head, conversation: Conversation | None, payload: str) -> bytes:
    """A hodemelding of `type_` (8279) around `payload`, which is XML; UTF-8."""
    when = head.generated.astimezone(OSLO).isoformat(timespec="seconds")
    about = f'<IssueDate V="{when}"/>{code("MsgType", "XML", "XML-instans")}'
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<MsgHead xmlns="{MSGHEAD}" xmlns:fk1="{FELLES}"><MsgInfo>'
        f"{code('Type', type_, MELDINGSNAVN[type_])}<MIGversion>v1.2 2006-05-24</MIGversion>"
        f"<GenDate>{when}</GenDate><MsgId>{head.msg_id}</MsgId>{_conversation(conversation)}"
        f"<Sender>{_party(head.sender)}</Sender><Receiver>{_party(head.receiver)}</Receiver>"
        f"{_patient(head.patient)}</MsgInfo><Document><RefDoc>{about}<Content>{payload}</Content></RefDoc>"
        "</Document></MsgHead>\n"
    ).encode()


def _conversation(given: Conversation | None) -> str:
    if given is None:
        return ""
    refs = element("RefToParent", given.previous) + element("RefToConversation", given.first)
    return f"<ConversationRef>{refs}</ConversationRef>"


def _party(party: Party) -> str:
    below = party.below
    inside = _doctor(below) if isinstance(below, Doctor) else _organisation(below)
    return _organisation(party.virksomhet, inside)


def _organisation(unit: Organisation, below: str = "") -> str:
    inside = f"{element('OrganisationName', unit.name)}{ident(unit.her, HER)}{below}"
    return f"<Organisation>{inside}</Organisation>"


def _doctor(doctor: Doctor) -> str:
    names = element("FamilyName", doctor.family) + element("GivenName", doctor.given)
    return f"<HealthcareProfessional>{names}{ident(doctor.her, HER)}</HealthcareProfessional>"


def _patient(patient: Patient) -> str:
    names = (
        element("FamilyName", patient.family)
        + element("MiddleName", patient.middle)
        + element("GivenName", patient.given)
    )
    numbers = "".join(ident(number, person_id(type_)) for type_, number in patient.idents)
    return f"<Patient>{names}{numbers}</Patient>"
