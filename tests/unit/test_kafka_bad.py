"""Why a record is refused, told without a word of what it holds."""

import pytest
from pydantic import ValidationError

from adapters.kafka.bad import in_json, unreadable
from adapters.kafka.records import Incoming
from schemas.events import HENDELSER

NOBODY = b'{"type": "pasient_innlagt.v1", "pid": "Kari Nordmann 12057900499", "sent_at": "12057900499"}'


def record(value: bytes) -> Incoming:
    return Incoming("hendelser.v1", 0, 0, 0, b"k", value, ())


@pytest.mark.parametrize(
    ("value", "where"),
    [(NOBODY, "pasient_innlagt.v1.id"), (b"{", ""), (b'{"type": "12057900499"}', ""), (b"[]", "")],
)
def test_what_is_no_record_of_ours(value: bytes, where: str) -> None:
    """The class of the exception and the first place in the JSON; nothing that stands there."""
    with pytest.raises(ValidationError) as told:
        HENDELSER.validate_json(value)
    bad = unreadable(record(value), told.value, "event.unreadable", "Ukjent.")
    assert (bad.where, bad.exception) == (where, "pydantic_core._pydantic_core.ValidationError")
    assert "1205" not in f"{bad.failure('detect')}"


def test_another_fault_has_no_place() -> None:
    """Its text may be anything, and goes no further."""
    bad = unreadable(record(b""), ValueError("12057900499"), "x", "y")
    assert (bad.where, bad.exception) == ("", "ValueError")


@pytest.mark.parametrize(
    ("path", "told"),
    [
        (("pasient_innlagt.v1", "legemidler", 3, "navn"), "pasient_innlagt.v1.legemidler.3.navn"),
        (("t0", "Kari", "12057900499", "\x1b[2J"), "t0.·.·.·"),
        ((), ""),
    ],
)
def test_only_names_of_ours(path: tuple[str | int, ...], told: str) -> None:
    """A key that another made up could be a name or a number."""
    assert in_json(path) == told
