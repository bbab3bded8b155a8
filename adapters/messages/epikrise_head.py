"""Epikrise (HIS 80226) has its own head: Message, with ServProvider and Requester as sender and receiver."""

from collections.abc import Iterator

from adapters.messages import hcp
from adapters.messages.address import Address
from adapters.messages.addresses import address
from adapters.messages.envelope import Envelope, Patient, reference
from adapters.messages.namespaces import EPIKRISE_10, EPIKRISE_11, EPIKRISE_12, tag
from adapters.messages.reading import (
    Element,
    child,
    children,
    code_of,
    ident_of,
    raw_text_of,
    text_of,
    value_of,
)
from adapters.xml.local_time import instant
from schemas.codes import MELDING_TEST

ROOTS = tuple(tag(namespace, "Message") for namespace in (EPIKRISE_10, EPIKRISE_11, EPIKRISE_12))
"""The same structure in every version."""


def envelope(root: Element) -> Envelope:
    """The envelope of an epikrise, read as far as it goes."""
    ns = hcp.namespace(root)
    head = children(root)
    report = head.get(f"{ns}ServRprt")
    parts = children(report)
    type_, patient = head.get(f"{ns}Type"), parts.get(f"{ns}Patient")
    msg_id = raw_text_of(head.get(f"{ns}MsgId"))
    gen_date = value_of(head.get(f"{ns}GenDate"))
    return Envelope(
        type_v=None if type_ is None else type_.get("V"),
        type_dn=None if type_ is None else type_.get("DN"),
        msg_id=msg_id,
        key=reference(msg_id) or "",
        gen_date=gen_date,
        sent_at=instant(gen_date),
        sender=address(parts.get(f"{ns}ServProvider"), hcp.party),
        receiver=address(parts.get(f"{ns}Requester"), hcp.party),
        copies=() if report is None else tuple(_copies(report, f"{ns}CopyDest")),
        patient=None if patient is None else _patient(patient, ns),
        conversation_id=reference(text_of(parts.get(f"{ns}ServProvId"))),
        test=code_of(head.get(f"{ns}Status")) == MELDING_TEST,
    )


def _copies(report: Element, tag: str) -> Iterator[Address]:
    return (copy for each in report.iterchildren(tag) if (copy := address(each, hcp.party)))


def _patient(element: Element, ns: str) -> Patient:
    parts = children(element)
    first = ident_of(parts.get(f"{ns}OffId"), parts.get(f"{ns}TypeOffId"))
    others = element.iterchildren(f"{ns}AdditionalId") if f"{ns}AdditionalId" in parts else ()
    return Patient(
        idents=(first, *(ident_of(child(other, f"{ns}Id"), child(other, f"{ns}Type")) for other in others)),
        name=text_of(parts.get(f"{ns}Name")),
        born=value_of(parts.get(f"{ns}DateOfBirth")),
        sex=code_of(parts.get(f"{ns}Sex")),
    )
