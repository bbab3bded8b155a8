"""The usual message, and whether it is accepted: the short way to the verdict of judge.py, and no other.

Nine in ten have one document, one sender and one receiver with HER-ids, and a patient with a
fødselsnummer. That is seen at once, so that `plo check` need not read the whole head. What is different in
any way, or may be refused for anything, is left to judge.py: a new fault there must make this say nothing.
"""

import re

from adapters.messages import msghead
from adapters.messages.acceptance import STATUSES
from adapters.messages.address_msghead import party
from adapters.messages.addresses import address
from adapters.messages.identify import identify, payload_of
from adapters.messages.judgement import Context, Judgement
from adapters.messages.namespaces import MSGHEAD, tag
from adapters.messages.reading import Element, children, xpath

_TYPE, _SENDER, _RECEIVER = (tag(MSGHEAD, name) for name in ("Type", "Sender", "Receiver"))
_FACTS = xpath(
    "concat(count(mh:Document), ' ', count(mh:Document/mh:RefDoc/mh:Content/*), ' ',"
    " count(mh:MsgInfo/mh:OtherReceiver | mh:MsgInfo/mh:ProcessingStatus | ds:Signature), ' ',"
    " mh:MsgInfo/mh:Patient/mh:Ident[mh:TypeId/@V='FNR']/mh:Id, ' ', mh:MsgInfo/mh:MsgId)",
    mh=MSGHEAD,
    ds="http://www.w3.org/2000/09/xmldsig#",
)
_USUAL = re.compile(
    r"1 1 0 [0-9]{11} ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})", re.ASCII | re.IGNORECASE
)


def accepted(root: Element, context: Context) -> Judgement | None:
    """The bare verdict on a usual message that is accepted; None of every other, accepted or not."""
    others = (context.patients, context.speaks_for, context.signatures)
    if root.tag != msghead.ROOT or any(each is not None for each in others):
        return None
    facts = _USUAL.fullmatch(_FACTS(root))
    payload = payload_of(root) if facts else None
    if facts is None or payload is None:
        return None
    head = children(root[0])
    type_ = head.get(_TYPE)
    kind = identify(root, payload, None if type_ is None else type_.get("V"), context.plo20)
    if kind.problem or kind.status not in STATUSES or not _known(head, context):
        return None
    if not context.schema.valid(root):
        return None
    return Judgement(
        "godtatt", "", "", message_type=kind.message_type, version=kind.version, msg_id=facts[1].lower()
    )


def _known(head: dict[str, Element], context: Context) -> bool:
    """Sender and receiver have HER-ids, and the receiver's are held against no register of services."""
    sender, receiver = (address(head.get(name), party) for name in (_SENDER, _RECEIVER))
    if not (sender and sender.her and receiver and receiver.her):
        return False
    if receiver.her in context.agreement.former:
        return False
    owners = (context.agreement.owner(receiver.her), context.agreement.owner(receiver.service))
    return not any(owner is not None and owner.tjenester_er_alle for owner in owners)
