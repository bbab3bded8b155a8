"""R-K07 and R-K08: the kommune has no place for a patient who is ready, and never tells of one."""

from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from exchanges import dialog, mottak, tilbakemelding
from histories import AVTALE, at, avmeldt, dod, epikrise, innlagt, klar, rapport, utskrevet
from sequels import endring, kansellering, kvittering
from spoken import ids, standing

from consumers.rules.tilbakemelding import RULES
from schemas.frister import Frist

TILBUD = tuple(rule for rule in RULES if rule.id in ("R-K07", "R-K08"))
INN = innlagt("2026-02-03T10:00")
KLAR = klar("2026-02-06", "2026-02-06T10:00")
LATER = mottak("2026-02-06T14:00", KLAR, ("2026-02-09",))
UT = utskrevet("2026-02-10", "2026-02-10T12:00")
found = partial(ids, TILBUD)
stands = partial(standing, TILBUD)


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        (("2026-02-05",), []),
        (("2026-02-06T20:00",), []),  # dates are compared
        (("2026-02-07T00:30",), ["R-K07"]),
        (("2026-02-09", "2026-02-06"), []),  # what each of them is, is not told
        ((), []),
    ],
)
def test_later_than_ready(times: tuple[str, ...], expected: list[str]) -> None:
    """The answer of PLO 2.0 gives a date, which is not after the ready date."""
    assert found(INN, KLAR, mottak("2026-02-06T14:00", KLAR, times)) == expected


def test_what_it_says() -> None:
    """At once, about the question, resting on it and on the answer."""
    (one,) = stands(INN, KLAR, LATER, now="2026-02-06T14:00")
    assert (one.rule, one.category, one.severity, one.confidence) == ("R-K07", "TILBUD", "hoy", "middels")
    assert (one.direction, one.deadline, one.state) == ("fra_UNN", None, "apen")
    assert (one.subject, set(one.msg_ids)) == (KLAR.msg_id, {KLAR.msg_id, LATER.msg_id})


def test_without_a_ready_date() -> None:
    """The day LOG_UTSKRIVNINGSKLAR was sent counts; a ready date to come counts as it is."""
    unsaid = klar(None, "2026-02-06T10:00")
    assert found(INN, unsaid, mottak("2026-02-06T14:00", unsaid, ("2026-02-06",))) == []
    assert found(INN, unsaid, mottak("2026-02-06T14:00", unsaid, ("2026-02-07",))) == ["R-K07"]
    ahead = klar("2026-02-09", "2026-02-06T10:00")
    assert found(INN, ahead, mottak("2026-02-06T14:00", ahead, ("2026-02-09",))) == []


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (mottak("2026-02-08T10:00", KLAR, ("2026-02-08",)), []),  # there is a place now
        (mottak("2026-02-08T10:00", KLAR, ("2026-02-06",)), []),
        (mottak("2026-02-08T10:00", KLAR, ("2026-02-12",)), ["R-K07"]),  # put off again
        (mottak("2026-02-08T10:00", KLAR), ["R-K07"]),  # without a date
        (tilbakemelding(KLAR, "2026-02-08T10:00"), ["R-K07"]),
        (dialog("HELSEFAGLIG", "2026-02-08T10:00", KLAR), ["R-K07"]),
        (utskrevet("2026-02-08"), ["R-K08"]),
        (dod("2026-02-08"), []),
        (innlagt("2026-02-20T10:00"), []),
        (avmeldt("2026-02-07", "2026-02-07T10:00"), []),
        (klar("2026-02-09", "2026-02-07T10:00"), []),  # a new question, not answered yet
        (kansellering(KLAR, "2026-02-07T10:00"), []),
        (kansellering(LATER, "2026-02-07T10:00"), []),
        (kvittering(LATER, "2"), []),
        (kvittering(KLAR, "2"), []),
        (endring(LATER, "2026-02-06T15:00", tidspunkter=()), []),
    ],
)
def test_what_clears_it(other: Any, expected: list[str]) -> None:
    """A new answer with a date; or the patient is no longer there, or no longer ready."""
    assert found(INN, KLAR, LATER) == ["R-K07"]
    assert found(INN, KLAR, LATER, other) == expected


def test_first_answer_with_its_own_date() -> None:
    """A kommune that first answers days later, with a place from then on, had none when it was asked."""
    assert found(INN, KLAR, mottak("2026-02-08T10:00", KLAR, ("2026-02-08",))) == ["R-K07"]


def test_free_text_tells_no_date() -> None:
    """The answers of 1.x cannot be judged."""
    assert found(INN, KLAR, tilbakemelding(KLAR, "2026-02-06T14:00"), UT) == []


def test_never_told_of_a_place() -> None:
    """The patient has gone home: what was put off was never followed up. Statistics only."""
    (one,) = stands(INN, KLAR, LATER, UT)
    assert (one.rule, one.category, one.severity, one.confidence) == ("R-K08", "DIALOG", "middels", "lav")
    assert (one.direction, one.subject) == ("fra_UNN", KLAR.msg_id)
    assert set(one.msg_ids) == {UT.msg_id, KLAR.msg_id, LATER.msg_id}
    assert (one.deadline, one.state) == (at("2026-02-10T23:59:59"), "apen")


@pytest.mark.parametrize(("now", "expected"), [("2026-02-11T00:29:59", []), ("2026-02-11T00:30", ["R-K08"])])
def test_until_the_discharge(now: str, expected: list[str]) -> None:
    """The kommune could tell until the patient left, and grace; a date is a whole day."""
    assert found(INN, KLAR, LATER, UT, now=now) == expected
    none = replace(AVTALE, frister={None: {"grace": Frist(0, "min")}})
    assert found(INN, KLAR, LATER, UT, now="2026-02-11T00:00", agreement=none) == ["R-K08"]


@pytest.mark.parametrize("sendt", ["2026-02-09T10:00", "2026-02-11T10:00"])
def test_followed_up(sendt: str) -> None:
    """A later answer tells of a place; also when it comes after the discharge."""
    assert found(INN, KLAR, LATER, UT, mottak(sendt, KLAR, ("2026-02-09",))) == []


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        (utskrevet("2026-02-10"), ["R-K08"]),
        (utskrevet("2026-02-10", ut_til=None), ["R-K08"]),  # 2.0 need not say
        (utskrevet("2026-02-10", ut_til="4"), []),
        (utskrevet("2026-02-10", uttilstand="2"), []),
        (rapport("2026-02-10T12:00", ut="2026-02-10"), ["R-K08"]),
        (epikrise("2026-02-10T12:00", ut="2026-02-10", adm_outcome="2"), []),
    ],
)
def test_gone_home(left: Any, expected: list[str]) -> None:
    """Alive, and to the kommune."""
    assert found(INN, KLAR, LATER, left) == expected


def test_passed_on() -> None:
    """To another hospital: the kommune is not waited for."""
    moved = epikrise("2026-02-10T12:00", ut="2026-02-10", adm_outcome="31")
    assert found(INN, KLAR, LATER, UT, moved) == []
