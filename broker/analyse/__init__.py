"""Looking back over an archive of messages, without Kafka: the work behind plo analyse."""
