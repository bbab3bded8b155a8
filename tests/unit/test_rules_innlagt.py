"""R-U02: sen melding om innlagt pasient, at the limit and on both sides of it."""

from datetime import timedelta

import pytest
from histories import AVTALE, at, innlagt
from sequels import kansellering, kvittering, rules

from consumers.evaluate import evaluate
from consumers.rules.innlagt import RULES
from schemas.agreements import Agreement
from schemas.frister import Frist

LATER = at("2026-03-01T12:00")


@pytest.mark.parametrize(
    ("sendt", "found"),
    [
        ("2026-02-03T10:05", []),
        ("2026-02-04T10:00", []),
        ("2026-02-04T10:30", []),  # grace is 30 minutes, and on the limit is in time
        ("2026-02-04T10:30:01", ["R-U02"]),
    ],
)
def test_limit(sendt: str, found: list[str]) -> None:
    """LOG_INNLAGT has 24 h from the admission, and half an hour of grace."""
    assert rules(evaluate([innlagt("2026-02-03T10:00", sendt)], LATER, AVTALE, RULES).avvik) == found


def test_what_it_says() -> None:
    """A late one is levert_sent, with its deadline without grace and when it was sent."""
    late = innlagt("2026-02-03T10:00", "2026-02-05T09:00")
    (found,) = evaluate([late], LATER, AVTALE, RULES).avvik
    assert (found.state, found.severity, found.confidence) == ("levert_sent", "middels", "hoy")
    assert (found.category, found.direction) == ("INNLAGT", "til_UNN")
    assert found.deadline == at("2026-02-04T10:00")
    assert found.arrived_at == at("2026-02-05T09:00")
    assert found.msg_ids == (late.msg_id,)
    assert (found.hospital, found.party, found.kommune) == ("90001", "90101", "5501")
    assert str(found.stay_from) == "2026-02-03"
    assert found.stay_to is None


def test_date_alone_has_the_whole_day() -> None:
    """An admission without a clock time may have been at the end of that day."""
    assert evaluate([innlagt("2026-02-03", "2026-02-04T23:59")], LATER, AVTALE, RULES).avvik == ()
    assert rules(evaluate([innlagt("2026-02-03", "2026-02-05T00:30")], LATER, AVTALE, RULES).avvik) == [
        "R-U02"
    ]


@pytest.mark.parametrize(("sendt", "found"), [("2026-03-29T11:30", []), ("2026-03-29T11:31", ["R-U02"])])
def test_24_hours_over_the_change_of_the_clock(sendt: str, found: list[str]) -> None:
    """24 h are elapsed time: the night the clock goes forward they end an hour later by the clock."""
    assert (
        rules(evaluate([innlagt("2026-03-28T10:00", sendt)], at("2026-05-01T10:00"), AVTALE, RULES).avvik)
        == found
    )


def test_no_event_1() -> None:
    """Without a time of admission it is an avvik of low severity, and open: nothing came late."""
    (found,) = evaluate([innlagt(None, "2026-02-03T10:00")], LATER, AVTALE, RULES).avvik
    assert (found.rule, found.severity, found.state, found.deadline) == ("R-U02", "lav", "apen", None)
    assert "mangler tidspunkt" in found.text


def test_first_of_two_decides() -> None:
    """A second LOG_INNLAGT about the same admission, sent later, is no late message."""
    again = innlagt("2026-02-03T10:00", "2026-02-06T10:00", navn="igjen")
    assert evaluate([again, innlagt("2026-02-03T10:00")], LATER, AVTALE, RULES).avvik == ()


def test_cancelled_and_refused_are_not_judged() -> None:
    """A cancelled LOG_INNLAGT withdraws the avvik; a refused one has not come at all, and is missing."""
    late = innlagt("2026-02-03T10:00", "2026-02-05T10:00")
    assert evaluate([late, kansellering(late, "2026-02-05T11:00")], LATER, AVTALE, RULES).avvik == ()
    assert rules(evaluate([late, kvittering(late)], LATER, AVTALE, RULES).avvik) == ["R-U01"]


def test_sent_time_is_receipt_when_it_cannot_be_gendate() -> None:
    """GenDate missing, in the future, or more than an hour under way: the time of receipt counts (§12.2)."""
    on_time = innlagt("2026-02-03T10:00", "2026-02-03T11:00")
    received = at("2026-02-04T12:00")
    slow = on_time.model_copy(update={"received_at": received})
    assert rules(evaluate([slow], LATER, AVTALE, RULES).avvik) == ["R-U02"]
    without = slow.model_copy(update={"sent_at": None})
    assert rules(evaluate([without], LATER, AVTALE, RULES).avvik) == ["R-U02"]
    for ahead, found in ((timedelta(minutes=10), ["R-U02"]), (timedelta(minutes=11), [])):
        # Sent 5 minutes too late by its own clock: believed within clock_skew, else receipt counts.
        sent = at("2026-02-04T10:35")
        skewed = on_time.model_copy(update={"sent_at": sent, "received_at": sent - ahead})
        assert rules(evaluate([skewed], LATER, AVTALE, RULES).avvik) == found
    for slowness, found in ((timedelta(minutes=60), []), (timedelta(minutes=61), ["R-U02"])):
        sent = at("2026-02-04T10:30")
        under_way = on_time.model_copy(update={"sent_at": sent, "received_at": sent + slowness})
        assert rules(evaluate([under_way], LATER, AVTALE, RULES).avvik) == found


def test_limit_of_the_kommune() -> None:
    """The agreement may name another limit for one kommune."""
    stricter = Agreement(parts=AVTALE.parts, frister={"5501": {"log_innlagt.hard": Frist(4, "h")}})
    late = innlagt("2026-02-03T10:00", "2026-02-03T15:00")
    other = innlagt("2026-02-03T10:00", "2026-02-03T15:00", receiver="90201")
    assert [one.kommune for one in evaluate([late, other], LATER, stricter, RULES).avvik] == ["5501"]
