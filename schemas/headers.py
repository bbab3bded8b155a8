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


def _texts(rows: Mapping[str, str]) -> dict[str, Node]:
    return {name: {"type": "string", "description": text} for name, text in rows.items()}


REASON: Mapping[str, Node] = _texts(
    {
        "plo-dlq-schema": "Version of these headers: 1.",
        "plo-dlq-id": "Of the failure: the same when it is written a second time.",
        "plo-dlq-class": "PERMANENT_FORMAT, PERMANENT_RULE, SECURITY or BUG.",
        "plo-dlq-code": "What is wrong, for programs.",
        "plo-dlq-apprec": "Error code of the AppRec that was given (8221).",
        "plo-dlq-where": "XPath and line, or the place in the code.",
        "plo-dlq-exception": "Class of the exception.",
        "plo-dlq-message": "What is wrong, for people; never a value from the record.",
        "plo-dlq-stage": "The part that gave it up.",
        "plo-dlq-service": "plo-broker.",
        "plo-dlq-version": "Version of the software.",
        "plo-dlq-group": "Consumer group.",
        "plo-dlq-host": "The machine, or the container.",
        "plo-dlq-first-failed-at": "RFC 3339, UTC.",
        "plo-dlq-last-failed-at": "RFC 3339, UTC.",
        "plo-dlq-attempts": "How many times it was tried.",
        "plo-dlq-original-topic": "Where it was.",
        "plo-dlq-original-partition": "Where it was; missing when it came no further than the door.",
        "plo-dlq-original-offset": "Where it was; missing when it came no further than the door.",
        "plo-dlq-original-timestamp": "When it was written, RFC 3339, UTC.",
        "plo-dlq-original-key-sha256": "SHA-256 of the key, hex.",
        "plo-dlq-original-value": "null, when the value was missing.",
        "plo-dlq-payload-sha256": "SHA-256 of the value, hex.",
        **dict.fromkeys(
            (
                "kafka_dlt-original-topic",
                "kafka_dlt-original-partition",
                "kafka_dlt-original-offset",
                "kafka_dlt-original-consumer-group",
                "kafka_dlt-exception-fqcn",
                "kafka_dlt-exception-message",
                "__connect.errors.topic",
                "__connect.errors.partition",
                "__connect.errors.offset",
                "__connect.errors.stage",
                "__connect.errors.exception.class.name",
                "__connect.errors.exception.message",
            ),
            "The same, as other tools know it; as text.",
        ),
    }
)
"""Why a record is a dead letter; the record's own headers stand before them."""

CARRIED: Mapping[str, Node] = _texts(
    {
        "plo-speaks-for": "Level-1 HER-ids that whoever brought it to the door may speak for, with commas.",
        "plo-historie": "true or false: whether it came as part of a backlog.",
    }
)
"""By whom the door was given what it refused."""

REPLAY: Mapping[str, Node] = _texts(
    {
        "plo-replay-of": "The plo-dlq-id of the dead letter that is run again.",
        "plo-replay-n": "Which time it is run again, from 1.",
        "plo-replay-by": "Who runs it again.",
        "plo-replay-at": "RFC 3339, UTC.",
        "plo-replay-edited": "true or false: whether the value is another than the dead letter's.",
        "plo-replay-original-sha256": "SHA-256 of the dead letter's value, hex.",
    }
)
"""That a record is a dead letter run again; they replace those of an earlier time."""


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
