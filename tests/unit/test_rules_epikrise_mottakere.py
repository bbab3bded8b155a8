"""R-U21: an epikrise that not everybody got. It is off; these tests put it on."""

from dataclasses import replace
from typing import Any

import pytest
from histories import AVTALE, FASTLEGE, TROMSO, at, dod, epikrise, innlagt, utskrevet
from sequels import History, endring, kansellering, kvittering, rules

from consumers.evaluate import Evaluation, evaluate
from consumers.rules.epikrise_mottakere import IKKE_SENDT, RULES
from schemas.avvik import Standing

INN, UT = innlagt("2026-02-03T10:00"), utskrevet("2026-02-07", "2026-02-07T13:00")
PAA = tuple(replace(rule, av="") for rule in RULES)
TO_ONE: dict[str, dict[str, Any]] = {
    "kommunen": {"receiver": FASTLEGE, "copies": ()},
    "fastlegen": {"receiver": TROMSO, "copies": ()},
}
"""Who did not get it -> who did."""


def judged(*history: Any, now: str = "2026-03-01T12:00") -> Evaluation:
    return evaluate(history, at(now), AVTALE, PAA)


def standing(*history: Any) -> tuple[Standing, ...]:
    return judged(*history).avvik


def found(*history: Any) -> list[str]:
    return rules(standing(*history))


def test_off() -> None:
    """It does not run as it stands in the table, and says why."""
    assert IKKE_SENDT.av.endswith(".")
    history: History = [INN, UT, epikrise(**TO_ONE["kommunen"])]
    assert evaluate(history, at("2026-03-01T12:00"), AVTALE, RULES).avvik == ()


@pytest.mark.parametrize(("who", "to"), TO_ONE.items())
def test_who_did_not_get_it(who: str, to: dict[str, Any]) -> None:
    """The kommune and the fastlege must both be among the receivers."""
    only = epikrise(**to)
    (one,) = standing(INN, UT, only)
    assert (one.rule, one.category, one.severity, one.confidence) == ("R-U21", "EPIKRISE", "middels", "lav")
    assert f"ikke sendt elektronisk til {who} innen fristen." in one.text
    assert (one.subject, one.msg_ids, one.deadline) == (
        "EPIKRISE",
        (only.msg_id,),
        at("2026-02-14T23:59:59"),
    )
    assert found(INN, UT, epikrise()) == []


@pytest.mark.parametrize(("now", "told"), [("2026-02-15T00:29:59", []), ("2026-02-15T00:30", ["R-U21"])])
def test_at_the_limit(now: str, told: list[str]) -> None:
    """There is time until the limit of the epikrise, and grace, is over."""
    assert rules(judged(INN, UT, epikrise(**TO_ONE["kommunen"]), now=now).avvik) == told


def test_a_copy_clears_it() -> None:
    """One more epikrise, or a new version, to whoever lacked it; not one that was taken back or refused."""
    first = epikrise(**TO_ONE["kommunen"])
    copy = epikrise("2026-02-20T12:00", **TO_ONE["fastlegen"])
    assert found(INN, UT, first, copy) == []
    assert found(INN, UT, first, copy, kansellering(copy, "2026-02-21T12:00")) == ["R-U21"]
    assert found(INN, UT, first, copy, kvittering(copy)) == ["R-U21"]
    assert found(INN, UT, first, endring(first, "2026-02-09T12:00", copies=(TROMSO,))) == []
    assert found(INN, UT) == found(INN, UT, first, kvittering(first)) == []  # none at all is R-U17's


def test_when_nobody_is_owed_one() -> None:
    """A transfer, a newborn; the kommune of one who died; the kommune of one without services."""
    to = TO_ONE["kommunen"]
    assert found(INN, UT, epikrise(adm_outcome="31", **to)) == []
    first = epikrise(ut="2026-02-05T11:00", **to)
    assert found(INN, UT, first, epikrise(adm_outcome="31", **to)) == []
    assert found(innlagt(fodselsdag=True), UT, epikrise(**to)) == []
    assert found(INN, UT, epikrise(**to), dod("2026-02-08")) == []
    assert found(INN, UT, epikrise(**TO_ONE["fastlegen"]), dod("2026-02-08")) == ["R-U21"]
    assert found(epikrise(**to)) == []
    assert found(INN, epikrise(ut=None, **to)) == []  # nothing tells of a discharge


def test_an_unknown_receiver_may_be_the_fastlege() -> None:
    """What no agreement knows is not counted against the hospital."""
    assert found(INN, UT, epikrise(receiver="95001", copies=(TROMSO,))) == []
    alone = epikrise(copies=("95001",))
    assert found(alone, kvittering(alone)) == []  # the fastlege refused it, and there is no kommune
