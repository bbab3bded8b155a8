"""Rows of rules.md §9 and §3 on kinds of stays: visits, births, two kommuner, another hospital, KAD."""

from typing import Any

import pytest
from exchanges import innleggelsesrapport
from histories import (
    AVTALE,
    HARSTAD,
    KAD,
    TROMSO,
    UNN,
    at,
    epikrise,
    innlagt,
    utskrevet,
)
from nine import evaluate
from sequels import dates, filed, fold, rules

LATER = at("2026-03-20T12:00")
INN, UT = innlagt("2026-02-03T10:00"), utskrevet("2026-02-07", "2026-02-07T13:00")


def found(*history: Any) -> list[str]:
    return rules(evaluate(history, LATER, AVTALE).avvik)


def test_transfer_to_another_hospital() -> None:
    """The stay that is passed on owes nothing more; that of the other hospital is one of its own."""
    there = innlagt("2026-02-05T12:00", sender=KAD)
    passed_on = epikrise("2026-02-06T10:00", ut="2026-02-05T11:00", adm_outcome="31")
    first, second = fold(INN, passed_on, there, utskrevet("2026-02-09", sender=KAD))
    assert [(stay.hospital, stay.overflyttet) for stay in (first, second)] == [(UNN, True), (KAD, False)]
    assert dates(second) == ("2026-02-05", "2026-02-09")
    assert found(INN, passed_on) == []
    went_home = utskrevet("2026-02-09")
    assert not fold(INN, epikrise(ut="2026-02-05T11:00", adm_outcome="21"), went_home)[0].overflyttet


def test_poliklinikk_and_dagopphold() -> None:
    """An epikrise of less than a heldøgnsopphold is no stay, and says that one on its dates was none."""
    visit = epikrise(inn="2026-02-05T10:00", ut="2026-02-05T11:00", adm_cat="3")
    alone = filed(visit)
    assert alone.stays == ()
    assert [(papers.hospital, papers.party, len(papers.egne)) for papers in alone.loose] == [(UNN, TROMSO, 1)]
    assert [len(papers.egne) for papers in filed(INN, UT, visit).loose] == [1]  # a visit during a stay
    day = [innlagt("2026-02-05T09:00"), utskrevet("2026-02-05")]
    (stay,) = fold(*day, visit)
    assert (stay.dagopphold, [doc.latest for doc in stay.egne]) == (True, [visit])
    (stay,) = fold(*day, visit, epikrise(inn="2026-02-05T09:00", ut="2026-02-05T15:00"))
    assert not stay.dagopphold


def test_newborn() -> None:
    """LOG_INNLAGT or the epikrise tells that the stay began on the day of birth."""
    assert fold(innlagt("2026-02-03T10:00", fodselsdag=True))[0].nyfodt
    assert fold(INN, epikrise(fodselsdag=True))[0].nyfodt
    assert not fold(INN, epikrise())[0].nyfodt


def test_two_kommuner() -> None:
    """Two kommuner are two stays; each report goes to its own, and an epikrise to those whose dates match."""
    there = [innlagt("2026-02-03T10:00", receiver=HARSTAD), utskrevet("2026-02-07", receiver=HARSTAD)]
    report = innleggelsesrapport(sender=HARSTAD)
    one, two = fold(INN, UT, *there, report, epikrise())
    assert (one.party, two.party) == (TROMSO, HARSTAD)
    assert (len(one.innleggelsesrapporter), len(two.innleggelsesrapporter)) == (0, 1)
    assert (len(one.epikriser), len(two.epikriser)) == (1, 1)
    assert (len(one.egne), len(two.egne)) == (1, 0)  # judged where it was sent


@pytest.mark.parametrize("sender", [KAD, "95001"])
def test_kad(sender: str) -> None:
    """KAD/ØHD as sender, or a hospital nobody knows, is another party's stay, with reports of its own."""
    unn, other = fold(INN, innlagt("2026-02-03T10:00", sender=sender), innleggelsesrapport(receiver=sender))
    assert (unn.hospital, other.hospital) == (UNN, sender)
    assert (len(unn.innleggelsesrapporter), len(other.innleggelsesrapporter)) == (0, 1)
    late = innlagt("2026-02-03T10:00", "2026-02-09T10:00", sender=KAD)
    assert {one.direction for one in evaluate([late], LATER, AVTALE).avvik} == {"ingen"}
