"""The rows of the forløpstavle: what has come, what is awaited, what is missing, and when a stay leaves."""

from datetime import date, timedelta
from typing import Any

import pytest
from exchanges import helseopplysninger, innleggelsesrapport, tilbakemelding
from histories import (
    AVTALE,
    FASTLEGE,
    KAD,
    TROMSO,
    UNN,
    at,
    avmeldt,
    dod,
    epikrise,
    innlagt,
    klar,
    rapport,
    utskrevet,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from random_histories import histories
from random_sequels import moments
from sequels import History, endring, fold, kansellering, kvittering

from consumers.board import LEAVES, OFF, board, off
from consumers.board_columns import BY_RULE, TABLE
from consumers.evaluate import evaluate
from consumers.why_not import WHY
from schemas.board import BOARD_ROW, COLUMNS, BoardRow, days_before

INN = innlagt("2026-02-03T10:00", "2026-02-03T10:20")
INR = innleggelsesrapport("2026-02-03T15:00")
TV = helseopplysninger("2026-02-03T16:00")
KLAR = klar("2026-02-06", "2026-02-06T09:00")
OH = helseopplysninger("2026-02-06T08:30", type_innhold="2")
UR, UT = rapport("2026-02-07T12:00", ut="2026-02-07T12:00"), utskrevet("2026-02-07", "2026-02-07T13:00")
EPI = epikrise("2026-02-07T16:00")
WHOLE = [INN, INR, TV, KLAR, OH, tilbakemelding(KLAR, "2026-02-06T11:00"), UR, UT, EPI]


def rows(*history: Any, now: str = "2026-02-10T12:00") -> list[BoardRow]:
    return list(board(evaluate(history, at(now), AVTALE), AVTALE, at(now)))


def states(*history: Any, now: str) -> dict[str, str]:
    """Column -> state, of the only row."""
    (row,) = rows(*history, now=now)
    return {name: cell.state(at(now)) for name, cell in zip(COLUMNS, row.cells, strict=True)}


def cell(name: str, *history: Any, now: str = "2026-02-07T20:00") -> Any:
    (row,) = rows(*history, now=now)
    return row.cells[COLUMNS.index(name)]


def test_all_came_in_time() -> None:
    """Every column is there; the row is shown for one day more."""
    now = "2026-02-07T20:00"
    assert set(states(*WHOLE, now=now).values()) == {"kom"}
    (row,) = rows(*WHOLE, now=now)
    assert (row.leaves_why, row.leaves_at) == ("ferdig", at("2026-02-08T16:00"))
    assert rows(*WHOLE, now="2026-02-09T01:00") == []


def test_awaited_becomes_missing_by_time_alone() -> None:
    """The same row says “venter” before the deadline and its grace are over, and “mangler” after."""
    (row,) = rows(INN, now="2026-02-03T12:00")
    report = row.cells[COLUMNS.index("INR")]
    assert report.deadline == at("2026-02-04T10:20")
    assert report.state(at("2026-02-04T10:50")) == "venter"
    assert report.state(at("2026-02-04T10:50:01")) == "mangler"
    (later,) = rows(INN, now="2026-02-05T12:00")
    assert later.cells == row.cells


def test_came_late() -> None:
    """With the deadline it missed, and when it was sent."""
    late = innleggelsesrapport("2026-02-05T15:00")
    found = cell("INR", INN, late)
    assert (found.outcome, found.came_at, found.deadline) == ("sen", late.sent_at, at("2026-02-04T10:20"))
    after = klar("2026-02-06", "2026-02-08T09:00")
    assert cell("KLAR", INN, TV, UR, UT, after, now="2026-02-08T10:00").outcome == "sen"


def test_within_grace_is_in_time() -> None:
    """Half an hour after the deadline nobody is late."""
    assert cell("INR", INN, innleggelsesrapport("2026-02-04T10:45")).outcome == "kom"


@pytest.mark.parametrize(
    ("name", "history", "why"),
    [
        ("UR", [INN], "ikke_utskrevet"),
        ("EPI", [INN], "ikke_utskrevet"),
        ("KLAR", [INN], "ikke_utskrevet"),
        ("SVAR", [INN], "ikke_klar"),
        ("OH", [INN], "ikke_klar"),
        ("OH", [INN, helseopplysninger("2026-02-05T16:00"), KLAR], "ferske"),
        ("TV", [INN, utskrevet("2026-02-03", "2026-02-03T20:00")], "fra_for_fristen"),
        ("UR", [INN, utskrevet("2026-02-07", "2026-02-07T13:00", ut_til="5")], "annet_sted"),
        ("EPI", [INN, UT, dod("2026-02-07")], "dod"),
        ("EPI", [INN, UT, innleggelsesrapport(deler=("forbehold",))], "forbehold"),
        ("SVAR", [INN, KLAR, avmeldt("2026-02-06", "2026-02-06T12:00")], "avmeldt"),
        ("INR", [kvittering(INN, "2"), INN], "ikke_kvittert"),
        ("KLAR", [INN, UT], "uten_behov"),
    ],
)
def test_not_expected_says_why(name: str, history: list[Any], why: str) -> None:
    """The reason is what the rule itself looked at last."""
    found = cell(name, *history)
    assert (found.outcome, found.why) == ("ikke", why)


def test_a_mailbox_that_nobody_sees() -> None:
    """Without `dekning` no epikrise is awaited, and the agreement is the reason."""
    parts = tuple(
        part if part.her != TROMSO else part.__class__(TROMSO, "T", "kommune", kommunenr="5501")
        for part in AVTALE.parts
    )
    blind = AVTALE.__class__(parts=parts)
    now = at("2026-02-07T20:00")
    (row,) = board(evaluate([INN, UT], now, blind), blind, now)
    assert row.cells[COLUMNS.index("EPI")].why == "avtalen"


def test_corrected_and_cancelled_since() -> None:
    """An M marks the column, and so does a C of one of two."""
    assert cell("UR", INN, UR, endring(UR, "2026-02-07T15:00")).since == "endret"
    other = rapport("2026-02-07T14:00", ut="2026-02-07T12:00", navn="en til")
    assert cell("UR", INN, UR, other, kansellering(other, "2026-02-07T15:00")).since == "kansellert"
    assert cell("UR", INN, UR).since is None


def test_ready_days_are_counted_on_the_day_they_are_shown() -> None:
    """The row holds dates, open while the patient lies there."""
    (row,) = rows(INN, KLAR)
    assert [(span.first, span.end) for span in row.ready] == [(date(2026, 2, 6), None)]
    assert [days_before(row.ready, date(2026, 2, day)) for day in (6, 7, 12)] == [0, 1, 6]


def test_open_avvik_by_severity() -> None:
    """Those that nobody has dealt with; technical ones do not count."""
    (row,) = rows(INN, now="2026-02-05T12:00")
    assert (row.avvik.hoy, row.avvik.total) == (2, 3)  # R-K01 and R-U05; R-U29


def test_the_unit_is_the_one_that_wrote_last() -> None:
    """The level-2 HER-id of the hospital's newest message; the kommune's own says nothing of it."""
    ward = innlagt("2026-02-03T10:00", sender_service="90002")
    later = klar("2026-02-06", "2026-02-06T09:00", sender_service="90003")
    report = innleggelsesrapport("2026-02-07T15:00", sender_service="90102")
    assert [one.unit for one in (*rows(ward), *rows(ward, later, report))] == ["90002", "90003"]


@pytest.mark.parametrize(
    ("history", "why"),
    [
        ([INN, kansellering(INN, "2026-02-03T12:00")], "kansellert"),
        (
            [INN, UT, epikrise("2026-02-08T12:00", adm_cat="3")],
            "dagopphold",
        ),
        ([innlagt("2026-02-03T10:00", sender="77777")], "annen_avsender"),
        ([innlagt("2026-02-03T10:00", receiver=FASTLEGE)], "ikke_kommune"),
        ([epikrise("2026-02-08T12:00", receiver=TROMSO, copies=())], "uten_tjenester"),
    ],
)
def test_what_is_on_no_board(history: list[Any], why: str) -> None:
    """Each with its reason."""
    assert {off(stay, AVTALE) for stay in fold(*history)} == {why}
    assert rows(*history) == []


@pytest.mark.parametrize(
    ("history", "leaves_at", "why"),
    [
        ([INN, UT], "2026-03-09T23:59:59", "fulgt_opp"),
        ([INN], "2026-05-04T11:20", "stille"),
    ],
)
def test_when_a_row_leaves(history: list[Any], leaves_at: str, why: str) -> None:
    """Thirty days after the discharge, or when nothing was heard for ninety."""
    (row,) = rows(*history)
    assert (row.leaves_at, row.leaves_why) == (at(leaves_at), why)
    stays = evaluate(history, row.leaves_at, AVTALE)
    assert list(board(stays, AVTALE, row.leaves_at)) == []
    (last,) = board(stays, AVTALE, row.leaves_at - timedelta(seconds=1))
    assert last.leaves_at == row.leaves_at


def test_two_hospitals_are_two_rows() -> None:
    """A KAD is a hospital too, and a stay in each is a row."""
    assert {row.hospital for row in rows(INN, innlagt("2026-02-03T11:00", sender=KAD))} == {UNN, KAD}


def test_every_key_is_in_a_table() -> None:
    """A column for each name, of one rule each; reasons and leaves have keys that others may print."""
    assert tuple(TABLE) == COLUMNS and len(BY_RULE) == len(COLUMNS)
    assert {"fulgt_opp", "stille", "ferdig"} == set(LEAVES)
    assert "" not in {*OFF, *WHY}


@settings(max_examples=150, deadline=None)
@given(histories(), moments, st.randoms(use_true_random=False))
def test_order_and_repetition(history: History, now: Any, random: Any) -> None:
    """Any order of the history, with repetitions, gives the same rows, word for word."""
    expected = [row.as_json() for row in board(evaluate(history, now, AVTALE), AVTALE, now)]
    again = [*history, *random.choices(history, k=len(history) // 2)] if history else []
    random.shuffle(again)
    assert [row.as_json() for row in board(evaluate(again, now, AVTALE), AVTALE, now)] == expected
    assert [BOARD_ROW.validate_json(row).as_json() for row in expected] == expected


@settings(max_examples=100, deadline=None)
@given(histories(), moments, st.timedeltas(timedelta(), timedelta(days=20)))
def test_time_alone_changes_no_cell(history: History, now: Any, later: timedelta) -> None:
    """A row written once stays right: what is expected is the same later, with nothing new."""
    found = evaluate(history, now, AVTALE), evaluate(history, now + later, AVTALE)
    first = {row.stay_id: row for row in board(found[0], AVTALE, now)}
    for row in board(found[1], AVTALE, now + later):
        assert (row.cells, row.ready, row.leaves_at) == (
            first[row.stay_id].cells,
            first[row.stay_id].ready,
            first[row.stay_id].leaves_at,
        )


@settings(max_examples=100, deadline=None)
@given(histories(), moments)
def test_missing_is_what_the_avvik_say(history: History, now: Any) -> None:
    """A cell is missing just where the avvik that is missing stands, and late where the late one does."""
    evaluation = evaluate(history, now, AVTALE)
    for row in board(evaluation, AVTALE, now):
        standing = {one.rule for one in evaluation.avvik if one.stay_id == row.stay_id}
        for name, told in zip(COLUMNS, row.cells, strict=True):
            rule = TABLE[name].rule
            if told.state(now) == "mangler":
                assert rule.id in standing
            if told.outcome in ("kom", "ikke"):
                assert rule.id not in standing
            assert (told.why in WHY) == (told.outcome == "ikke")
