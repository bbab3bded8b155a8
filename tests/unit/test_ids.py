"""Computed ids are the standard's own."""

from uuid import uuid5

from hypothesis import given
from hypothesis import strategies as st

from schemas.events import NAMESPACE, computed_id


@given(st.text())
def test_a_computed_id_is_a_uuid5(name: str) -> None:
    """Anyone can compute our ids with the library of any language (RFC 9562 §5.5)."""
    assert computed_id(name) == str(uuid5(NAMESPACE, name))
