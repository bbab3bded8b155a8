"""The headers of our records, for those who read them. All are text in UTF-8."""

from collections.abc import Mapping
from typing import Any

Node = dict[str, Any]

CLOUD_EVENTS: Mapping[str, Node] = {
    "ce_specversion": {"type": "string", "const": "1.0"},
    "ce_id": {
        "type": "string",
        "format": "uuid",
        "description": "Of the event: the same when the record comes a second time.",
    },
    "ce_type": {"type": "string", "description": "What the record holds; a changed meaning is another type."},
    "ce_source": {"type": "string", "const": "/plo-broker"},
    "ce_time": {"type": "string", "format": "date-time", "description": "When it happened, UTC."},
    "content-type": {"type": "string"},
    "plo-enc": {
        "type": "string",
        "enum": ["none"],
        "description": "How the value is encrypted; refuse a record with a way you do not know.",
    },
}
"""CloudEvents 1.0 in binary mode; always there."""

MESSAGE: Mapping[str, Node] = {
    "plo-msg-id": {
        "type": "string",
        "description": "MsgId, lower case; what is no UUID as a keyed hash, 32 hex digits.",
    },
    "plo-message-type": {"type": "string", "description": "MsgInfo/Type/@V (8279)."},
    "plo-version": {"type": "string", "description": "Of the message standard."},
    "plo-her-sender": {"type": "string", "description": "Level-1 HER-id of the sender."},
    "plo-her-receivers": {
        "type": "string",
        "description": "Level-1 HER-ids of the receiver and the copy receivers, with commas.",
    },
}
CLAIM: Mapping[str, Node] = {
    "plo-claim-ref": {
        "type": "string",
        "description": "Only where the value is empty: where the message lies in the claim-check store.",
    },
    "plo-claim-sha256": {"type": "string", "description": "With plo-claim-ref: SHA-256 of it, hex."},
    "plo-claim-bytes": {"type": "string", "description": "With plo-claim-ref: its length in bytes."},
}
"""What a record carries in place of a message that is too large for it."""
EDITED: Mapping[str, Node] = {
    "plo-edited-from": {
        "type": "string",
        "description": "Only where we edited a message that was refused: SHA-256 of what was sent.",
    }
}
EVENT: Mapping[str, Node] = {"plo-msg-id": MESSAGE["plo-msg-id"]}
AVVIK: Mapping[str, Node] = {
    "plo-rule": {"type": "string", "description": "The rule that holds now."},
    "plo-change": {"type": "string", "description": "oppdaget, endret, trukket, besvart or lukket."},
}

BEHANDLET: Mapping[str, Node] = {
    "plo-avvik": {"type": "string", "format": "uuid", "description": "The avvik that somebody dealt with."}
}
OF_PEOPLE: Mapping[str, Mapping[str, Node]] = {
    "avvik.v1": AVVIK,
    "avvik_behandlet.v1": BEHANDLET,
    "pasient_koblet.v1": {},
}
"""Type of a fact that is no message -> its headers."""


TRACE: Mapping[str, Node] = {
    "traceparent": {
        "type": "string",
        "description": "W3C Trace Context, where the service is traced: which trace the record belongs to.",
    }
}
"""Of every record, where traces are made."""


def headers_of(
    type_: str, content_type: str, ours: Mapping[str, Node], sometimes: Mapping[str, Node] | None = None
) -> Node:
    """JSON Schema of the headers of one type of record; others may come."""
    known: Node = {
        "ce_type": {**CLOUD_EVENTS["ce_type"], "const": type_},
        "content-type": {**CLOUD_EVENTS["content-type"], "const": content_type},
    }
    rows = {**CLOUD_EVENTS, **known, **ours}
    return {"type": "object", "properties": {**rows, **(sometimes or {}), **TRACE}, "required": sorted(rows)}
