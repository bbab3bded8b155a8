"""R-U11 where nothing but a new service at home tells that the patient has left (rules.md R-U11)."""

from functools import partial
from typing import Any

import pytest
from exchanges import tjenestetilbud
from histories import HARSTAD, dod, innlagt, tid, utskrevet
from sequels import kansellering, kvittering
from spoken import ids, standing

from consumers.rules.utskrevet import RULES

INN = innlagt("2026-02-03T10:00")
found = partial(ids, RULES)


def begun(fra: str = "2026-02-07", sendt: str = "2026-02-08T10:00", **more: Any) -> Any:
    return tjenestetilbud(sendt, tjeneste_fra=tid(fra), **more)


@pytest.mark.parametrize(("now", "standing"), [("2026-02-08T00:29:59", []), ("2026-02-08T00:30", ["R-U11"])])
def test_at_the_limit(now: str, standing: list[str]) -> None:
    """By the end of the day on which it began, and grace; told of the same day."""
    assert found(INN, begun(sendt="2026-02-07T10:00"), now=now) == standing


def test_what_it_says() -> None:
    """It is evidence as good as any (rules.md R-U11), and so it is told of."""
    service = begun()
    (one,) = standing(RULES, INN, service)
    assert (one.rule, one.confidence) == ("R-U11", "middels")
    assert set(one.msg_ids) == {INN.msg_id, service.msg_id}


def test_before_the_next_admission() -> None:
    """Then the next admission is not all that tells; from its date on, the service may be of that stay."""
    again = innlagt("2026-02-20T10:00")
    for fra, confidence in (("2026-02-19", "middels"), ("2026-02-20", "lav"), ("2026-02-21", "lav")):
        (one,) = standing(RULES, INN, begun(fra, "2026-02-24T10:00"), again, now="2026-02-21T10:00")
        assert (one.rule, one.confidence, str(one.stay_from)) == ("R-U11", confidence, "2026-02-03")


def test_what_is_none() -> None:
    """An old service, one still to come, one of another kommune; taken back, refused; the patient is dead."""
    service = begun()
    for other in (
        begun("2026-02-03"),
        begun("2026-02-09"),
        begun(sender=HARSTAD),
        tjenestetilbud("2026-02-08T10:00"),
    ):
        assert found(INN, other) == []
    assert found(INN, service, kansellering(service, "2026-02-09T10:00")) == []
    assert found(INN, service, kvittering(service)) == []
    assert found(INN, service, dod("2026-02-06")) == []


def test_log_utskrevet_came() -> None:
    """Whenever it was sent."""
    assert "R-U11" not in found(INN, begun(), utskrevet("2026-02-07", "2026-02-20T10:00"))
