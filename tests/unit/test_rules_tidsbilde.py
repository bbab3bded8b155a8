"""R-T08: times in a message that cannot all be right."""

from dataclasses import replace
from typing import Any

import pytest
from exchanges import sammenfatning
from findings import evaluated
from histories import AVTALE, HARSTAD, at, dod, epikrise, innlagt, rapport, tid, utskrevet
from sequels import endring, fold, kansellering, kvittering
from technical import ids, of_examples, of_examples_together, told

from consumers.found import terms_of
from consumers.impossible import is_trusted
from consumers.rule import Finding
from consumers.rules.tidsbilde import RULES
from consumers.rules.utskrivningsrapport import SEN

INN = innlagt("2026-02-03T10:00")
WRONG = rapport("2026-02-07T12:00", ut="2026-02-07T09:00", inn="2026-02-07T10:00")


@pytest.mark.parametrize(
    ("inn", "ut", "standing"),
    [
        ("2026-02-03T10:00", "2026-02-07T11:00", []),
        ("2026-02-07T10:00", "2026-02-07T10:00", []),
        ("2026-02-07T10:00", "2026-02-07T09:59", ["R-T08"]),
        ("2026-02-07T10:00", "2026-02-07", []),  # a date alone is compared by date
        ("2026-02-07", "2026-02-07T00:30", []),
        ("2026-02-07T00:30", "2026-02-06", ["R-T08"]),
        ("2026-02-08", "2026-02-07T09:59", ["R-T08"]),
        (None, "2026-02-07T09:00", []),
        ("2026-02-07T10:00", None, []),
    ],
)
def test_discharged_before_admitted(inn: str | None, ut: str | None, standing: list[str]) -> None:
    """Event 2 before event 1 of the same message, in all that tell of both."""
    kinds: list[Any] = [
        rapport("2026-02-08T12:00", ut=ut, inn=inn),
        sammenfatning("2026-02-08T12:00", inn=inn, ut=ut),
        epikrise("2026-02-08T12:00", inn=inn, ut=ut),
    ]
    for message in kinds:
        found = told(RULES, message)
        assert [one.rule for one in found] == standing
        assert [one.subject for one in found] == [message.series] * len(standing)


@pytest.mark.parametrize(
    ("sendt", "standing"), [("2026-02-03T12:10:00", []), ("2026-02-03T12:10:01", ["R-T08"])]
)
def test_dated_ahead(sendt: str, standing: list[str]) -> None:
    """GenDate more than clock_skew after it was received; a backlog counts as received when sent."""
    ahead = INN.model_copy(update={"sent_at": at(sendt), "received_at": at("2026-02-03T12:00")})
    assert ids(RULES, ahead) == standing
    assert ids(RULES, ahead.model_copy(update={"sent_at": None})) == []
    backlog = ahead.model_copy(update={"received_at": ahead.sent_at, "historie": True})
    assert ids(RULES, backlog) == []


@pytest.mark.parametrize(
    ("ut", "standing"),
    [
        ("2026-02-10T12:00", []),
        ("2026-02-10T12:01", ["R-T08"]),
        ("2026-02-10", []),
        ("2026-02-11", ["R-T08"]),
    ],
)
def test_discharged_long_after_it_was_sent(ut: str, standing: list[str]) -> None:
    """T1 more than 7 days after GenDate; a date alone is its start."""
    assert ids(RULES, utskrevet(ut, "2026-02-03T12:00")) == standing
    assert ids(RULES, utskrevet(ut, "2026-02-03T12:00").model_copy(update={"sent_at": None})) == []


@pytest.mark.parametrize(
    ("died", "standing"),
    [("2026-02-03", []), ("2026-02-02", ["R-T08"]), ("2026-02-03T09:00", ["R-T08"]), ("2026-02-05", [])],
)
def test_dead_before_admitted(died: str, standing: list[str]) -> None:
    """DateOfDeath of an epikrise before its own start; else before the admission of its stay."""
    assert ids(RULES, epikrise(dod=tid(died))) == standing
    undated = epikrise("2026-02-05T12:00", None, "2026-02-05T11:00", dod=tid(died))
    assert ids(RULES, INN, undated) == standing


def test_death_outside_hospital() -> None:
    """LOG_DOD tells of no admission."""
    assert ids(RULES, INN, dod("2026-02-01")) == []


def test_names_all_that_is_wrong() -> None:
    """One avvik for a message, with everything that is impossible in it."""
    all_wrong = epikrise("2026-02-03T12:00", "2026-02-20", "2026-02-19", dod=tid("2026-02-18"))
    ahead = all_wrong.model_copy(update={"received_at": at("2026-02-03T11:00")})
    (found,) = told(RULES, ahead)
    assert found.text == (
        "Automatisk foreslått: Meldingen har et umulig tidsbilde: utskrivningen er før innleggelsen"
        " og dødsfallet er før innleggelsen og utskrivningen er mer enn en uke etter at den ble sendt"
        " og den er datert frem i tid."
    )


def test_corrected() -> None:
    """The newest version is judged: an M may mend it, or break it, under the same id."""
    mended = endring(WRONG, "2026-02-08T12:00", innlagt=tid("2026-02-03T10:00"))
    assert ids(RULES, WRONG, mended) == []
    broken = endring(mended, "2026-02-09T12:00", innlagt=tid("2026-02-07T11:00"))
    (before,), (after,) = told(RULES, WRONG), told(RULES, WRONG, mended, broken)
    assert (before.id, after.msg_ids) == (after.id, (broken.msg_id,))


def test_refused_or_cancelled() -> None:
    """What has not been delivered, or is taken back, is not judged."""
    assert ids(RULES, WRONG, kvittering(WRONG, "2")) == []
    assert ids(RULES, WRONG, kvittering(WRONG, "1")) == ["R-T08"]
    assert ids(RULES, WRONG, kansellering(WRONG, "2026-02-08T12:00")) == []


def test_judged_once() -> None:
    """An epikrise of two stays once; one of an outpatient visit too."""
    both = epikrise(dod=tid("2026-02-01"))
    assert ids(RULES, INN, innlagt("2026-02-03T10:00", receiver=HARSTAD), both) == ["R-T08"]
    visit = epikrise("2026-02-03T18:00", "2026-02-03T10:00", "2026-02-03T09:00", adm_cat="2")
    answer = evaluated(RULES, visit)
    assert (answer.stays, [one.rule for one in answer.avvik]) == ((), ["R-T08"])


def test_official_examples() -> None:
    """None of them is impossible (rules.md §10a)."""
    assert of_examples(RULES) == of_examples_together(RULES) == []


@pytest.mark.parametrize(("rapport", "trusted"), [(WRONG, False), (rapport("2026-02-07T12:00"), True)])
def test_nothing_is_late_by_times_that_cannot_be(rapport: Any, trusted: bool) -> None:
    """A finding on time does not rest on such a message; one on content, and a technical one, may."""
    (stay,) = fold(rapport)
    terms, (doc,) = terms_of(stay, AVTALE), stay.rapporter
    late = Finding("x", (doc,), deadline=at("2026-02-07T23:59"))
    assert is_trusted(SEN, late, stay, terms) is trusted
    assert is_trusted(SEN, replace(late, deadline=None), stay, terms)
    assert is_trusted(RULES[0], late, stay, terms)
