"""The ward of the demo: by the real rules, exactly what the board is there to show, at any hour it begins."""

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise

import pytest

from adapters.messages.judge import Context, judge
from adapters.messages.judgement import Judgement
from adapters.xml.validate import Schema
from broker.demo.ward import HOURS, WARD, Planned, planned
from broker.settings import SHIPPED
from broker.simulate.parties import PARTIES
from consumers.board import board
from consumers.evaluate import evaluate
from schemas.agreements import load
from schemas.avvik import State
from schemas.board import COLUMNS, BoardRow
from schemas.tid import OSLO

AGREEMENT, SCHEMA = load(SHIPPED / "avtale_demo.toml"), Schema(SHIPPED / "xsd")
NOON = datetime(2026, 6, 10, 12, tzinfo=OSLO)
FNR = re.compile(rb"<Id>(\d{11})</Id>")
TIMES = (
    NOON,
    datetime(2026, 11, 22, 23, 50, tzinfo=OSLO),
    datetime(2026, 11, 22, 0, 5, tzinfo=OSLO),
    datetime(2026, 3, 29, 1, 30, tzinfo=OSLO),
    datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=OSLO),
)
"""Day, both sides of midnight, and the nights on which the clocks change."""

AT_FIRST = {
    "nyinnlagt": ("kom venter venter ikke ikke ikke ikke ikke ikke", {}),
    "natt": ("kom kom venter ikke ikke ikke ikke ikke ikke", {}),
    "uten-varsel": ("kom kom mangler ikke ikke ikke ikke ikke ikke", {"R-U05": "apen"}),
    "varsles": ("kom kom venter ikke ikke ikke ikke ikke ikke", {}),
    "sen-melding": ("sen kom kom kom ikke ikke ikke ikke ikke", {"R-U02": "levert_sent"}),
    "venter-svar": ("kom kom kom kom kom mangler ikke ikke ikke", {"R-K05": "apen"}),
    "reiser": ("kom kom kom kom kom kom ikke ikke ikke", {}),
    "hjemme": ("kom kom kom kom kom kom kom kom venter", {}),
    "uten-liste": ("kom kom kom kom kom kom kom kom venter", {"R-U03": "apen"}),
    "avvist-rapport": (
        "kom kom kom kom kom kom mangler sen venter",
        {"R-U12": "levert_sent", "R-U14": "apen", "R-T04": "apen"},
    ),
    "uten-epikrise": ("kom kom kom kom kom kom kom kom mangler", {"R-U17": "apen"}),
}
"""Patient -> states of the columns, and rule -> state of the avvik, when the ward begins."""
AFTER_FIVE_MINUTES = {
    **AT_FIRST,
    "nyinnlagt": ("kom kom venter ikke ikke ikke ikke ikke ikke", {}),
    "varsles": ("kom kom sen ikke ikke ikke ikke ikke ikke", {"R-U06": "levert_sent"}),
    "sen-melding": ("sen kom kom kom kom kom ikke ikke ikke", {"R-U02": "levert_sent"}),
    "reiser": ("kom kom kom kom kom kom kom kom kom", {}),
    "kommer": ("kom venter venter ikke ikke ikke ikke ikke ikke", {}),
}

Found = dict[str, tuple[str, dict[str, State]]]


@cache
def judged(began: datetime) -> tuple[tuple[Planned, Judgement], ...]:
    context = Context(
        agreement=AGREEMENT,
        schema=SCHEMA,
        pid_key=b"k" * 32,
        max_bytes=1_000_000,
        received_at=began.astimezone(UTC),
        historie=True,
        speaks_for=frozenset(PARTIES),
        software_version="0",
    )
    return tuple((one, judge(one.message.xml, context)) for one in planned(began))


def patient(one: Planned) -> str:
    """The name of the line of the table."""
    return one.stay.rpartition("-")[0]


def seen(began: datetime, after: timedelta) -> tuple[Found, list[BoardRow]]:
    """What the board and the avvik say so long after the ward began, with what was sent by then."""
    began, histories, names = began.astimezone(UTC), defaultdict(list), {}
    for one, judgement in judged(began):
        if one.at <= began + after and judgement.event:
            histories[judgement.key].append(judgement.event)
            names[judgement.key] = patient(one)
    found, rows = {}, []
    for key, history in histories.items():
        evaluation = evaluate(history, began + after, AGREEMENT)
        avvik = {one.rule: one.state for one in evaluation.avvik}
        for row in board(evaluation, AGREEMENT, began + after):
            rows.append(row)
            found[names[key]] = (" ".join(cell.state(began + after) for cell in row.cells), avvik)
    return found, rows


def rules(found: Found) -> set[str]:
    return {rule for _, avvik in found.values() for rule in avvik}


def states(found: Found) -> set[str]:
    return {state for cells, _ in found.values() for state in cells.split()}


@pytest.mark.parametrize("began", TIMES)
def test_what_a_ward_shows_at_first_and_after_five_minutes(began: datetime) -> None:
    """Every state there is, and no avvik that is not meant."""
    found, _ = seen(began, timedelta())
    assert found == AT_FIRST
    assert states(found) == {"kom", "sen", "venter", "mangler", "ikke"}
    assert seen(began, timedelta(minutes=5))[0] == AFTER_FIVE_MINUTES


def test_something_is_corrected_and_days_are_counted() -> None:
    """The last two signs of the board."""
    _, rows = seen(NOON, timedelta())
    mended = {name for row in rows for name, cell in zip(COLUMNS, row.cells, strict=True) if cell.since}
    assert mended == {"INR", "OH"}
    assert any(row.ready for row in rows)


def test_an_avvik_arises_and_is_withdrawn_and_a_deadline_passes() -> None:
    """R-U03 stands from half a minute to two; R-U05 of the one who is to be told of begins after that."""
    by_minute = {n: seen(NOON, timedelta(minutes=n))[0] for n in (1, 2.5)}
    assert by_minute[1]["reiser"][1] == {"R-U03": "apen"}
    assert by_minute[2.5]["reiser"][1] == {}
    assert by_minute[1]["varsles"][1] == {}
    assert by_minute[2.5]["varsles"][1] == {"R-U05": "apen"}


def test_one_message_is_refused_and_whole_once_the_strange_element_is_gone() -> None:
    """What one finds among the dead letters can be repaired by whoever reads what is wrong."""
    (refused,) = [one for one, judgement in judged(NOON) if judgement.verdict != "godtatt"]
    assert patient(refused) == "avvist-rapport"
    assert refused.message.xml.count(b"<Ekstra/>") == 1


def test_everybody_leaves_the_board_in_the_end() -> None:
    """All that was missing comes late: the board of one who starts the demo often does not fill up."""
    assert seen(NOON, timedelta(days=9))[1] == []


def test_a_ward_is_the_same_again_and_another_ward_is_of_other_people() -> None:
    """What is sent twice has one effect, and nobody is in two wards."""
    assert planned(NOON) == planned(NOON)
    hours = [NOON + timedelta(hours=n) for n in (0, 12, HOURS - 1)]
    people = [
        {number for one in planned(began) for number in FNR.findall(one.message.xml)} for began in hours
    ]
    assert [len(one) for one in people] == [len(WARD)] * 3
    assert len(set[bytes]().union(*people)) == 3 * len(WARD)


def test_what_is_to_be_seen_comes_one_at_a_time() -> None:
    """In the first minutes no two messages come so close together that nobody could follow."""
    soon: Iterable[datetime] = [
        one.at for one in planned(NOON) if NOON < one.at < NOON + timedelta(minutes=6)
    ]
    moments = sorted(soon)
    assert len(moments) == 9
    assert all(b - a >= timedelta(seconds=10) for a, b in pairwise(moments))
