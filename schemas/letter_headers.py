"""The headers of dead letters, and of those that are run again. All are text in UTF-8."""

from collections.abc import Mapping

from schemas.headers import Node


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
        "plo-dlq-exception": "Class of the exception, where there was one; at the door, when it is no XML.",
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
        "plo-her-receiver": "The first of plo-her-receivers, where the record has that header.",
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
