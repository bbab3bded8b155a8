"""plo avvik explain: each rule's answer for a stay, and what it looked at."""

from typing import Any

import pytest
from histories import AVTALE, at, epikrise, innlagt, rapport, utskrevet
from sequels import fold, kansellering, kvittering

from broker.answer_words import FACTS, SHELVES
from broker.cli.avvik.explained import heading, lines
from consumers.explain import Answer, explain
from consumers.papers import SHELF
from consumers.rules import RULES

INN, UT = innlagt("2026-02-03T10:00"), rapport("2026-02-07T12:00", ut="2026-02-07T12:00")
UTSKREVET, EPIKRISE = utskrevet("2026-02-07", "2026-02-07T13:00"), epikrise("2026-02-08T10:00")


def answers(*history: Any, now: str = "2026-02-10T12:00") -> dict[str, Answer]:
    (stay,) = fold(*history)
    return {one.rule.id: one for one in explain(stay, at(now), AVTALE)}


def printed(*history: Any, everything: bool = False) -> str:
    (stay,) = fold(*history)
    found, now = explain(stay, at("2026-02-10T12:00"), AVTALE), at("2026-02-10T12:00")
    return "\n".join([heading(stay, AVTALE, now), *lines(found, stay, now, everything=everything)])


def test_every_rule_answers() -> None:
    """Once each, by id."""
    assert list(answers(INN)) == sorted(rule.id for rule in RULES)


@pytest.mark.parametrize(
    ("now", "expected"),
    [("2026-02-07T20:00", "vent"), ("2026-02-08T00:30", "ja"), ("2026-02-09T00:00", "ja")],
)
def test_waiting_until_the_deadline_is_over(now: str, expected: str) -> None:
    """vent before, ja after; and nei once it has come in time."""
    assert answers(INN, UT, now=now)["R-U11"].answer == expected
    assert answers(INN, UT, UTSKREVET, now=now)["R-U11"].answer == "nei"


@pytest.mark.parametrize(
    ("sent", "answer", "why"),
    [
        ("2026-02-07T23:59:59", "nei", ""),
        ("2026-02-08T00:00:00", "nei", "grace"),
        ("2026-02-08T00:29:59", "nei", "grace"),
        ("2026-02-08T00:30:00", "ja", ""),
    ],
)
def test_late_within_grace(sent: str, answer: str, why: str) -> None:
    """It ended what might have become an avvik, and nobody was told (rules.md §4): explain says so."""
    history = (INN, UT, utskrevet("2026-02-07", sent))
    late = answers(*history)["R-U12"]
    assert (late.answer, late.why) == (answer, why)
    words = " ".join(printed(*history, everything=True).split())
    assert ("innenfor slingringsmonnet" in words) is bool(why)


def test_why_is_what_the_rule_read() -> None:
    """The shelves and facts that it asked for, and no others."""
    seen = answers(INN, UT)["R-U03"].seen
    assert "rapporter" in seen and "innlagt" not in seen


def test_not_for_such_a_stay() -> None:
    """A cancelled stay is of no rule's concern, and it is told why."""
    found = answers(INN, kansellering(INN, "2026-02-04T10:00"))
    assert {(one.answer, one.why) for one in found.values() if not one.rule.av} == {
        ("uaktuell", "kansellert")
    }


def test_in_words() -> None:
    """Heading, rule, answer, deadline and what it looked at, with the times."""
    text = printed(INN, UT)
    assert "opphold 3.–7. feb." in text and "kommunale tjenester: ja (melding om innlagt 3. feb." in text
    (line,) = (line for line in text.splitlines() if "R-U11" in line)
    assert " JA " in line and "frist 7. feb. 23.59" in line
    assert "utskrivningsrapport 7. feb. 12.00" in text and "ingen melding om utskrevet" in text


def test_a_refused_message_is_told_as_such() -> None:
    """It has come, and was avvist."""
    assert "melding om utskrevet 7. feb. 13.00 (avvist)" in printed(INN, UT, UTSKREVET, kvittering(UTSKREVET))


def test_words_for_everything_that_rules_read() -> None:
    """A new shelf needs its word."""
    assert set(SHELF.values()) <= set(SHELVES)
    read = {name for one in answers(INN, UT, UTSKREVET, EPIKRISE).values() for name in one.seen}
    known = {
        *SHELVES,
        *FACTS,
        "evidence",
        "begin",
        "end",
        "neste",
        "forrige",
        "kjent",
        "documents",
        "replies",
    }
    assert read <= known | {"uavsluttet", "uten_kommunale_tjenester", "hospital", "party", "dagopphold"}
