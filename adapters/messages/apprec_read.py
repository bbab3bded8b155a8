"""Applikasjonskvittering (HIS 80415:2012) that somebody else gave: read, never answered."""

from collections.abc import Mapping
from typing import Any

from adapters.messages import hcp
from adapters.messages.addresses import address
from adapters.messages.envelope import Envelope, reference
from adapters.messages.namespaces import APPREC_10, APPREC_11, tag
from adapters.messages.reading import Element, child, children, raw_text_of, text_of, told_code_of
from adapters.xml.local_time import instant
from schemas.events import KvitteringMottatt, event_id

ROOTS = (tag(APPREC_10, "AppRec"), tag(APPREC_11, "AppRec"))
"""The same tree in both versions."""

_ORIGINAL, _ID = tag(APPREC_11, "OriginalMsgId"), tag(APPREC_11, "Id")
_STATUS, _ERROR = tag(APPREC_11, "Status"), tag(APPREC_11, "Error")


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
    return reference(text_of(child(child(root, _ORIGINAL), _ID)))


def status(root: Element) -> str:
    """Status/@V (8258); empty when it is missing, or no code at all."""
    return told_code_of(child(root, _STATUS))


def read(root: Element, answers: str, common: Mapping[str, Any]) -> KvitteringMottatt:
    """The event of an AppRec 1.1. `common`: msg_id, sender, receiver, sent_at, received_at, historie."""
    return KvitteringMottatt(
        id=event_id(common["sender"], common["msg_id"], "kvittering_mottatt.v1"),
        answers=answers,
        status=status(root),
        errors=tuple(code for error in root.iterchildren(_ERROR) if (code := told_code_of(error))),
        **common,
    )
