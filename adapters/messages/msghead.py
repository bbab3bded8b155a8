"""Hodemelding 1.2 (HIS 80601): its envelope, its payload and its attachments."""

from collections.abc import Iterator
from typing import Any

from adapters.messages.address import Address, Ident
from adapters.messages.address_msghead import party
from adapters.messages.addresses import address
from adapters.messages.envelope import Envelope, Patient, reference
from adapters.messages.namespaces import MSGHEAD, tag
from adapters.messages.reading import (
    Element,
    child,
    children,
    code_of,
    ident_of,
    raw_text_of,
    text_of,
    xpath,
)
from adapters.xml.local_time import instant
from schemas.codes import KOPIMOTTAKER, PROSESS_TEST


def _mh(name: str) -> str:
    return tag(MSGHEAD, name)


ROOT = _mh("MsgHead")
_INFO, _TYPE, _MSG_ID, _GEN_DATE = _mh("MsgInfo"), _mh("Type"), _mh("MsgId"), _mh("GenDate")
_SENDER, _RECEIVER, _OTHER = _mh("Sender"), _mh("Receiver"), _mh("OtherReceiver")
_CONVERSATION, _PARENT, _ROLE = _mh("RefToConversation"), _mh("RefToParent"), _mh("RoleReceiver")
_REF, _PROCESSING, _PATIENT = _mh("ConversationRef"), _mh("ProcessingStatus"), _mh("Patient")
_IDENT, _ID, _TYPE_ID = _mh("Ident"), _mh("Id"), _mh("TypeId")
_FAMILY, _MIDDLE, _GIVEN = _mh("FamilyName"), _mh("MiddleName"), _mh("GivenName")
_BORN, _SEX = _mh("DateOfBirth"), _mh("Sex")
_DOCUMENT, _REPORT = _mh("Document"), _mh("PatientReport")
_CONTENTS = xpath("mh:Document/mh:RefDoc/mh:Content/*", mh=MSGHEAD)

_NAMES = xpath(
    "mh:ContentDescription/text() | mh:RefDoc/mh:Description/text() | mh:RefDoc/mh:FileReference/text()",
    mh=MSGHEAD,
)


def envelope(root: Element) -> Envelope:
    """The envelope of a MsgHead, read as far as it goes."""
    info = child(root, _INFO)
    parts = children(info)
    type_, patient = parts.get(_TYPE), parts.get(_PATIENT)
    msg_id = raw_text_of(parts.get(_MSG_ID))
    gen_date = text_of(parts.get(_GEN_DATE))
    ref = parts.get(_REF)
    return Envelope(
        type_v=None if type_ is None else type_.get("V"),
        type_dn=None if type_ is None else type_.get("DN"),
        msg_id=msg_id,
        key=reference(msg_id) or "",
        gen_date=gen_date,
        sent_at=instant(gen_date),
        sender=address(parts.get(_SENDER), party),
        receiver=address(parts.get(_RECEIVER), party),
        copies=tuple(_copies(info)) if info is not None and _OTHER in parts else (),
        patient=None if patient is None else _patient(patient),
        conversation_id=None if ref is None else reference(raw_text_of(child(ref, _CONVERSATION))),
        parent_id=None if ref is None else reference(raw_text_of(child(ref, _PARENT))),
        test=code_of(parts.get(_PROCESSING)) == PROSESS_TEST,
    )


def contents(root: Element) -> list[Element]:
    """All that the Documents hold, in order; the schema lets a Content hold anything, and any number."""
    found: list[Element] = _CONTENTS(root)
    return found


def attachments(root: Element, payload: Element) -> Iterator[Element]:
    """Every Document but the payload's."""
    own = next(payload.iterancestors(_DOCUMENT), None)
    return (document for document in root.iterchildren(_DOCUMENT) if document is not own)


def attachment_names(root: Element, payload: Element) -> Iterator[str]:
    """What the attachments are called: their descriptions and file names."""
    for document in attachments(root, payload):
        yield from _NAMES(document)


def is_report(root: Element) -> bool:
    """Several patients in one message, PatientReport."""
    return child(root, _REPORT) is not None


def _copies(info: Element) -> Iterator[Address]:
    for other in info.iterchildren(_OTHER):
        if code_of(child(other, _ROLE)) == KOPIMOTTAKER and (copy := address(other, party)):
            yield copy


def _patient(element: Element) -> Patient:
    idents: list[Ident] = []
    parts: dict[Any, Element] = {}
    for each in element:
        if (name := each.tag) == _IDENT:
            idents.append(ident_of(child(each, _ID), child(each, _TYPE_ID)))
        else:
            parts.setdefault(name, each)
    given = f"{text_of(parts.get(_GIVEN))} {text_of(parts.get(_MIDDLE))}".strip()
    family = text_of(parts.get(_FAMILY))
    return Patient(
        idents=tuple(idents),
        name=f"{family}, {given}" if family and given else family or given,
        born=text_of(parts.get(_BORN)),
        sex=code_of(parts.get(_SEX)),
    )
