"""The outside world: XML, HTTP, folders, Kafka, databases. Imports schemas."""
