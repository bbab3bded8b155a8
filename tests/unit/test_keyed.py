"""Keyed hashes are those of the standard."""

import hmac

from hypothesis import given
from hypothesis import strategies as st

from adapters.messages.keyed import keyed_hash


@given(st.text(), st.text(), st.binary(min_size=1, max_size=100))
def test_a_keyed_hash_is_an_hmac(kind: str, value: str, key: bytes) -> None:
    """Anyone who has the key can compute them in any language (RFC 2104)."""
    wanted = hmac.digest(key, f"{kind}:{value}".encode(), "sha256").hex()
    assert [keyed_hash(kind, value, key) for _ in range(2)] == [wanted, wanted]
