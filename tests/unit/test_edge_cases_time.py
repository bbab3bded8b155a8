"""Rows of rules.md §9 on time: order, clocks that are wrong, summer time, dates without a clock time."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from exchanges import helseopplysninger, innleggelsesrapport
from histories import AVTALE, at, epikrise, innlagt, klar, rapport, tid, utskrevet
from nine import evaluate
from sequels import fold, rules

from consumers.rules import RULES
from schemas.frister import Frist

LATER = at("2026-03-20T12:00")
INN, UT = innlagt("2026-02-03T10:00"), utskrevet("2026-02-07", "2026-02-07T13:00")


def found(*history: Any) -> list[str]:
    return rules(evaluate(history, LATER, AVTALE).avvik)


def test_meldinger_i_feil_rekkefolge() -> None:
    """Event time decides: an earlier message that arrives last takes an open avvik back."""
    stay = [INN, UT, epikrise()]
    early = rapport("2026-02-07T12:00")
    assert found(*stay) == ["R-U14"]
    assert found(*stay, early) == []
    assert found(early, *reversed(stay)) == []


def test_klokkeskew() -> None:
    """GenDate up to `clock_skew` in the future is believed; one beyond it is not, and the receipt counts."""
    (doc,) = fold(skewed(timedelta(minutes=10)))[0].innlagt
    assert doc.sent == doc.first.sent_at
    (doc,) = fold(skewed(timedelta(minutes=11)))[0].innlagt
    assert doc.sent == doc.first.received_at
    ahead = rapport("2026-02-20T12:00").model_copy(update={"received_at": at("2026-02-07T13:00")})
    first, second = fold(INN, UT, innlagt("2026-02-19T10:00"), ahead)
    assert (len(first.rapporter), len(second.rapporter)) == (1, 0)


def skewed(ahead: timedelta) -> Any:
    assert INN.sent_at
    return INN.model_copy(update={"received_at": INN.sent_at - ahead})


@pytest.mark.parametrize(
    ("day", "next_day"), [("2026-03-29", "2026-03-30"), ("2026-10-25", "2026-10-26")], ids=["23 h", "25 h"]
)
def test_meldinger_rundt_sommertid(day: str, next_day: str) -> None:
    """Days end at midnight in Oslo; 24 h are elapsed time; of the hour that comes twice, the later counts."""
    (stay,) = fold(innlagt(f"{day}T01:30"), utskrevet(day), rapport(f"{next_day}T08:00"))
    assert stay.t1 and stay.t1.senest == at(f"{day}T23:59:59")
    moved = fold(innlagt(f"{day}T01:30"), innlagt(f"{next_day}T00:30"))
    hours = 22 if day == "2026-03-29" else 24
    assert at(f"{next_day}T00:30") - at(f"{day}T01:30") == timedelta(hours=hours)
    assert len(moved) == 1
    twice = at("2026-10-25T02:30")
    assert Frist(24, "h").after(twice) - twice == timedelta(hours=24)
    assert twice - at("2026-10-25T01:30") == timedelta(hours=2)


def test_dato_uten_klokkeslett() -> None:
    """A date alone is the end of the day for what must be done by then, and its start for what happened."""
    (stay,) = fold(innlagt("2026-02-03"), utskrevet("2026-02-07"))
    assert stay.t0 and stay.t1
    assert (stay.t0.utc, stay.t1.senest) == (at("2026-02-03T00:00"), at("2026-02-07T23:59:59"))
    (stay,) = fold(innlagt("2026-02-03"), UT, rapport("2026-02-07T12:00", ut="2026-02-07T11:00"))
    assert stay.t1 == tid("2026-02-07T11:00")  # the report has the time that LOG_UTSKREVET lacks (§3)


def test_kun_papir_eller_telefon() -> None:
    """What is missing may have come on paper: every such text says that it is the electronic one."""
    missing = [rule for rule in RULES if rule.name.startswith("Manglende")]
    assert missing
    assert all("ikke mottatt elektronisk" in rule.text for rule in missing)


def test_sen_publisering_av_lokal_avtale() -> None:
    """Every avvik carries the version of its rule, and the agreement only moves deadlines."""
    stricter = replace(AVTALE, frister={"5501": {"epikrise.hard": Frist(1, "d")}})
    (before,) = evaluate([INN, UT, rapport()], LATER, AVTALE).avvik
    (after,) = evaluate([INN, UT, rapport()], LATER, stricter).avvik
    assert (before.id, before.rule_version) == (after.id, after.rule_version)
    assert before.deadline and after.deadline and after.deadline < before.deadline


def test_two_stays_on_one_date() -> None:
    """Ordered by when they were sent: each has its own messages, and its number on that date (§3)."""
    first, second = fold(
        innlagt("2026-02-05T08:00"),
        helseopplysninger("2026-02-05T09:00"),
        utskrevet("2026-02-05", "2026-02-05T12:00"),
        innlagt("2026-02-05T15:00"),
        innleggelsesrapport("2026-02-05T16:00"),
        klar("2026-02-05", "2026-02-05T20:00", fra="2026-02-05T15:00"),
    )
    assert (len(first.helseopplysninger), len(second.helseopplysninger)) == (1, 0)
    assert (len(first.innleggelsesrapporter), len(second.innleggelsesrapporter)) == (0, 1)
    assert second.klar and first.id != second.id
