"""Stays without LOG_INNLAGT: what opens one, what belongs to it, and what becomes of it (rules.md §3)."""

from typing import Any

import pytest
from exchanges import (
    epj_innhold,
    foresporsel,
    fravar,
    helseopplysninger,
    innleggelsesrapport,
    medisinske,
    mottak,
    sammenfatning,
    til_lege,
    tjenestetilbud,
)
from histories import TROMSO, UNN, avmeldt, epikrise, innlagt, klar, rapport, tid, utskrevet
from sequels import dates, filed, fold

ADMISSION = "2026-02-03T10:00"
OPENS = {
    "helseopplysninger": helseopplysninger(),
    "innleggelsesrapport": innleggelsesrapport(),
    "utskrivningsklar": klar(),
    "avmelding": avmeldt(),
    "utskrevet": utskrevet(),
    "rapport": rapport(),
    "sammenfatning": sammenfatning("2026-02-07T12:00"),
    "epikrise": epikrise(copies=(TROMSO,)),
}
NEVER = {
    "foresporsel": foresporsel("2026-02-03T12:00"),
    "mottak": mottak("2026-02-06T12:00"),
    "epj": epj_innhold("2026-02-03T12:00"),
    "til lege": til_lege("2026-02-03T12:00"),
    "medisinske": medisinske("2026-02-03T12:00"),
    "tjenestetilbud": tjenestetilbud("2026-02-03T12:00"),
    "fravær": fravar("2026-02-03T12:00"),
}


@pytest.mark.parametrize("alone", OPENS.values(), ids=OPENS)
def test_what_opens_a_stay(alone: Any) -> None:
    """A message of an admission is a provisional stay of hospital and kommune, whoever sent it."""
    (stay,) = fold(alone)
    assert (stay.hospital, stay.party, stay.kommune) == (UNN, TROMSO, "5501")
    assert not stay.bekreftet


@pytest.mark.parametrize("alone", NEVER.values(), ids=NEVER)
def test_what_opens_none(alone: Any) -> None:
    """Dialogue, answers and what kommune and fastlege tell each other belong to a stay or to none."""
    found = filed(alone)
    assert found.stays == ()
    assert [next(iter(papers.documents())).latest for papers in found.loose] == [alone]


def test_together_they_are_one() -> None:
    """All the evidence of one admission, without its LOG_INNLAGT, is one stay."""
    (stay,) = fold(helseopplysninger(), innleggelsesrapport(), klar(fra=None), utskrevet(), rapport())
    assert dates(stay) == ("", "2026-02-07")
    assert len(list(stay.documents())) == 5
    (stay,) = fold(helseopplysninger(), innleggelsesrapport(), klar(), utskrevet(), epikrise())
    assert dates(stay) == ("2026-02-03", "2026-02-07")


def test_log_innlagt_confirms_it() -> None:
    """The LOG_INNLAGT that comes in the end takes the provisional stay over, with or without its event."""
    others = [klar(), innleggelsesrapport(), utskrevet()]
    (provisional,) = fold(*others)
    for late in (innlagt(ADMISSION, "2026-02-06T10:00"), innlagt(None, "2026-02-06T10:00")):
        (stay,) = fold(*others, late)
        assert (stay.bekreftet, stay.id) == (True, provisional.id)


def test_earliest_date_names_it() -> None:
    """While T0 is unknown the earliest event date is in the id, and later events change nothing."""
    (early,) = fold(klar("2026-02-06", fra=None))
    (later,) = fold(klar("2026-02-06", fra=None), utskrevet("2026-02-07"))
    assert early.id == later.id
    (sent,) = fold(innleggelsesrapport("2026-02-03T15:00"))
    (known,) = fold(innleggelsesrapport("2026-02-03T15:00"), innlagt(ADMISSION))
    assert sent.id == known.id  # the report came on the date of admission


@pytest.mark.parametrize(
    ("sendt", "stays"),
    [("2026-02-02T10:00", 1), ("2026-02-02T09:59", 2), ("2026-03-09T23:59", 1), ("2026-03-10T00:00", 2)],
)
def test_window(sendt: str, stays: int) -> None:
    """A report from the kommune belongs from 24 h before T0, unprompted, until 30 days after T1."""
    stay = [innlagt(ADMISSION), utskrevet("2026-02-07")]
    assert len(fold(*stay, innleggelsesrapport(sendt))) == stays


def test_sent_unprompted_before_the_next_stay() -> None:
    """What is sent when a patient comes goes to the stay that begins, not to the one that has ended."""
    old, new = [innlagt(ADMISSION), utskrevet("2026-02-07")], innlagt("2026-02-20T10:00")
    for report in (innleggelsesrapport("2026-02-19T20:00"), helseopplysninger("2026-02-20T09:00")):
        first, second = fold(*old, new, report)
        assert (len(list(first.documents())), len(list(second.documents()))) == (2, 2)
    same_day = innlagt("2026-02-07T20:00")
    first, second = fold(*old, same_day, innleggelsesrapport("2026-02-07T19:00"))
    assert (len(first.innleggelsesrapporter), len(second.innleggelsesrapporter)) == (0, 1)


def test_before_a_stay_whose_beginning_nobody_told() -> None:
    """A report of admission and, days later, LOG_UTSKREVET: one stay, begun before the first of them."""
    (stay,) = fold(innleggelsesrapport("2026-02-03T15:00"), utskrevet("2026-02-07"))
    assert dates(stay) == ("", "2026-02-07")
    assert len(fold(innleggelsesrapport("2026-01-03T15:00"), utskrevet("2026-02-07"))) == 2
    old = [innlagt("2026-01-20T10:00"), utskrevet("2026-01-25")]
    _, second = fold(*old, innleggelsesrapport("2026-02-28T15:00"), utskrevet("2026-03-05"))
    assert len(second.innleggelsesrapporter) == 1


def test_report_without_dates_and_epikrise() -> None:
    """An utskrivningsrapport without dates is sent when a stay is over: the epikrise tells which it was."""
    (stay,) = fold(rapport("2026-02-07T12:00"), epikrise("2026-02-09T10:00"))
    assert dates(stay) == ("2026-02-03", "2026-02-07")
    assert len(fold(helseopplysninger("2026-02-07T12:00"), epikrise("2026-02-09T10:00", copies=()))) == 2


def test_sammenfatning_of_both_ends() -> None:
    """PLO 2.0 has one message for both reports: who sent it tells which."""
    out = sammenfatning("2026-02-07T12:00", ut="2026-02-07T11:00")
    inn = sammenfatning("2026-02-03T15:00", sender=TROMSO, receiver=UNN)
    (stay,) = fold(innlagt(ADMISSION), out, inn)
    assert [doc.latest for doc in stay.oppsummert] == [out]
    assert stay.t1 == tid("2026-02-07T11:00")
