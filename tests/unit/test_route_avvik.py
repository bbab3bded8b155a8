"""Which avvik leave the house, and for whom."""

import pytest
from avvik_found import AVVIK

from adapters.kafka.records import Incoming
from consumers.route import addressees


@pytest.mark.parametrize(
    ("confidence", "hers"), [("hoy", ("90001", "90101")), ("middels", ("90001", "90101")), ("lav", ())]
)
def test_what_is_too_uncertain_is_only_counted(confidence: str, hers: tuple[str, ...]) -> None:
    """Both parties of the stay are told; of confidence lav nobody is (rules.md §4)."""
    body = AVVIK.model_copy(update={"confidence": confidence}).model_dump_json().encode()
    record = Incoming("avvik.v1", 0, 0, 0, AVVIK.pid.encode(), body, (("ce_id", b"1"),))
    assert addressees(record) == hers
