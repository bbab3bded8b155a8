"""A varsel on the board: over a warning limit, and neither missing nor late (rules.md §12.3)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from exchanges import helseopplysninger, tilbakemelding
from histories import AVTALE, TROMSO, at, avmeldt, dod, epikrise, innlagt, klar, utskrevet
from hypothesis import given, settings
from random_histories import histories
from random_sequels import moments
from sequels import History, fold, kvittering

from consumers.board import board
from consumers.board_cells import cells_of
from consumers.board_columns import TABLE
from consumers.evaluate import evaluate
from consumers.found import terms_of
from schemas.agreements import Agreement
from schemas.board import BOARD_ROW, COLUMNS, Cell, Warned
from schemas.frister import DEFAULTS, Frist

SECOND = timedelta(seconds=1)
INN = innlagt("2026-02-03T10:00")
TV = helseopplysninger("2026-02-03T12:00")
KLAR = klar("2026-02-06", "2026-02-06T10:00")
UT = utskrevet("2026-02-07", "2026-02-07T13:00")


def cell(name: str, *history: Any, now: str = "2026-02-20T12:00", agreement: Agreement = AVTALE) -> Cell:
    (row,) = board(evaluate(history, at(now), agreement), agreement, at(now))
    return row.cells[COLUMNS.index(name)]


@pytest.mark.parametrize(
    ("name", "history", "now", "over", "limit"),
    [
        ("INN", [TV], "2026-02-06T11:00", None, ""),  # nobody says when the admission was
        ("INN", [TV, klar("2026-02-04", "2026-02-03T13:00")], "2026-02-03T14:00",
         "2026-02-03T14:30:01", "log_innlagt.soft"),
        ("SVAR", [INN, KLAR], "2026-02-06T11:00", "2026-02-06T13:30:01", "tilbakemelding.soft"),
        ("EPI", [INN, UT], "2026-02-07T14:00", "2026-02-08T00:30", "epikrise.kommune"),
    ],
)  # fmt: skip
def test_awaited(name: str, history: list[Any], now: str, over: str | None, limit: str) -> None:
    """It becomes a varsel with the second after the limit and its grace, and by time alone."""
    found = cell(name, *history, now=now)
    assert found.outcome == "ventet"
    if over is None:
        assert found.warned is None
        return
    assert found.warned == Warned(at(over), limit)
    assert not found.varsel(at(over) - SECOND) and found.varsel(at(over))
    assert found.over and found.varsel(found.over - SECOND) and not found.varsel(found.over)


@pytest.mark.parametrize(
    ("name", "made", "last", "first"),
    [
        ("INN", lambda sent: [innlagt("2026-02-03T10:00", sent)], "2026-02-03T14:30", "2026-02-03T14:30:01"),
        ("SVAR", lambda sent: [INN, KLAR, tilbakemelding(KLAR, sent)], "2026-02-06T13:30",
         "2026-02-06T13:30:01"),
        ("EPI", lambda sent: [INN, UT, epikrise(sent)], "2026-02-08T00:29:59", "2026-02-08T00:30"),
    ],
)  # fmt: skip
def test_came(name: str, made: Any, last: str, first: str) -> None:
    """In time by the deadline: a varsel when sent after the warning limit, for as long as it is shown."""
    in_time = cell(name, *made(last), now="2026-02-08T12:00")
    assert (in_time.outcome, in_time.warned) == ("kom", None)
    after = cell(name, *made(first), now="2026-02-08T12:00")
    assert after.outcome == "kom" and after.warned and after.warned.over == at(first)
    assert after.varsel(at("2026-03-20T12:00"))


@pytest.mark.parametrize(
    ("name", "history"),
    [
        ("INN", [innlagt("2026-02-03T10:00", "2026-02-05T15:00")]),  # late
        ("SVAR", [INN, KLAR, tilbakemelding(KLAR, "2026-02-08T10:00")]),
        ("EPI", [INN, UT, epikrise("2026-02-18T10:00")]),
        ("SVAR", [INN]),  # not expected
        ("SVAR", [INN, KLAR, avmeldt("2026-02-06", "2026-02-06T11:00")]),
        ("EPI", [INN, UT, dod("2026-02-08", "2026-02-08T10:00")]),
        ("EPI", [innlagt("2026-02-03T10:00", fodselsdag=True), UT, epikrise("2026-02-09T10:00")]),
        ("SVAR", [INN, kvittering(INN, "1"), KLAR, tilbakemelding(KLAR, "2026-02-06T20:00")]),  # never had it
        ("TV", [INN]),
    ],
)
def test_no_varsel(name: str, history: list[Any]) -> None:
    """What is late, or not expected, and what has no warning limit."""
    assert cell(name, *history).warned is None


def test_missing_is_no_varsel() -> None:
    """Past the deadline it is an avvik, and not both."""
    missing = cell("EPI", INN, UT)
    assert missing.warned and missing.state(at("2026-02-20T12:00")) == "mangler"
    assert not missing.varsel(at("2026-02-20T12:00"))


def test_the_time_of_an_answer_runs_from_the_receipt() -> None:
    """As the rule counts it: from the AppRec of the kommune."""
    had = kvittering(KLAR, "1", "2026-02-06T11:00")
    warned = cell("SVAR", INN, KLAR, had, now="2026-02-06T12:00").warned
    assert warned and warned.over == at("2026-02-06T14:30:01")


def test_the_limit_that_is_over_first_counts() -> None:
    """The agreement may move either; one for the kommune goes before the common one."""
    own = replace(AVTALE, frister={"5501": {"epikrise.kommune": Frist(3, "d")}})
    warned = cell("EPI", INN, UT, now="2026-02-07T14:00", agreement=own).warned
    assert warned == Warned(at("2026-02-09T00:30"), "epikrise.warn")
    harder = replace(AVTALE, frister={"5501": {"log_innlagt.soft": Frist(1, "h")}})
    assert cell("INN", innlagt("2026-02-03T10:00", "2026-02-03T12:00"), agreement=harder).warned
    assert not cell("INN", innlagt("2026-02-03T10:00", "2026-02-03T12:00")).warned


def test_the_limit_of_a_kommune_is_nobody_elses() -> None:
    """A stay whose other end is a fastlege has epikrise.warn alone."""
    parts = tuple(replace(part, kind="fastlege") if part.her == TROMSO else part for part in AVTALE.parts)
    agreement = replace(AVTALE, parts=parts)
    (stay,) = fold(INN, UT, epikrise("2026-02-08T10:00"))
    terms = terms_of(stay, agreement)
    assert cells_of(stay, terms, {})[COLUMNS.index("EPI")].warned is None
    (stay,) = fold(INN, UT, epikrise("2026-02-10T10:00"))
    warned = cells_of(stay, terms, {})[COLUMNS.index("EPI")].warned
    assert warned == Warned(at("2026-02-09T00:30"), "epikrise.warn")


def test_of_two_answers_the_one_that_is_missing_counts() -> None:
    """While one is awaited, the varsel is that of it, also where the other one came after its own."""
    second = klar("2026-02-06", "2026-02-06T13:50", msg="to")
    first = tilbakemelding(KLAR, "2026-02-06T13:45")
    found = cell("SVAR", INN, KLAR, first, second, now="2026-02-06T14:00")
    assert found.outcome == "ventet" and found.warned and found.warned.over == at("2026-02-06T17:20:01")


def test_stays_that_no_rule_is_asked_about() -> None:
    """A day stay has no deadlines, and so no warning limits; nor has a sender that is no hospital."""
    late = innlagt("2026-02-03T10:00", "2026-02-03T15:00")
    other = innlagt("2026-02-03T10:00", "2026-02-03T15:00", sender="77777")
    day = [late, UT, epikrise("2026-02-10T12:00", adm_cat="3")]
    for history, expected in (([late, UT], {"INN"}), (day, set()), ([other], set())):
        (stay,) = fold(*history)
        cells = cells_of(stay, terms_of(stay, AVTALE), {})
        assert {name for name, one in zip(COLUMNS, cells, strict=True) if one.warned} == expected


def test_rows_from_before_are_read() -> None:
    """Without the field there is no varsel."""
    now = at("2026-02-08T12:00")
    (row,) = board(evaluate([INN, UT], now, AVTALE), AVTALE, now)
    old = BOARD_ROW.validate_json(row.as_json().replace('"warned":', '"ukjent":'))
    assert [one.warned for one in old.cells] == [None] * len(COLUMNS)
    assert [replace(one, warned=None) for one in row.cells] == list(old.cells)
    assert BOARD_ROW.validate_json(row.as_json()) == row


def test_columns_with_a_limit() -> None:
    """Three columns have one (rules.md §2); each limit has a default."""
    assert tuple(name for name in COLUMNS if TABLE[name].warns) == ("INN", "SVAR", "EPI")
    assert {key for one in TABLE.values() if one.warns for key in one.warns.limits} <= set(DEFAULTS)


@settings(max_examples=100, deadline=None)
@given(histories(), moments)
def test_never_beside_an_avvik(history: History, now: Any) -> None:
    """Where there is a varsel, the avvik of the column does not stand, missing or late."""
    evaluation = evaluate(history, now, AVTALE)
    for row in board(evaluation, AVTALE, now):
        standing = {one.rule for one in evaluation.avvik if one.stay_id == row.stay_id}
        for name, found in zip(COLUMNS, row.cells, strict=True):
            if found.varsel(now):
                assert TABLE[name].warns and TABLE[name].rule.id not in standing
