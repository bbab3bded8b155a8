"""Which records we may read."""

from adapters.kafka.records import Incoming

NONE = b"none"


def in_clear(record: Incoming) -> bool:
    """False for a value encrypted in a way we do not know, and we know none yet (architecture.md §3.5)."""
    return all(value == NONE for name, value in record.headers if name == "plo-enc")
