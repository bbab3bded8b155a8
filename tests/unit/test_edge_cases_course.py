"""Rows of rules.md §9 on the course of a stay: death, readmission, transfer, other kinds of stay."""

from datetime import date
from typing import Any

import pytest
from histories import (
    AVTALE,
    TROMSO,
    at,
    avmeldt,
    dod,
    epikrise,
    innlagt,
    klar,
    utskrevet,
)
from nine import evaluate
from sequels import dates, fold, kansellering, kvittering, rules

from consumers.ready_days import ready_days

LATER = at("2026-03-20T12:00")
INN, UT = innlagt("2026-02-03T10:00"), utskrevet("2026-02-07", "2026-02-07T13:00")


def found(*history: Any) -> list[str]:
    return rules(evaluate(history, LATER, AVTALE).avvik)


@pytest.mark.parametrize(
    ("tells", "when"),
    [
        (utskrevet("2026-02-07", uttilstand="2"), "2026-02-07T00:00"),
        (dod("2026-02-06"), "2026-02-06T00:00"),
        (epikrise(adm_outcome="2"), "2026-02-07T11:00"),
        (epikrise(dod={"utc": at("2026-02-07T04:00")}), "2026-02-07T04:00"),
    ],
    ids=["uttilstand", "log_dod", "adm_outcome", "date_of_death"],
)
def test_dode_pasient(tells: Any, when: str) -> None:
    """Each of four tells that the patient died in the stay, and closes it."""
    (stay,) = fold(INN, tells)
    assert stay.dod == at(when)
    assert stay.end is not None


def test_dode_pasient_and_the_duties() -> None:
    """LOG_UTSKREVET is still due in time; the rest fell away."""
    assert found(INN, dod("2026-02-06"), utskrevet("2026-02-07", "2026-02-09T10:00", uttilstand="2")) == [
        "R-U12"
    ]
    assert fold(INN, UT, dod("2026-02-08"))[0].dod == at("2026-02-08")  # after the discharge, but soon
    assert fold(INN, UT, dod("2026-03-20"))[0].dod is None
    died = dod("2026-02-06")
    assert fold(INN, died, kansellering(died, "2026-02-06T14:00"))[0].dod is None


def test_reinnleggelse_samme_dag() -> None:
    """A LOG_INNLAGT on the day of discharge is a new stay, and the old one knows of it."""
    again = innlagt("2026-02-07T20:00")
    first, second = fold(INN, UT, again)
    assert (dates(first), dates(second)) == (("2026-02-03", "2026-02-07"), ("2026-02-07", ""))
    assert (first.neste and first.neste.latest, second.forrige) == (again, first)
    assert not first.uavsluttet
    without = [INN, epikrise(ut="2026-02-07T14:00", copies=(TROMSO,))]
    assert "R-U11" in found(*without)
    assert "R-U11" not in found(*without, again)  # 6 h after the last evidence: probably a correction
    assert "R-U11" in found(*without, innlagt("2026-02-07T22:01"))


def test_reinnleggelse_within_30_days() -> None:
    """The later stay knows how long ago the earlier one ended, also when that was the last of several."""
    first, second, third = fold(
        INN, UT, innlagt("2026-02-20T10:00"), utskrevet("2026-02-22"), innlagt("2026-03-01T10:00")
    )
    assert (first.forrige, second.forrige, third.forrige) == (None, first, second)
    assert third.forrige and third.forrige.t1 and str(third.forrige.t1.dato) == "2026-02-22"


def test_internal_transfer() -> None:
    """A second LOG_INNLAGT within 24 h: moved; at the same time: a duplicate; later: a new stay."""
    moved = innlagt("2026-02-04T09:00")
    (stay,) = fold(INN, moved, UT)
    assert stay.flyttinger == [at("2026-02-04T09:00")]
    (stay,) = fold(INN, innlagt("2026-02-03T10:00", "2026-02-03T12:00"), UT)
    assert stay.flyttinger == []
    first, second = fold(INN, innlagt("2026-02-04T10:01"), UT)
    assert (first.uavsluttet, second.uavsluttet) == (True, False)
    assert found(INN, innlagt("2026-02-20T10:00")) == ["R-U11"]


def test_utskrivningsklar_men_ikke_utskrevet() -> None:
    """Nothing runs out; the døgn are counted from and including the ready date, and end with an avmelding."""

    def days(*history: Any, until: int = 12) -> int:
        return ready_days(fold(INN, *history)[0], date(2026, 2, until))

    ready = klar("2026-02-06")
    assert (days(), days(ready, until=6), days(ready, until=7), days(ready)) == (0, 0, 1, 6)
    assert days(ready, UT) == 1
    assert days(ready, dod("2026-02-08")) == 2
    assert days(ready, avmeldt("2026-02-08")) == 2
    assert days(ready, avmeldt("2026-02-08"), klar("2026-02-10")) == 4
    assert days(ready, klar("2026-02-08")) == 6  # declared twice: each døgn once
    assert days(klar("2026-02-20", "2026-02-06T12:00")) == 0  # a date to come (§12.8)
    assert days(klar(None, "2026-02-06T12:00")) == 6
    assert days(ready, kvittering(ready)) == 0  # refused: the kommune was not told
    assert days(ready, innlagt("2026-02-09T10:00")) == 3
    assert found(INN, ready) == []
