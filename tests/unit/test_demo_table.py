"""The demo's table: what is heard on Kafka becomes rows that a person can read."""

import io
import re
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from rich.console import Console

from broker.demo.board import AGAIN, Board
from broker.demo.screen import Screen
from broker.demo.settle import SETTLE_S, Settling
from broker.names import Names
from broker.settings import SHIPPED
from schemas.agreements import load
from schemas.avvik import Avvik
from schemas.events import KvitteringSendt

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\r")
PID = "7f3a" + "0" * 60
LATE = datetime(2026, 2, 8, 8, 0, tzinfo=UTC)
LIMIT = datetime(2026, 2, 7, 22, 59, 59, tzinfo=UTC)


def receipt(answers: str = "m-1", status: str = "1", errors: tuple[str, ...] = ()) -> KvitteringSendt:
    return KvitteringSendt(
        id=uuid4(),
        msg_id="r-1",
        answers=answers,
        message_type="LOG_INNLAGT",
        version="1.6",
        status=status,
        errors=errors,
        sender="90101",
        receiver="90001",
        sent_at=NOW,
        apprec="<AppRec/>",
    )


def avvik(version: int = 1, state: str = "levert_sent", id_: int = 1, reason: str | None = None) -> Avvik:
    return Avvik(
        id=UUID(int=id_),
        rule="R-U12",
        rule_version=1,
        direction="til_UNN",
        category="UTSKREVET",
        severity="hoy",
        confidence="hoy",
        state=state,
        hospital="90001",
        party="90101",
        kommune="5501",
        pid=PID,
        stay_id=UUID(int=9),
        stay_from=date(2026, 2, 3),
        stay_to=date(2026, 2, 7),
        subject="LOG_UTSKREVET",
        msg_ids=("m-1",),
        deadline=LIMIT,
        arrived_at=LATE,
        text="Melding om utskrevet pasient ble sendt etter fristen.",
        version=version,
        change="trukket" if state == "trukket" else "oppdaget",
        reason=reason,
        detected_at=NOW,
        changed_at=NOW,
    )


def board() -> Board:
    return Board(Names(load(SHIPPED / "avtale_demo.toml")), {"m-2": "endring"})


def shown(width: int, *, terminal: bool) -> str:
    """Everything a console of that width is given by one receipt, one refusal and one avvik."""
    told = board()
    rows = [told.receipt(receipt(), PID), told.receipt(receipt("m-2", "2", ("T02", "T02")), PID)]
    told.settling.take(avvik(), 0.0)
    console = Console(
        file=io.StringIO(), width=width, height=30, force_terminal=terminal, color_system=None,
        highlight=False, markup=False, legacy_windows=False,
    )  # fmt: skip
    with Screen(console) as screen:
        screen.show(row for row in rows if row)
        screen.show(told.settled(SETTLE_S, NOW))
        screen.foot(told.summary)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_an_avvik_that_is_withdrawn_at_once_is_never_shown() -> None:
    """Nobody can read what stood for some milliseconds."""
    settling = Settling()
    settling.take(avvik(1, "apen"), 0.0)
    settling.take(avvik(2, "trukket"), SETTLE_S / 5)
    assert [*settling.ready(SETTLE_S)] == []
    assert settling.quiet


def test_an_avvik_that_stood_is_shown_and_then_its_withdrawal() -> None:
    """What a person has seen is never taken away in silence."""
    settling = Settling()
    settling.take(avvik(1, "apen"), 0.0)
    assert [*settling.ready(SETTLE_S / 2)] == []
    assert [one.version for one in settling.ready(SETTLE_S)] == [1]
    settling.take(avvik(2, "trukket"), 2.0)
    assert [one.state for one in settling.ready(2.0 + SETTLE_S)] == ["trukket"]


def test_a_repeated_or_older_change_shows_nothing() -> None:
    """Kafka may give a record twice, and the newest version is the one that holds."""
    settling = Settling()
    settling.take(avvik(2), 0.0)
    settling.take(avvik(1, "apen"), 0.1)
    assert [one.version for one in settling.ready(SETTLE_S)] == [2]
    settling.take(avvik(2), 3.0)
    assert settling.quiet


def test_a_message_is_one_row_however_many_answer_it() -> None:
    """A copy receiver's receipt is not another message."""
    told = board()
    row = told.receipt(receipt(), PID)
    assert row is not None
    assert (row.what, row.kommune, row.stay, row.outcome) == (
        "Melding om innlagt pasient", "Tromsø", "P-7F3A", "✓ godtatt",
    )  # fmt: skip
    assert told.receipt(receipt(), PID) is None


def test_a_message_to_the_hospital_is_told_by_its_kommune() -> None:
    """Who answers is then no kommune, and its name has no room in the column."""
    row = board().receipt(receipt().model_copy(update={"sender": "90001", "receiver": "90201"}), PID)
    assert row is not None
    assert row.kommune == "Harstad"


def test_what_comes_by_the_dozen_is_counted_and_not_shown() -> None:
    """A ward's backlog would push everything else off the screen; a refusal is shown all the same."""
    told = board()
    told.quiet |= {"m-1", "m-2"}
    assert told.receipt(receipt(), PID) is None
    assert told.receipt(receipt("m-2", "2", ("T02",)), PID) is not None
    assert told.summary.startswith("2 meldinger: 1 godtatt, 1 avvist")


def test_a_message_sent_again_says_that_nothing_came_of_it() -> None:
    """The second start posts the same messages, and the table says what that means."""
    told = board()
    told.receipt(receipt(), PID)
    assert told.again("m-1", NOW + timedelta(hours=1)).outcome == AGAIN
    assert told.summary == "1 melding: 1 godtatt, 0 avvist · 0 avvik · 1 gjentatt"


def test_a_receipt_without_a_patient_names_none() -> None:
    """Such records are keyed by the message, and no stay is made up."""
    row = board().receipt(receipt(), str(uuid4()))
    assert row is not None
    assert row.stay == "–"


def test_a_withdrawal_says_why() -> None:
    """The reason is told in words, not as a code."""
    told = board()
    told.settling.take(avvik(1, "apen"), 0.0)
    assert [row.avvik for row in told.settled(SETTLE_S, NOW)] == [True]
    told.settling.take(avvik(2, "trukket", reason="rettet_av_endring"), 2.0)
    (row,) = told.settled(2.0 + SETTLE_S, NOW)
    assert row.what.endswith("rettet av en endringsmelding")
    assert row.outcome == "↻ trukket"
    assert told.summary.endswith("0 avvik, 1 trukket")


def test_every_row_fits_eighty_and_a_hundred_and_twenty_columns() -> None:
    """Nothing is cut off, and nothing runs over the edge."""
    for width in (80, 120):
        lines = CONTROL.sub("", shown(width, terminal=True)).splitlines()
        assert max(map(len, lines)) <= width
        text = " ".join(" ".join(lines).split())
        assert "✓ godtatt" in text
        assert "✗ avvist T02" in text
        assert "◐ 9 t over" in text


def test_a_wide_terminal_has_dates_and_deadline_as_well() -> None:
    """120 columns have room for what 80 must leave out."""
    assert "3.–7. feb." in shown(120, terminal=True)
    assert "7. feb. 23.59" in shown(120, terminal=True)
    assert "3.–7. feb." not in shown(80, terminal=True)


def test_a_pipe_gets_plain_lines() -> None:
    """One thing, one line, and no control codes: CI logs stay readable."""
    text = shown(80, terminal=False)
    assert "\x1b" not in text
    (line,) = [line for line in text.splitlines() if "R-U12" in line]
    assert line.endswith("· Tromsø · P-7F3A 3.–7. feb. · ◐ 9 t over")


def test_a_table_that_stands_still_keeps_its_rows() -> None:
    """Pressing a key holds rows back; pressing again, or ending, shows every one of them."""
    told, file = board(), io.StringIO()
    console = Console(file=file, width=100, force_terminal=True, color_system=None, legacy_windows=False)
    with Screen(console) as screen:
        screen.hold()
        row = told.receipt(receipt(), PID)
        assert row is not None
        screen.show([row])
        assert "P-7F3A" not in file.getvalue()
        assert "1 nye venter" in file.getvalue()
    assert "P-7F3A" in file.getvalue()
