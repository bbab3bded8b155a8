"""Ids that a sender makes up, as they may be told outside the message.

Where an id belongs, a sender can write anything: a name, the number of a person. So what has the shape of an
id is told as it is, and anything else as a keyed hash: equal where the ids are equal, and without the key as
good as nothing (an unkeyed one of a number of eleven digits is found by trying; identifiers.md §4).
"""

import re

from adapters.messages.envelope import Envelope
from adapters.messages.keyed import keyed_hash

_UUID = re.compile(r"[0-9a-f]{8}(-?)[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{12}")
_PARTY = re.compile(r"[0-9]{1,9}")
"""HER-ids and organisation numbers (identifiers.md §2); numbers of persons have eleven digits or more."""


def reference(text: str, key: bytes) -> str:
    """The id of a message, lower case: a UUID as it is, with or without dashes; else 32 hex digits."""
    return text if not text or _UUID.fullmatch(text) else _hash("msg", text, key)


def party(text: str, key: bytes) -> str:
    """The id of a party: at most nine digits as they are; else 32 hex digits."""
    return text if not text or _PARTY.fullmatch(text) else _hash("part", text, key)


def sealed(envelope: Envelope, key: bytes) -> Envelope:
    """The envelope with every reference as it may be told; `msg_id`, which the AppRec mirrors, stays."""
    references = (envelope.key, envelope.conversation_id, envelope.parent_id)
    if all([text is None or _UUID.fullmatch(text) for text in references]):
        return envelope  # nearly always
    return envelope._replace(
        key=reference(envelope.key, key),
        conversation_id=reference(envelope.conversation_id or "", key) or None,
        parent_id=reference(envelope.parent_id or "", key) or None,
    )


def _hash(kind: str, text: str, key: bytes) -> str:
    return keyed_hash(kind, text, key)[:32]
