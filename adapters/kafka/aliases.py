"""The headers by which viewers of Kafka know a dead letter: Spring Kafka's, and Kafka Connect's."""

from typing import Final

ALIASES: Final = {
    "kafka_dlt-original-topic": "plo-dlq-original-topic",
    "kafka_dlt-original-partition": "plo-dlq-original-partition",
    "kafka_dlt-original-offset": "plo-dlq-original-offset",
    "kafka_dlt-exception-fqcn": "plo-dlq-exception",
    "kafka_dlt-exception-message": "plo-dlq-message",
    "__connect.errors.topic": "plo-dlq-original-topic",
    "__connect.errors.partition": "plo-dlq-original-partition",
    "__connect.errors.offset": "plo-dlq-original-offset",
    "__connect.errors.stage": "plo-dlq-stage",
    "__connect.errors.exception.class.name": "plo-dlq-exception",
    "__connect.errors.exception.message": "plo-dlq-message",
}
"""Their name -> which of ours it repeats, in reason.py."""
