"""Admissions that no LOG_INNLAGT tells of, after a stay that has ended (rules.md §3, R-U01)."""

from typing import Any

import pytest
from exchanges import (
    helseopplysninger,
    sammenfatning,
)
from histories import FASTLEGE, TROMSO, epikrise, innlagt, klar, rapport, utskrevet
from sequels import dates, fold, kansellering

ADMISSION = "2026-02-03T10:00"


def test_expected_after_the_discharge_is_another_stay() -> None:
    """Helseopplysninger sent after a stay, of a patient who is to be ready after it, are about a new one."""
    old = [innlagt(ADMISSION), utskrevet("2026-02-07")]
    assert len(fold(*old, helseopplysninger("2026-02-20T12:00", forventet="2026-02-25"))) == 2
    assert len(fold(*old, helseopplysninger("2026-02-08T12:00", forventet="2026-02-07"))) == 1
    assert len(fold(*old, helseopplysninger("2026-02-06T12:00", forventet="2026-02-10"))) == 1


@pytest.mark.parametrize(
    "tells",
    [
        klar("2026-02-18", fra="2026-02-15T10:00"),
        helseopplysninger("2026-02-15T12:00", inn="2026-02-15T10:00"),
        rapport("2026-02-20T12:00", ut="2026-02-20T11:00", inn="2026-02-15T10:00"),
        sammenfatning("2026-02-20T12:00", ut="2026-02-20T11:00", inn="2026-02-15T10:00"),
        epikrise("2026-02-21T12:00", inn="2026-02-15T10:00", ut="2026-02-20T11:00", copies=()),
    ],
    ids=lambda event: event.message_type,
)
def test_readmission_whose_log_innlagt_is_missing(tells: Any) -> None:
    """A second discharge is no correction of the first when something dates an admission between them."""
    history = [innlagt(ADMISSION), utskrevet("2026-02-07"), utskrevet("2026-02-20")]
    assert len(fold(*history)) == 1
    first, second = fold(*history, tells)
    assert (dates(first), dates(second)) == (("2026-02-03", "2026-02-07"), ("2026-02-15", "2026-02-20"))
    assert not second.bekreftet
    assert second.forrige is first
    assert len(fold(*history, tells, kansellering(tells, "2026-02-22T10:00"))) == 1


def test_epikrise_of_the_next_day_elsewhere() -> None:
    """An epikrise that begins after the one discharge there is tells of no admission to this kommune."""
    history = [innlagt("2026-02-03T09:00"), utskrevet("2026-02-03T13:00")]
    elsewhere = epikrise("2026-02-05T10:00", inn="2026-02-04T13:00", ut="2026-02-04T17:00", copies=())
    first, second = fold(*history, elsewhere)
    assert (first.party, second.party) == (TROMSO, FASTLEGE)


def test_no_log_innlagt_of_either_stay() -> None:
    """Two stays that only LOG_UTSKRIVNINGSKLAR and LOG_UTSKREVET tell of, the first of them ended."""
    first, second = fold(
        klar("2026-02-06", fra=ADMISSION),
        utskrevet("2026-02-07"),
        klar("2026-02-18", fra="2026-02-15T10:00"),
        utskrevet("2026-02-20"),
    )
    assert (dates(first), dates(second)) == (("2026-02-03", "2026-02-07"), ("2026-02-15", "2026-02-20"))
