"""Keyed hashes (HMAC-SHA-256): what stands for a value that is not to be told."""

import hmac
from collections.abc import Iterable
from functools import lru_cache


def keyed_hash(kind: str, value: str, key: bytes) -> str:
    """Of a value of one kind, 64 hex digits; values of two kinds never have the same."""
    begun = _begun(key).copy()
    begun.update(f"{kind}:{value}".encode())
    return begun.hexdigest()


def keyed_hash_of(kind: str, parts: Iterable[bytes], key: bytes) -> str:
    """Of some bytes of one kind in their order, 64 hex digits; where one part ends and another begins
    counts."""
    begun = _begun(key).copy()
    begun.update(b"".join([kind.encode(), *(b":%d:%b" % (len(part), part) for part in parts)]))
    return begun.hexdigest()


@lru_cache(maxsize=4)
def _begun(key: bytes) -> "hmac.HMAC":
    """With the key taken in, which is a third of the work; there is one key to an installation."""
    return hmac.new(key, digestmod="sha256")
