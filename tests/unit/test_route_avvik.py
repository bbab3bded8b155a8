"""Which avvik leave the house, and for whom."""

import pytest
from avvik_found import AVVIK

from adapters.kafka.records import Incoming
from consumers.route import addressees
from schemas.avvik import Avvik


@pytest.mark.parametrize(
    ("confidence", "hers"), [("hoy", ("90001", "90101")), ("middels", ("90001", "90101")), ("lav", ())]
)
def test_what_is_too_uncertain_is_only_counted(confidence: str, hers: tuple[str, ...]) -> None:
    """Both parties of the stay are told; of confidence lav nobody is (rules.md §4)."""
    assert told(AVVIK.model_copy(update={"confidence": confidence})) == hers


def test_a_technical_one_is_for_the_sender() -> None:
    """Whoever sent the message must act; the other party of the stay can do nothing about it."""
    assert told(AVVIK.model_copy(update={"kind": "teknisk", "sender": "90101"})) == ("90101",)


def told(avvik: Avvik) -> tuple[str, ...]:
    body = avvik.model_dump_json().encode()
    return addressees(Incoming("avvik.v1", 0, 0, 0, avvik.pid.encode(), body, (("ce_id", b"1"),)))
