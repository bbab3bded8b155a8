"""Applikasjonskvittering 1.0 (HIS 80415:2004) or 1.1 (HIS 80415:2012) that somebody else gave: read, never
answered."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from adapters.messages import hcp
from adapters.messages.addresses import address
from adapters.messages.apprec_version import EDITIONS, Edition
from adapters.messages.envelope import Envelope, reference
from adapters.messages.namespaces import tag
from adapters.messages.reading import Element, child, children, raw_text_of, text_of, told_code_of
from adapters.xml.local_time import instant
from schemas.events import KvitteringMottatt, event_id

ROOTS: MappingProxyType[str, Edition] = MappingProxyType(
    {tag(edition.namespace, "AppRec"): edition for edition in EDITIONS.values()}
)
"""Name of the root -> version; the same tree in both."""


def envelope(root: Element) -> Envelope:
    """The envelope of an AppRec, read as far as it goes."""
    ns = hcp.namespace(root)
    parts = children(root)
    type_, msg_id = parts.get(f"{ns}MsgType"), raw_text_of(parts.get(f"{ns}Id"))
    gen_date = text_of(parts.get(f"{ns}GenDate"))
    return Envelope(
        type_v=None if type_ is None else type_.get("V"),
        type_dn=None if type_ is None else type_.get("DN"),
        msg_id=msg_id,
        key=reference(msg_id) or "",
        gen_date=gen_date,
        sent_at=instant(gen_date),
        sender=address(parts.get(f"{ns}Sender"), hcp.party),
        receiver=address(parts.get(f"{ns}Receiver"), hcp.party),
    )


def answers(root: Element) -> str | None:
    """OriginalMsgId/Id in lower case; None when the AppRec does not say what it answers."""
    return reference(_of_original(root, "Id"))


def status(root: Element) -> str:
    """Status/@V (8258); empty when it is missing, or no code at all."""
    return told_code_of(child(root, f"{hcp.namespace(root)}Status"))


def read(root: Element, answers: str, common: Mapping[str, Any]) -> KvitteringMottatt:
    """The event of an AppRec. `common`: msg_id, sender, receiver, sent_at, received_at, historie."""
    ns = hcp.namespace(root)
    errors, sender = root.iterchildren(f"{ns}Error"), address(child(root, f"{ns}Sender"), hcp.party)
    return KvitteringMottatt(
        id=event_id(common["sender"], common["msg_id"], "kvittering_mottatt.v1"),
        answers=answers,
        answers_sent_at=instant(_of_original(root, "IssueDate")),
        version=ROOTS[root.tag].version,
        sender_service=sender.service if sender else None,
        status=status(root),
        errors=tuple(code for error in errors if (code := told_code_of(error))),
        **common,
    )


def _of_original(root: Element, name: str) -> str:
    ns = hcp.namespace(root)
    return text_of(child(child(root, f"{ns}OriginalMsgId"), f"{ns}{name}"))
