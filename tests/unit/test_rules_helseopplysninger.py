"""R-U08: declared utskrivningsklar without updated helseopplysninger."""

from typing import Any

import pytest
from exchanges import helseopplysninger
from findings import found, standing
from histories import AVTALE, HARSTAD, at, avmeldt, epikrise, innlagt, klar, rapport, utskrevet
from sequels import endring, kansellering, kvittering

from consumers.rules.helseopplysninger import RULES
from schemas.agreements import Agreement
from schemas.frister import Frist

INN = innlagt("2026-02-03T10:00")
KLAR = klar("2026-02-06", "2026-02-06T12:00")
EARLY = helseopplysninger("2026-02-03T11:00")
OLD = helseopplysninger("2026-02-03T11:59:59")


@pytest.mark.parametrize(("now", "rules"), [("2026-02-06T13:00:00", []), ("2026-02-06T13:00:01", ["R-U08"])])
def test_none_at_all(now: str, rules: list[str]) -> None:
    """What is sent up to an hour after it counts as sent with it: until then nothing can be said."""
    assert found(RULES, INN, KLAR, now=now) == rules


@pytest.mark.parametrize(
    ("sendt", "rules"),
    [
        ("2026-02-03T11:59:59", ["R-U08"]),
        ("2026-02-03T12:00:00", []),  # three days
        ("2026-02-06T12:00:00", []),
        ("2026-02-06T13:00:00", []),
    ],
)
def test_how_old(sendt: str, rules: list[str]) -> None:
    """At most three days old when the patient is declared ready; or sent with it."""
    assert found(RULES, INN, KLAR, helseopplysninger(sendt)) == rules


@pytest.mark.parametrize("day", ["2026-02-09", "2026-02-09T14:00"])
@pytest.mark.parametrize(
    ("sendt", "rules"), [("2026-02-09T13:59:59", []), ("2026-02-10T00:00:00", ["R-U08"])]
)
def test_update_before_the_discharge(day: str, sendt: str, rules: list[str]) -> None:
    """An update that comes late clears it while the patient is there, and not afterwards."""
    out = rapport("2026-02-09T15:00", ut=day)
    assert found(RULES, INN, OLD, KLAR, out) == ["R-U08"]
    assert found(RULES, INN, OLD, KLAR, out, endring(OLD, sendt)) == rules
    assert found(RULES, INN, OLD, KLAR, out, helseopplysninger(sendt, forventet="2026-02-09")) == rules


def test_update_after_the_hour_of_the_discharge() -> None:
    """A discharge with an hour: what is sent after it comes too late, unless it was sent with KLAR."""
    out = rapport("2026-02-09T15:00", ut="2026-02-09T14:00")
    assert found(RULES, INN, OLD, KLAR, out, endring(OLD, "2026-02-09T14:00:01")) == ["R-U08"]
    at_once = rapport("2026-02-06T15:00", ut="2026-02-06T12:10")
    assert found(RULES, INN, OLD, KLAR, at_once, endring(OLD, "2026-02-06T13:00")) == []
    assert found(RULES, INN, OLD, KLAR, at_once, endring(OLD, "2026-02-06T13:01")) == ["R-U08"]


def test_every_version_counts() -> None:
    """An update is a version of the tidligvarsel as a rule, and it is the newest that must be fresh."""
    update = endring(OLD, "2026-02-05T10:00", type_innhold="2")
    assert found(RULES, INN, OLD, update, KLAR) == []
    assert found(RULES, INN, OLD, update, kvittering(update), KLAR) == ["R-U08"]
    assert found(RULES, INN, OLD, update, kansellering(update, "2026-02-05T11:00"), KLAR) == ["R-U08"]


def test_cancelled_and_refused() -> None:
    """Helseopplysninger that were refused have not come; neither has a LOG_UTSKRIVNINGSKLAR."""
    fresh = helseopplysninger("2026-02-05T10:00")
    assert found(RULES, INN, fresh, kvittering(fresh), KLAR) == ["R-U08"]
    assert found(RULES, INN, KLAR, kvittering(KLAR)) == []
    assert found(RULES, INN, KLAR, kansellering(KLAR, "2026-02-06T15:00")) == []
    assert found(RULES, INN) == []


def test_what_it_says() -> None:
    """Open and grave, about the LOG_UTSKRIVNINGSKLAR, which is also the deadline."""
    (one,) = standing(RULES, INN, OLD, KLAR)
    assert (one.rule, one.state, one.severity, one.confidence) == ("R-U08", "apen", "hoy", "hoy")
    assert (one.category, one.direction, one.subject) == ("HELSEOPPL", "til_UNN", "HELSEOPPL_SOKNAD")
    assert (one.msg_ids, one.deadline) == ((KLAR.msg_id,), at("2026-02-06T12:00"))
    assert "ikke mottatt elektronisk" in one.text


def test_declared_ready_twice() -> None:
    """One avvik for the stay, about the first that lacked them; an update before the second mends both."""
    again = klar("2026-02-10", "2026-02-10T12:00")
    history = [INN, KLAR, avmeldt("2026-02-07", "2026-02-07T10:00"), again]
    (one,) = standing(RULES, *history)
    assert one.msg_ids == (KLAR.msg_id,)
    assert found(RULES, *history, helseopplysninger("2026-02-09T12:00")) == []
    (second,) = standing(RULES, *history, helseopplysninger("2026-02-05T12:00"))
    assert (second.msg_ids, second.id) == ((again.msg_id,), one.id)


def test_helseopplysninger_of_this_stay() -> None:
    """Those to another kommune, or of the stay before, are none."""
    assert found(RULES, INN, KLAR, helseopplysninger("2026-02-05T10:00", receiver=HARSTAD)) == ["R-U08"]
    before = [innlagt("2026-01-30T10:00"), helseopplysninger("2026-01-31T10:00"), utskrevet("2026-02-01")]
    assert found(RULES, *before, INN, klar("2026-02-03", "2026-02-03T12:00")) == ["R-U08"]


def test_dagopphold() -> None:
    """Less than a heldøgnsopphold has no such duty."""
    out = utskrevet("2026-02-06", "2026-02-06T15:00")
    assert found(RULES, INN, KLAR, out, epikrise(ut="2026-02-06T15:00")) == ["R-U08"]
    assert found(RULES, INN, KLAR, out, epikrise(ut="2026-02-06T15:00", adm_cat="2")) == []


@pytest.mark.parametrize(
    ("key", "frist", "history"),
    [
        ("helseoppl.max_alder", Frist(4, "d"), (INN, EARLY, KLAR)),
        ("helseoppl.samtidig", Frist(90, "min"), (INN, KLAR)),
        ("helseoppl_for_utskrivningsklar", Frist(1, "h"), (INN, KLAR)),
    ],
)
def test_limits_of_the_kommune(key: str, frist: Frist, history: tuple[Any, ...]) -> None:
    """The agreement may name other limits for one kommune."""
    avtale = Agreement(parts=AVTALE.parts, frister={"5501": {key: frist}})
    assert found(RULES, *history, now="2026-02-06T13:30:00") == ["R-U08"]
    assert found(RULES, *history, now="2026-02-06T13:30:00", avtale=avtale) == []
