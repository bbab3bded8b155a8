"""When what came too late is told of as found, by somebody who was away while it was missing."""

from typing import Any

import pytest
from histories import AVTALE, at, innlagt, rapport, utskrevet

from consumers.evaluate import evaluate
from consumers.first_found import first_found
from schemas.avvik import Standing

NOW = at("2026-02-20T12:00")
INN, UT = innlagt("2026-02-03T10:00"), utskrevet("2026-02-07", "2026-02-07T13:00")
LATE = rapport("2026-02-09T12:00")


def found(*history: Any, known: bool = False) -> tuple[Standing, str]:
    """The avvik about the utskrivningsrapport, and when it was found, as Oslo has it."""
    told = evaluate(history, NOW, AVTALE)
    (one,) = (one for one in told.avvik if one.rule in ("R-U14", "R-U15"))
    seen = first_found(history, told, AVTALE, [one.id] if known else ())
    assert seen.avvik == told.avvik
    return one, str(seen.detected[one.id])


def test_it_was_missing_until_it_came() -> None:
    """Found at the end of its limit, grace included, as if somebody had looked then."""
    missing, then = found(INN, UT)
    late, now = found(INN, UT, LATE)
    assert (missing.rule, late.rule) == ("R-U14", "R-U15")
    assert now == then == str(at("2026-02-08T00:30"))


def test_what_is_known_keeps_its_own() -> None:
    """It was told of already: nothing is looked up."""
    assert found(INN, UT, LATE, known=True)[1] == str(LATE.received_at)


@pytest.mark.parametrize("sendt", ["2026-02-09T12:00", "2026-02-09T13:00"])
def test_nobody_could_know_before(sendt: str) -> None:
    """The message that obliges came with the late one, or after: found then."""
    late = UT.model_copy(update={"received_at": at(sendt), "sent_at": at(sendt)})
    assert found(INN, late, LATE)[1] == str(at(sendt))
