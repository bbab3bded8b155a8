"""R-K: what takes an avvik away, or brings it back: taken back, followed up, mended, or no longer so."""

from typing import Any

import pytest
from exchanges import (
    dialog,
    foresporsel,
    innleggelsesrapport,
    mottak,
    til_lege,
    tilbakemelding,
)
from findings import evaluated, standing
from histories import HARSTAD, TROMSO, UNN, at, avmeldt, innlagt, klar, utskrevet
from sequels import endring, kansellering, kvittering, rules

from consumers.rules import RULES as ALL
from consumers.rules.foresporsel import TIL_KOMMUNEN
from consumers.rules.innleggelsesrapport import RULES as RAPPORT
from consumers.rules.innleggelsesrapport_innhold import KREVES
from consumers.rules.innleggelsesrapport_innhold import RULES as INNHOLD
from consumers.rules.tilbakemelding import RULES as SVAR
from consumers.withdraw import withdrawal_reason

INN = innlagt("2026-02-03T10:00", "2026-02-03T10:30")
OK = kvittering(INN, "1", "2026-02-03T11:00")
KLAR = klar("2026-02-06", "2026-02-06T10:00")
SENDT = "2026-02-03T15:00"
LATER = mottak("2026-02-06T14:00", KLAR, ("2026-02-09",))
UT = utskrevet("2026-02-10", "2026-02-10T12:00")
OF_UNN = foresporsel("2026-02-04T10:00", foresporsel_kodeverk="9154", sender=UNN, receiver=TROMSO)


def test_report_that_is_taken_back() -> None:
    """The next one counts, with the first limit; after the only one it is missing again."""
    first, late = innleggelsesrapport(SENDT), innleggelsesrapport("2026-02-05T10:00")
    (one,) = standing(RAPPORT, INN, OK, first, kansellering(first, "2026-02-05T09:00"), late)
    assert (one.rule, one.deadline, one.arrived_at) == ("R-K02", at("2026-02-04T11:00"), late.sent_at)
    assert rules(standing(RAPPORT, INN, OK, late, kansellering(late, "2026-02-06T09:00"))) == ["R-K01"]


def test_avmelding_that_is_taken_back() -> None:
    """The patient is ready after all, from when that was told first."""
    undone = avmeldt("2026-02-06", "2026-02-06T20:00")
    (one,) = standing(SVAR, INN, KLAR, undone, kansellering(undone, "2026-02-07T09:00"))
    assert (one.rule, one.deadline) == ("R-K05", at("2026-02-06T23:59:59"))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (mottak("2026-02-08T10:00", KLAR, ("2026-02-10",)), []),  # told ahead, of the day of discharge
        (mottak("2026-02-08T10:00", KLAR, ("2026-02-11",)), ["R-K08"]),  # put off beyond it
        (mottak("2026-02-08T10:00", KLAR), []),
        (tilbakemelding(KLAR, "2026-02-08T10:00"), []),  # in words that nobody reads here
        (tilbakemelding(KLAR, "2026-02-06T13:00"), ["R-K08"]),  # before it was put off
        (tilbakemelding(KLAR, "2026-02-08T10:00", sender=HARSTAD), ["R-K08"]),
        (dialog("FORESPORSEL", "2026-02-08T10:00", KLAR), ["R-K08"]),
    ],
)
def test_came_back_to_it(said: Any, expected: list[str]) -> None:
    """R-K08 is about a kommune that said no more after its negative answer."""
    assert rules(standing(SVAR[2:], INN, KLAR, LATER, said, UT)) == expected


BARE = innleggelsesrapport(SENDT, deler=(), legemidler=0)
WHOLE = endring(BARE, "2026-02-05T09:00", deler=(*KREVES, "barn"), legemidler=1)
BARN = til_lege("2026-01-10T10:00", deler=("barn",))


@pytest.mark.parametrize(
    ("table", "before", "then", "reasons"),
    [
        (RAPPORT, (INN, OK), kansellering(INN, "2026-02-05T09:00"), {"R-K01": "kansellert_opphold"}),
        (RAPPORT, (INN, OK), innleggelsesrapport(SENDT), {"R-K01": "forutsetning_borte"}),
        (
            INNHOLD,
            (BARN, INN, BARE),
            WHOLE,
            dict.fromkeys(("R-K03", "R-K04", "R-K10"), "rettet_av_endring"),
        ),
        (SVAR, (INN, KLAR), avmeldt("2026-02-06", "2026-02-06T20:00"), {"R-K05": "forutsetning_borte"}),
        (SVAR, (INN, KLAR, LATER), UT, {"R-K07": "forutsetning_borte"}),
        ((TIL_KOMMUNEN,), (INN, OF_UNN), dialog("SVAR", SENDT, OF_UNN), {"R-K09": "forutsetning_borte"}),
    ],
)
def test_why_it_is_withdrawn(table: Any, before: Any, then: Any, reasons: dict[str, str]) -> None:
    """The stay was a mistake, an Endring supplied it, or what it rested on is gone (rules.md §4)."""
    gone = evaluated(table, *before, then)
    left = {one.id for one in gone.avvik}
    assert {
        was.rule: withdrawal_reason(was, gone) for was in standing(table, *before) if was.id not in left
    } == reasons


def test_statistics_are_kept() -> None:
    """What is only counted stands like the rest, and says how uncertain it is (rules.md §4)."""
    found = evaluated(ALL, BARN, INN, OK, BARE, KLAR, LATER, UT).avvik
    assert {one.confidence for one in found if one.rule in ("R-K08", "R-K10")} == {"lav"}
    assert {"R-K08", "R-K10"} <= {*rules(found)}
