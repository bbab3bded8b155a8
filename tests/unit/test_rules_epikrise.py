"""R-U17 and R-U18: epikrise, missing and late."""

from dataclasses import replace
from typing import Any

import pytest
from histories import AVTALE, FASTLEGE, HARSTAD, TROMSO, UNN, at, dod, epikrise, innlagt, rapport, utskrevet
from nine import evaluate
from sequels import History, kansellering, kvittering, rules

LATER = at("2026-03-20T12:00")
INN, UT, RAPPORT = innlagt("2026-02-03T10:00"), utskrevet("2026-02-07", "2026-02-07T13:00"), rapport()
STAY: History = [INN, UT, RAPPORT]


def found(*history: Any, now: str = "2026-03-20T12:00") -> list[str]:
    return [r for r in rules(evaluate(history, at(now), AVTALE).avvik) if r in ("R-U17", "R-U18")]


@pytest.mark.parametrize(("now", "standing"), [("2026-02-15T00:29:59", []), ("2026-02-15T00:30", ["R-U17"])])
def test_missing_at_the_limit(now: str, standing: list[str]) -> None:
    """An epikrise has until the end of the seventh day after the discharge, and grace."""
    assert found(*STAY, now=now) == standing


@pytest.mark.parametrize(
    ("sendt", "standing"),
    [
        ("2026-02-08T12:00", []),
        ("2026-02-10T12:00", []),  # past epikrise.warn: a varsel, not an avvik (§12.3)
        ("2026-02-15T00:29:59", []),
        ("2026-02-15T00:30:00", ["R-U18"]),
    ],
)
def test_late_at_the_limit(sendt: str, standing: list[str]) -> None:
    """And is late when it is sent after that."""
    assert found(*STAY, epikrise(sendt)) == standing


def test_one_avvik_under_one_id() -> None:
    """The missing epikrise that comes late is the same avvik."""
    (missing,) = evaluate(STAY, LATER, AVTALE).avvik
    (late,) = evaluate([*STAY, epikrise("2026-03-01T10:00")], LATER, AVTALE).avvik
    assert missing.id == late.id
    assert (missing.rule, missing.severity, missing.confidence) == ("R-U17", "hoy", "middels")
    assert (late.rule, late.severity, late.state) == ("R-U18", "hoy", "levert_sent")
    assert missing.deadline == late.deadline == at("2026-02-14T23:59:59")
    assert "ikke mottatt elektronisk" in missing.text


@pytest.mark.parametrize(
    ("til", "kopi", "standing"),
    [
        (TROMSO, (), []),
        (FASTLEGE, (), []),
        (UNN, (FASTLEGE,), []),
        ("4711", (), []),  # unknown: it may be a fastlege
        (UNN, (), ["R-U17"]),
        (HARSTAD, (), ["R-U17"]),
    ],
)
def test_who_must_have_got_it(til: str, kopi: tuple[str, ...], standing: list[str]) -> None:
    """The kommune of the stay or a fastlege, as receiver or by copy, is enough (§12.16)."""
    assert found(*STAY, epikrise(receiver=til, copies=kopi)) == standing


def test_refused_by_one_and_by_all() -> None:
    """Refused by the kommune it has still reached the fastlege; refused by both it has not come."""
    sent = epikrise()
    by_kommune, by_fastlege = kvittering(sent, fra=TROMSO), kvittering(sent, fra=FASTLEGE)
    assert found(*STAY, sent, by_kommune) == []
    assert found(*STAY, sent, by_kommune, by_fastlege) == ["R-U17"]


def test_only_where_we_see_the_mailbox() -> None:
    """Without dekning an epikrise may have come without our knowing; a late one is seen all the same."""
    blind = replace(AVTALE, parts=tuple(replace(part, dekning=()) for part in AVTALE.parts))
    assert evaluate(STAY, LATER, blind).avvik == ()
    assert rules(evaluate([*STAY, epikrise("2026-03-01T10:00")], LATER, blind).avvik) == ["R-U18"]


def test_cancelled_epikrise_opens_it_again() -> None:
    """The deadline is the first one."""
    sent = epikrise("2026-02-08T12:00")
    (one,) = evaluate([*STAY, sent, kansellering(sent, "2026-03-01T12:00")], LATER, AVTALE).avvik
    assert (one.rule, one.deadline) == ("R-U17", at("2026-02-14T23:59:59"))


def test_death() -> None:
    """A death before the deadline ends the duty towards the kommune; one long after does not."""
    assert found(INN, utskrevet("2026-02-07", uttilstand="2")) == []
    assert found(*STAY, dod("2026-02-10")) == []
    assert found(*STAY, dod("2026-02-16")) == ["R-U17"]
    assert found(*STAY, epikrise("2026-03-01T10:00", adm_outcome="2")) == []
    alone = epikrise("2026-03-01T10:00", copies=(), adm_outcome="2")
    assert found(alone) == ["R-U18"]  # the fastlege still has use of it


def test_newborn() -> None:
    """A stay that began on the day of birth gets no R-U17."""
    assert found(innlagt("2026-02-03T10:00", fodselsdag=True), UT, RAPPORT) == []
    assert found(*STAY, epikrise("2026-03-01T10:00", fodselsdag=True)) == []


def test_transfer() -> None:
    """The unit that passes the patient on owes no epikrise to the kommune; the last one does."""
    assert found(INN, epikrise("2026-03-01T10:00", adm_outcome="31")) == []
    moved = epikrise("2026-02-06T10:00", ut="2026-02-05T09:00", adm_outcome="21")
    home = utskrevet("2026-02-09")
    assert found(INN, home, rapport("2026-02-09T12:00"), moved) == ["R-U17"]


def test_discharge_known_from_the_report_alone() -> None:
    """A discharge without LOG_UTSKREVET starts the clock all the same."""
    assert found(INN, rapport("2026-02-07T12:00", ut="2026-02-07")) == ["R-U17"]
    assert found(INN) == []


def test_two_kommuner() -> None:
    """One epikrise satisfies both stays when its dates match both, and only the one it matches else."""
    there = [innlagt(receiver=HARSTAD), utskrevet(receiver=HARSTAD), rapport(receiver=HARSTAD)]
    assert found(*STAY, *there, epikrise()) == []
    later: History = [
        innlagt("2026-02-12T10:00", receiver=HARSTAD),
        utskrevet("2026-02-14", receiver=HARSTAD),
        rapport("2026-02-14T12:00", receiver=HARSTAD),
    ]
    (one,) = [a for a in evaluate([*STAY, *later, epikrise()], LATER, AVTALE).avvik if a.rule == "R-U17"]
    assert one.party == HARSTAD


def test_patient_without_kommunale_tjenester() -> None:
    """An epikrise alone, too late, is told of towards the fastlege."""
    (one,) = evaluate([epikrise("2026-03-01T10:00", copies=())], LATER, AVTALE).avvik
    assert (one.rule, one.party, one.kommune) == ("R-U18", FASTLEGE, None)


def test_readmission_gets_its_own() -> None:
    """An epikrise of the first stay does not satisfy the second."""
    second: History = [innlagt("2026-02-12T10:00"), utskrevet("2026-02-15"), rapport("2026-02-15T12:00")]
    (one,) = evaluate([*STAY, *second, epikrise()], LATER, AVTALE).avvik
    assert (one.rule, str(one.stay_from)) == ("R-U17", "2026-02-12")
