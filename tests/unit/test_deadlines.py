"""The deadlines of messages that came in time, as the rules tell them."""

from typing import Any

from exchanges import helseopplysninger, innleggelsesrapport, tilbakemelding
from histories import AVTALE, at, epikrise, innlagt, klar, rapport, utskrevet
from hypothesis import given, settings
from random_histories import histories
from random_sequels import moments
from sequels import History, fold

from consumers.board_cells import cells_of
from consumers.board_columns import BY_RULE
from consumers.deadlines import deadlines
from consumers.evaluate import evaluate
from consumers.found import terms_of
from consumers.rule import SECOND
from schemas.board import COLUMNS

GRACE = AVTALE.frist("grace").length
INN = innlagt("2026-02-03T10:00", "2026-02-03T10:20")
KLAR = klar("2026-02-06", "2026-02-06T09:00")
WHOLE = [
    INN,
    innleggelsesrapport("2026-02-03T15:00"),
    helseopplysninger("2026-02-03T16:00"),
    helseopplysninger("2026-02-06T08:30", type_innhold="2"),
    KLAR,
    tilbakemelding(KLAR, "2026-02-06T11:00"),
    rapport("2026-02-07T12:00", ut="2026-02-07T12:00"),
    utskrevet("2026-02-07", "2026-02-07T13:00"),
    epikrise("2026-02-07T16:00"),
]


def told(*history: Any) -> dict[str, Any]:
    (stay,) = fold(*history)
    terms = terms_of(stay, AVTALE)
    return dict(zip(COLUMNS, deadlines(stay, cells_of(stay, terms, {}), terms), strict=True))


def test_of_all_that_came_in_time() -> None:
    """Each has the deadline that it kept; two have none, for no rule tells of what comes late there."""
    assert told(*WHOLE) == {
        "INN": at("2026-02-04T10:00"),
        "INR": at("2026-02-04T10:20"),
        "TV": at("2026-02-04T10:00"),
        "OH": None,
        "KLAR": None,
        "SVAR": at("2026-02-06T23:59:59"),
        "UR": at("2026-02-07T23:59:59"),
        "UT": at("2026-02-07T23:59:59"),
        "EPI": at("2026-02-14T23:59:59"),
    }


def test_what_has_not_come_is_not_asked_for() -> None:
    """It has the deadline of its cell, or none."""
    assert told(INN)["UR"] is None


@settings(max_examples=100, deadline=None)
@given(histories(), moments)
def test_the_stay_is_left_as_it_was(history: History, now: Any) -> None:
    """Asking changes nothing, and what came in time was not sent after its deadline and the grace."""
    evaluation = evaluate(history, now, AVTALE)
    for stay in evaluation.stays:
        if stay.kansellert_at:
            continue
        found: dict[int, list[Any]] = {}
        for papers, rule, finding in evaluation.funn:
            if papers is stay and rule.key in BY_RULE:
                found.setdefault(BY_RULE[rule.key], []).append(finding)
        terms = terms_of(stay, AVTALE, evaluation.svarer)
        cells = cells_of(stay, terms, found)
        asked = deadlines(stay, cells, terms)
        assert cells_of(stay, terms, found) == cells
        for name, cell, deadline in zip(COLUMNS, cells, asked, strict=True):
            if cell.outcome == "kom" and deadline and cell.came_at and name not in ("SVAR", "EPI"):
                assert cell.came_at < deadline + GRACE + SECOND, name
