"""Rows of rules.md §9, and §3, on whether the patient has municipal services."""

from typing import Any

import pytest
from exchanges import helseopplysninger, innleggelsesrapport, til_lege, tjenestetilbud
from histories import (
    AVTALE,
    FASTLEGE,
    HARSTAD,
    TROMSO,
    at,
    epikrise,
    innlagt,
    klar,
    rapport,
    utskrevet,
)
from nine import evaluate
from sequels import fold, kansellering, rules

LATER = at("2026-03-20T12:00")
INN, UT = innlagt("2026-02-03T10:00"), utskrevet("2026-02-07", "2026-02-07T13:00")


def evidence(*history: Any) -> str | None:
    """The type of what tells that the patient of the one stay has services."""
    (stay,) = fold(*history)
    return stay.tjenester.latest.type if stay.tjenester else None


def test_services_strongest_evidence_first() -> None:
    """The kommune's own report; services told of within twelve months; LOG_INNLAGT; helseopplysninger."""
    told = [helseopplysninger(), INN, tjenestetilbud("2025-06-01T10:00"), innleggelsesrapport()]
    assert [evidence(*told[: count + 1]) for count in range(4)] == [
        "helseopplysninger_mottatt.v1",
        "pasient_innlagt.v1",
        "tjenestetilbud_mottatt.v1",
        "innleggelsesrapport_mottatt.v1",
    ]
    assert evidence(klar(), UT, rapport(), epikrise()) is None


@pytest.mark.parametrize(
    ("sendt", "counts"),
    [
        ("2025-02-03T10:00", True),
        ("2025-02-03T09:59", False),
        ("2026-02-05T10:00", True),
        ("2026-02-08T10:00", False),
    ],
)
@pytest.mark.parametrize("kind", ["tjenestetilbud", "EksisterendeTjeneste"])
def test_services_last_twelve_months(sendt: str, counts: bool, kind: str) -> None:
    """What was told a year before the stay, or in it, counts; what is told later is of another time."""
    tells = tjenestetilbud(sendt) if kind == "tjenestetilbud" else til_lege(sendt, deler=("tjenester",))
    (stay,) = fold(klar(), UT, tells)
    assert (stay.tjenester is not None) is counts
    assert fold(klar(), UT, til_lege(sendt))[0].tjenester is None


def test_services_of_this_kommune() -> None:
    """Another kommune's services, and what was taken back, tell nothing; an earlier report does."""
    elsewhere = tjenestetilbud("2026-01-01T10:00", sender=HARSTAD)
    assert evidence(klar(), UT, elsewhere) is None
    here = tjenestetilbud("2026-01-01T10:00")
    assert evidence(klar(), UT, here, kansellering(here, "2026-01-02T10:00")) is None
    before = [innlagt("2025-12-01T10:00"), innleggelsesrapport("2025-12-01T15:00"), utskrevet("2025-12-05")]
    _, stay = fold(*before, klar(), UT)
    assert stay.tjenester and stay.tjenester.latest is before[1]


def test_pasient_uten_kommunale_tjenester() -> None:
    """An epikrise and nothing else: the stay is the fastlege's, and only rules about epikriser apply."""
    late = epikrise("2026-03-01T10:00", copies=())
    (stay,) = fold(late)
    assert (stay.party, stay.uten_kommunale_tjenester) == (FASTLEGE, True)
    assert rules(evaluate([late], LATER, AVTALE).avvik) == ["R-U18"]


@pytest.mark.parametrize(("since", "party"), [("2025-06-01T10:00", TROMSO), ("2025-01-01T10:00", FASTLEGE)])
def test_epikrise_of_a_patient_with_services(since: str, party: str) -> None:
    """An epikrise tells of a stay that the kommune who gives the patient services was never told of."""
    told = tjenestetilbud(since)
    (stay,) = fold(told, epikrise(copies=()))
    assert (stay.party, stay.uten_kommunale_tjenester) == (party, party == FASTLEGE)
    moved = tjenestetilbud("2025-08-01T10:00", sender=HARSTAD)
    assert fold(told, moved, epikrise(copies=()))[0].party == HARSTAD  # the newest


def test_ikke_helsetjenester() -> None:
    """Meals alone are services, but no health services: LOG_UTSKREVET alone is right."""
    told = innleggelsesrapport(tjenester=("5",))
    (stay,) = fold(INN, told, UT)
    assert stay.tjenester and stay.tjenester.latest is told and stay.bare_ikke_helse
    assert rules(evaluate([INN, told, UT, epikrise()], LATER, AVTALE).avvik) == []
    home_nursing = innleggelsesrapport(tjenester=("15", "5"))
    assert rules(evaluate([INN, home_nursing, UT, epikrise()], LATER, AVTALE).avvik) == ["R-U14"]
