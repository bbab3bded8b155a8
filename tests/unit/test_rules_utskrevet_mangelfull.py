"""R-U13: mangelfull melding om utskrevet pasient."""

from typing import Any

import pytest
from findings import found, official, standing
from histories import AVTALE, at, epikrise, innlagt, utskrevet
from sequels import endring, kansellering, kvittering

from consumers.rules.utskrevet import MANGELFULL
from schemas.agreements import Agreement
from schemas.frister import Frist

RULES = (MANGELFULL,)
INN = innlagt("2026-02-03T10:00")
SENT = "2026-02-07T13:00"


@pytest.mark.parametrize(
    ("naar", "more", "words"),
    [
        ("2026-02-07", {}, ()),
        ("2026-02-06", {}, ()),  # told of late, which is R-U12's
        ("2026-02-07T13:10", {}, ()),  # clocks may differ by ten minutes
        ("2026-02-07T13:11", {}, ("før utskrivningen",)),
        ("2026-02-08", {}, ("før utskrivningen",)),
        (None, {}, ("mangler tidspunkt",)),
        ("2026-02-07", {"ut_til": None}, ("utskrevet til",)),
        ("2026-02-07", {"ut_til": None, "uttilstand": "2"}, ("utskrevet til",)),
        ("2026-02-07", {"ut_til": None, "version": "1.5"}, ("utskrevet til",)),
        ("2026-02-07", {"ut_til": None, "version": "2.0"}, ()),  # may be left out there
        ("2026-02-07", {"ut_til": "77"}, ()),
        (None, {"ut_til": None}, ("utskrevet til", "mangler tidspunkt")),
    ],
)
def test_mangelfull(naar: str | None, more: dict[str, Any], words: tuple[str, ...]) -> None:
    """Where to, and event 2, not later than the message; one avvik says all that is wrong, at once."""
    avvik = standing(RULES, INN, utskrevet(naar, SENT, **more), now=SENT)
    assert [one.rule for one in avvik] == (["R-U13"] if words else [])
    assert all(word in one.text for one in avvik for word in words)


def test_a_date_that_has_begun_is_not_ahead() -> None:
    """A date alone is the start of that day: it is ahead until ten minutes before midnight."""
    assert found(RULES, INN, utskrevet("2026-02-08", "2026-02-07T23:49:59")) == ["R-U13"]
    assert found(RULES, INN, utskrevet("2026-02-08", "2026-02-07T23:50:00")) == []


def test_what_it_says() -> None:
    """Of low severity, about that message."""
    bare = utskrevet("2026-02-07", SENT, ut_til=None)
    (one,) = standing(RULES, INN, bare)
    assert (one.category, one.direction, one.state) == ("UTSKREVET", "til_UNN", "apen")
    assert (one.severity, one.confidence, one.deadline) == ("lav", "hoy", None)
    assert (one.subject, one.msg_ids) == (bare.msg_id, (bare.msg_id,))


def test_gendate_or_receipt() -> None:
    """It is GenDate that counts, however long under way; the time of receipt where it is missing."""
    slow = utskrevet("2026-02-07T13:30", SENT).model_copy(update={"received_at": at("2026-02-07T14:30")})
    assert found(RULES, INN, slow) == ["R-U13"]
    assert found(RULES, INN, slow.model_copy(update={"sent_at": None})) == []


def test_cleared() -> None:
    """By an M that supplies it, or a C; an M that still lacks it is the same avvik."""
    bare = utskrevet("2026-02-07", SENT, ut_til=None)
    still = endring(bare, "2026-02-07T14:00")
    (before,), (after,) = standing(RULES, INN, bare), standing(RULES, INN, bare, still)
    assert before.id == after.id and after.msg_ids == (still.msg_id,)
    assert found(RULES, INN, bare, endring(bare, "2026-02-07T14:00", ut_til="1")) == []
    assert found(RULES, INN, bare, kansellering(bare, "2026-02-07T14:00")) == []
    assert found(RULES, INN, bare, kvittering(bare)) == []


def test_on_a_day_stay() -> None:
    """What a message says is judged there too."""
    day = epikrise(ut="2026-02-07T11:00", adm_cat="2")
    assert found(RULES, INN, utskrevet("2026-02-07", SENT, ut_til=None), day) == ["R-U13"]


def test_skew_of_the_kommune() -> None:
    """How far clocks may differ is the agreement's."""
    avtale = Agreement(parts=AVTALE.parts, frister={"5501": {"clock_skew": Frist(20, "min")}})
    assert found(RULES, INN, utskrevet("2026-02-07T13:20", SENT), avtale=avtale) == []
    assert found(RULES, INN, utskrevet("2026-02-07T13:21", SENT), avtale=avtale) == ["R-U13"]


def test_official_example() -> None:
    """It is not mangelfull."""
    assert official(RULES, "Pasientlogistikk") == []
