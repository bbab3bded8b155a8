"""Kafka: records, producer, consumer, dead letters, topics.

Every reader of this process survives header names that are no UTF-8 (lenient.py). aiokafka and FastStream
write keys and values at DEBUG, and exceptions with their text; they stay at WARNING whatever the rest
logs, for a record may hold a patient's message.
"""

import logging

from adapters.kafka import lenient

lenient.install()
for _name in ("aiokafka", "faststream"):
    logging.getLogger(_name).setLevel(logging.WARNING)
