"""plo trace: what an AppRec said, in words."""

from datetime import UTC, datetime

import pytest
from histories import AVTALE, innlagt
from sequels import kvittering

from adapters.kafka.records import Incoming
from broker.tracing.steps import of_records


@pytest.mark.parametrize(
    ("status", "errors", "said"),
    [
        ("1", (), "AppRec OK"),
        ("2", ("E10", "X99"), "AppRec avvist E10, X99"),
        ("3", (), "AppRec OK, med feil i delmelding"),
        ("9", (), "AppRec med ukjent status"),
    ],
)
def test_an_apprec(status: str, errors: tuple[str, ...], said: str) -> None:
    """Only 1 and 3 are positive; what stands in 8258 nowhere is told as unknown, and never as OK."""
    fact = kvittering(innlagt(), status=status).model_copy(update={"errors": errors})
    record = Incoming("kvitteringer.v1", 0, 0, 0, b"pid", fact.as_json(), ())
    (step,) = of_records([record], [], AVTALE)
    assert (step.at, step.what) == (datetime.fromtimestamp(0, UTC), "besvart")
    assert step.text == f"Tromsø kommune svarte med {said}"
