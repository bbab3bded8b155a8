"""Of which avvik the console proposes to ask the counterpart."""

import pytest
from avvik_found import AT, AVVIK

from broker.console.avvik_proposal import is_missing


@pytest.mark.parametrize(("confidence", "asks"), [("hoy", True), ("middels", True), ("lav", False)])
def test_what_is_only_counted_is_not_asked_about(confidence: str, asks: bool) -> None:
    """Of confidence lav nobody is told (rules.md §4), and so nobody is asked either."""
    assert is_missing(AVVIK.model_copy(update={"deadline": AT, "confidence": confidence})) is asks
