"""R-U31: messages that were taken back too late."""

from functools import partial
from typing import Any

import pytest
from exchanges import dialog, epj_innhold, helseopplysninger, innleggelsesrapport, mottak, tilbakemelding
from histories import FASTLEGE, TROMSO, UNN, at, epikrise, innlagt, klar, rapport
from sequels import endring, kansellering, kvittering
from spoken import ids, standing

from consumers.rules.kansellering import RULES

INN = innlagt("2026-02-03T10:00")
KLAR = klar("2026-02-06", "2026-02-06T10:00")
found = partial(ids, RULES)


@pytest.mark.parametrize(
    ("sendt", "expected"), [("2026-02-07T10:30:00", []), ("2026-02-07T10:30:01", ["R-U31"])]
)
def test_at_the_limit(sendt: str, expected: list[str]) -> None:
    """24 h after the kommune had it, and grace."""
    assert found(INN, KLAR, kansellering(KLAR, sendt)) == expected


def test_what_it_says() -> None:
    """Statistics about the message that was taken back."""
    (one,) = standing(RULES, INN, KLAR, kansellering(KLAR, "2026-02-08T10:00"))
    assert (one.category, one.severity, one.confidence) == ("INFO", "lav", "lav")
    assert (one.direction, one.subject, one.msg_ids) == ("til_UNN", KLAR.msg_id, (KLAR.msg_id,))
    assert (one.state, one.deadline) == ("apen", at("2026-02-07T10:00"))


def test_clock_starts_at_the_apprec() -> None:
    """Late only when it had been taken over for so long; what never was, is never late."""
    gone = kansellering(KLAR, "2026-02-08T10:00")
    assert found(INN, KLAR, kvittering(KLAR, "1", "2026-02-07T12:00"), gone) == []
    assert found(INN, KLAR, kvittering(KLAR, "1", "2026-02-06T12:00"), gone) == ["R-U31"]
    assert found(INN, kvittering(INN, "1"), KLAR, gone) == []
    assert found(INN, KLAR, kvittering(KLAR, "2"), gone) == []


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (tilbakemelding(KLAR, "2026-02-06T11:00"), ["R-U31"]),
        (mottak("2026-02-06T11:00", KLAR), ["R-U31"]),
        (tilbakemelding(KLAR, "2026-02-06T13:00"), []),  # after it was taken back
        (dialog("AVVIK", "2026-02-06T11:00", KLAR, tema_kodeverk="8117", tema="1"), []),
        (dialog("HELSEFAGLIG", "2026-02-06T11:00", KLAR, sender=UNN, receiver=TROMSO), []),
        (kvittering(KLAR, "1"), []),
    ],
)
def test_after_the_kommune_acted(answer: Any, expected: list[str]) -> None:
    """An answer makes it late at once; one that handed the message back asked for it."""
    gone = kansellering(KLAR, "2026-02-06T12:00")
    avvik = standing(RULES, INN, KLAR, answer, gone)
    assert [one.rule for one in avvik] == expected
    assert all(answer.msg_id in one.msg_ids and one.deadline is None for one in avvik)


def test_refused_answer() -> None:
    """What was refused has not come."""
    answer = tilbakemelding(KLAR, "2026-02-06T11:00")
    gone = kansellering(KLAR, "2026-02-06T12:00")
    assert found(INN, KLAR, answer, kvittering(answer), gone) == []


def test_first_version_counts() -> None:
    """What has been there for long was not made new by an Endring."""
    first = helseopplysninger("2026-02-03T16:00")
    change = endring(first, "2026-02-05T10:00")
    (one,) = standing(RULES, INN, first, change, kansellering(change, "2026-02-05T11:00"))
    assert one.subject == first.msg_id


def test_withdrawn_stay() -> None:
    """A cancelled LOG_INNLAGT withdraws every avvik of its stay (rules.md §4)."""
    gone = kansellering(INN, "2026-02-10T10:00")
    assert found(INN, gone) == []
    again = innlagt("2026-02-03T11:00", "2026-02-05T10:00")
    assert found(INN, gone, again) == ["R-U31"]  # replaced: the stay is there


def test_of_others_and_waiting() -> None:
    """Of the hospital's messages alone, and only where the original is known."""
    report = innleggelsesrapport("2026-02-03T15:00")
    assert found(INN, report, kansellering(report, "2026-02-09T10:00")) == []
    assert found(INN, kansellering(KLAR, "2026-02-09T10:00")) == []
    assert found(INN, KLAR, kansellering(KLAR, "2026-02-08T10:00", conversation_id=None, parent_id=None)) == [
        "R-U31"
    ]


def test_of_no_stay_and_to_a_fastlege() -> None:
    """A single message, and an epikrise that nobody else got."""
    alone = epj_innhold("2026-02-05T12:00")
    assert found(alone, kansellering(alone, "2026-02-09T10:00")) == ["R-U31"]
    report = rapport("2026-02-07T12:00")
    assert found(report, kansellering(report, "2026-02-09T10:00")) == ["R-U31"]
    sent = epikrise(copies=())
    (one,) = standing(RULES, sent, kansellering(sent, "2026-02-10T10:00"))
    assert one.party == FASTLEGE
    between = epj_innhold("2026-02-05T12:00", sender=FASTLEGE, receiver=TROMSO)
    assert found(between, kansellering(between, "2026-02-09T10:00")) == []
