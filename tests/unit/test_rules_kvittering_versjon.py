"""R-T01 and R-T12 where times cannot be trusted, outside stays, and by other terms; R-T11: wrong version."""

from dataclasses import replace
from typing import Any

import pytest
from exchanges import dialog, foresporsel
from findings import evaluated
from histories import AVTALE, TROMSO, UNN, at, epikrise, innlagt, rapport, utskrevet
from sequels import endring, kvittering
from technical import ids, told

from consumers.rules.kvittering import RULES
from schemas.frister import Frist

INN = innlagt("2026-02-03T10:00")
UT = utskrevet("2026-02-07", "2026-02-07T12:00")
ANSWERED = kvittering(INN, "1")


def test_sent_long_before_it_came() -> None:
    """The clock starts at the time of receipt where GenDate cannot be trusted (rules.md §12.2)."""
    delayed = UT.model_copy(update={"received_at": at("2026-02-09T12:00")})
    assert ids(RULES, INN, ANSWERED, delayed, now="2026-02-13T12:30:00") == []
    assert ids(RULES, INN, ANSWERED, delayed, now="2026-02-13T12:30:01") == ["R-T01"]
    answer = kvittering(UT, "1", "2026-02-08T10:00")
    for sent_at, standing in ((at("2026-02-11T11:40"), []), (at("2026-02-11T11:39"), ["R-T12"])):
        held_up = answer.model_copy(update={"sent_at": sent_at, "received_at": at("2026-02-11T12:40")})
        assert ids(RULES, INN, ANSWERED, UT, held_up) == standing
    undated = answer.model_copy(update={"sent_at": None, "received_at": at("2026-02-11T12:40")})
    assert ids(RULES, INN, ANSWERED, UT, undated) == ["R-T12"]
    from_tomorrow = answer.model_copy(update={"sent_at": at("2026-02-12T12:00")})
    assert ids(RULES, INN, ANSWERED, UT, from_tomorrow) == []


def test_what_belongs_to_no_stay() -> None:
    """A conversation outside any stay is judged alike."""
    first = foresporsel("2026-02-04T10:00", sender=UNN, receiver=TROMSO)
    more = dialog("HELSEFAGLIG", "2026-02-05T10:00", first, sender=UNN, receiver=TROMSO)
    answer = evaluated(RULES, first, kvittering(first, "1"), more)
    assert (answer.stays, [one.rule for one in answer.avvik]) == ((), ["R-T01"])


def test_day_stays_are_judged_too() -> None:
    """It is about the message, not about the stay."""
    day = epikrise("2026-02-03T18:00", "2026-02-03T10:00", "2026-02-03T17:00", adm_cat="3")
    left = utskrevet("2026-02-03", "2026-02-03T18:00")
    answer = evaluated(RULES, INN, ANSWERED, left, day, kvittering(day, "1"))
    assert [stay.dagopphold for stay in answer.stays] == [True]
    assert {one.msg_ids for one in answer.avvik} == {(left.msg_id,), (day.msg_id,)}


def test_limit_of_the_agreement() -> None:
    """A kommune may have agreed on another limit than 96 h."""
    shorter = replace(AVTALE, frister={"5501": {"apprec": Frist(48, "h")}})
    history, now = [INN, ANSWERED, UT], "2026-02-09T12:30:01"
    assert [one.deadline for one in told(RULES, *history, now=now, agreement=shorter)] == [
        at("2026-02-09T12:00")
    ]
    assert told(RULES, *history, now=now) == []


@pytest.mark.parametrize(
    ("message", "standing"),
    [
        (innlagt("2026-02-03T10:00", version="1.6"), ["R-T11"]),
        (innlagt("2026-02-03T10:00", version="1.5"), []),
        (innlagt("2026-02-03T10:00", version="2.0"), []),  # no source says what answers it
        (epikrise(version="1.2", copies=()), ["R-T11"]),
        (epikrise(version="1.1", copies=()), []),
        (foresporsel("2026-02-04T10:00", sender=UNN, receiver=TROMSO, version="1.1"), ["R-T11"]),
        (foresporsel("2026-02-04T10:00", sender=UNN, receiver=TROMSO, version="1.0"), []),
    ],
)
def test_version_of_the_answer(message: Any, standing: list[str]) -> None:
    """The standard of the message decides which AppRec it is answered with (HITS 1168:2016 §8.2)."""
    new = kvittering(message, "1")
    assert ids(RULES, message, new) == []
    old = new.model_copy(update={"version": "1.0"})
    found = told(RULES, message, old)
    assert [one.rule for one in found] == standing
    assert [one.msg_ids for one in found] == [(message.msg_id,)] * len(standing)


def test_version_of_a_later_answer() -> None:
    """The first AppRec counts here too, and several versions of a document are one avvik."""
    old = ANSWERED.model_copy(update={"version": "1.0"})
    again = kvittering(INN, "1", "2026-02-04T10:00")
    assert ids(RULES, INN, ANSWERED, again.model_copy(update={"version": "1.0"})) == []
    assert ids(RULES, INN, old, again) == ["R-T11"]
    first = rapport("2026-02-07T12:00")
    mended = endring(first, "2026-02-08T12:00")
    answers = [kvittering(each, "1").model_copy(update={"version": "1.0"}) for each in (first, mended)]
    (one,) = told(RULES, first, mended, *answers)
    assert (one.subject, one.msg_ids) == (first.series, tuple(sorted((first.msg_id, mended.msg_id))))
