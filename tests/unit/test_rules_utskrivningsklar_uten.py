"""R-U10: discharged, and no melding om utskrivningsklar pasient before that."""

from typing import Any

import pytest
from exchanges import helseopplysninger, innleggelsesrapport, sammenfatning
from findings import found, standing
from histories import at, avmeldt, dod, epikrise, innlagt, klar, rapport, utskrevet
from sequels import kansellering, kvittering

from consumers.rules.utskrivningsklar import RULES

INN = innlagt("2026-02-03T10:00")
NAMED: dict[str, Any] = {"deler": ("ansvarlig",)}
KLAR = klar("2026-02-06", "2026-02-06T12:00", **NAMED)
UT = utskrevet("2026-02-07", "2026-02-07T13:00")
NEEDS = helseopplysninger("2026-02-03T16:00")


@pytest.mark.parametrize(("now", "rules"), [("2026-02-08T00:29:59", []), ("2026-02-08T00:30:00", ["R-U10"])])
def test_at_the_limit(now: str, rules: list[str]) -> None:
    """It has until the day of discharge is over, and grace."""
    assert found(RULES, INN, NEEDS, UT, now=now) == rules


@pytest.mark.parametrize(
    ("sendt", "rules"),
    [("2026-02-06T12:00", []), ("2026-02-07T14:30:00", []), ("2026-02-07T14:30:01", ["R-U10"])],
)
def test_with_an_hour(sendt: str, rules: list[str]) -> None:
    """A discharge with an hour is over then; what is sent later was not sent before it."""
    out = rapport("2026-02-07T15:00", ut="2026-02-07T14:00")
    assert found(RULES, INN, NEEDS, out, klar("2026-02-06", sendt, **NAMED)) == rules


def test_is_cleared_by_one_that_surfaces() -> None:
    """One with an earlier GenDate, however long it was under way; not by one written afterwards."""
    slow = KLAR.model_copy(update={"received_at": at("2026-02-09T12:00")})
    assert found(RULES, INN, NEEDS, UT, slow) == []
    assert found(RULES, INN, NEEDS, UT, slow.model_copy(update={"sent_at": None})) == ["R-U10"]


@pytest.mark.parametrize(
    ("needs", "rules"),
    [
        ((), []),
        ((NEEDS,), ["R-U10"]),
        ((NEEDS, kansellering(NEEDS, "2026-02-04T10:00")), []),
        ((innleggelsesrapport(deler=("tjenester",)),), []),
        ((innleggelsesrapport(deler=("tjenestebehov",)),), ["R-U10"]),
        ((rapport(deler=("tjenestebehov",)),), ["R-U10"]),
    ],
)
def test_only_for_those_with_needs(needs: tuple[Any, ...], rules: list[str]) -> None:
    """Helseopplysninger, or TjenesteBehov in any message of the stay."""
    assert found(RULES, INN, UT, *needs) == rules


@pytest.mark.parametrize(
    ("out", "rules"),
    [
        (rapport("2026-02-07T12:00", ut="2026-02-07"), ["R-U10"]),
        (sammenfatning("2026-02-07T12:00", ut="2026-02-07"), ["R-U10"]),
        (rapport("2026-02-07T12:00"), []),  # nothing tells when
        (epikrise(), []),
        (epikrise(adm_outcome="31"), []),
        (utskrevet("2026-02-07", uttilstand="2"), []),
        (dod("2026-02-07"), []),
    ],
)
def test_what_tells_of_the_discharge(out: Any, rules: list[str]) -> None:
    """LOG_UTSKREVET or a report; not death, nor another hospital."""
    assert found(RULES, INN, NEEDS, out) == rules


def test_dead_or_passed_on() -> None:
    """Those who died in hospital, or went to another one, were not discharged to the kommune."""
    assert found(RULES, INN, NEEDS, UT, dod("2026-02-07")) == []
    assert found(RULES, INN, NEEDS, UT, dod("2026-02-08")) == ["R-U10"]
    assert found(RULES, INN, NEEDS, UT, epikrise(adm_outcome="31")) == []
    day = epikrise(ut="2026-02-07T11:00", adm_cat="2")
    assert found(RULES, INN, NEEDS, UT, day) == []


def test_cancelled_and_refused() -> None:
    """A LOG_UTSKRIVNINGSKLAR taken back or refused has not come; one called off has."""
    assert found(RULES, INN, NEEDS, UT, KLAR) == []
    assert found(RULES, INN, NEEDS, UT, KLAR, kvittering(KLAR)) == ["R-U10"]
    assert found(RULES, INN, NEEDS, UT, KLAR, kansellering(KLAR, "2026-02-06T13:00")) == ["R-U10"]
    assert found(RULES, INN, NEEDS, UT, KLAR, avmeldt("2026-02-06", "2026-02-06T15:00")) == []
    assert found(RULES, INN, NEEDS, UT, kansellering(UT, "2026-02-07T15:00")) == []


def test_says() -> None:
    """Open and grave, about what tells of the discharge."""
    (one,) = standing(RULES, INN, NEEDS, UT)
    assert (one.category, one.direction, one.severity, one.confidence) == (
        "INFO",
        "til_UNN",
        "hoy",
        "middels",
    )
    assert (one.state, one.subject, one.msg_ids) == ("apen", "LOG_UTSKRIVNINGSKLAR", (UT.msg_id,))
    assert one.deadline == at("2026-02-07T23:59:59")
    assert "ikke mottatt elektronisk" in one.text
