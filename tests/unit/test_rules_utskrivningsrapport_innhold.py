"""R-U16: what an utskrivningsrapport leaves out; and when none of its content is judged."""

from typing import Any

import pytest
from exchanges import sammenfatning
from histories import AVTALE, at, epikrise, innlagt, rapport, utskrevet
from sequels import endring, kansellering, kvittering, rules

from consumers.evaluate import Evaluation, evaluate
from consumers.rules.utskrivningsrapport_innhold import KREVES, RULES
from schemas.avvik import Standing
from schemas.deler import DELER

LATER = at("2026-03-01T12:00")
INN, UT = innlagt("2026-02-03T10:00"), utskrevet("2026-02-07", "2026-02-07T13:00")
HELE = tuple(sorted({*KREVES, "gitt_i_dag", "utlevert", "trenger_legemiddelhjelp"}))


def judged(*history: Any) -> Evaluation:
    return evaluate(history, LATER, AVTALE, RULES)


def standing(*history: Any) -> tuple[Standing, ...]:
    return judged(*history).avvik


def found(*history: Any) -> list[str]:
    return rules(standing(*history))


def uten(*parts: str, **more: Any) -> Any:
    """A whole report without some of its parts."""
    return rapport(**{"deler": tuple(part for part in HELE if part not in parts), **more})


def test_parts_that_there_are() -> None:
    """What is asked for are parts that events can tell of."""
    assert set(HELE) <= set(DELER)


def test_a_whole_report() -> None:
    """Nothing is wrong with it; nor with a sammenfatning of 2.0, for which there is no list of content."""
    assert found(INN, UT, uten()) == []
    assert found(INN, UT, sammenfatning("2026-02-07T12:00", ut="2026-02-07")) == []


@pytest.mark.parametrize(("part", "word"), KREVES.items())
def test_each_part(part: str, word: str) -> None:
    """One missing part is named, and is of low severity (rules.md §12.18)."""
    report = uten(part)
    (one,) = standing(INN, UT, report)
    assert (one.rule, one.category, one.severity, one.confidence) == ("R-U16", "INFO", "lav", "middels")
    assert one.text.endswith(f"Utskrivningsrapporten mangler {word}: det er ikke mottatt elektronisk.")
    assert (one.subject, one.msg_ids, one.deadline) == (report.msg_id, (report.msg_id,), None)
    assert one.direction == "til_UNN"


def test_several_parts_are_one_avvik() -> None:
    """It lists them, and is graver."""
    (one,) = standing(INN, UT, uten("cave", "diagnose", "plan"))
    assert one.severity == "middels"
    assert "mangler diagnoser, CAVE og plan for videre oppfølging: det er" in one.text


def test_endring_supplies_it() -> None:
    """The same avvik while an M still lacks something; gone when it does not."""
    report = uten("cave", "plan")
    half = endring(report, "2026-02-07T15:00", deler=uten("cave").deler)
    whole = endring(half, "2026-02-07T16:00", deler=HELE)
    (before,), (after,) = standing(INN, UT, report), standing(INN, UT, report, half)
    assert before.id == after.id and (before.severity, after.severity) == ("middels", "lav")
    for history in ([INN, UT, report, half, whole], [whole, half, report, UT, INN]):
        assert found(*history) == []


@pytest.mark.parametrize("rule", ["R-U16", "R-U27", "R-U28"])
def test_not_of_what_has_not_come(rule: str) -> None:
    """A cancelled or refused report is not judged, and neither are two alike twice."""
    bad = {"R-U16": (), "R-U27": tuple(KREVES), "R-U28": (*HELE, "bandasje_mangler")}[rule]
    report = rapport(deler=bad, navn="a")
    assert rule in found(INN, UT, report)
    assert found(INN, UT, report, kansellering(report, "2026-02-07T15:00")) == []
    assert found(INN, UT, report, kvittering(report)) == []
    twin = rapport(deler=bad, navn="b", receiver_service="90103")
    assert found(INN, UT, report, twin).count(rule) == 1


def test_not_of_a_unit_that_passed_the_patient_on() -> None:
    """Such a stay was not discharged to the kommune (rules.md §3)."""
    assert found(INN, uten("cave"), epikrise(adm_outcome="31")) == []
    assert found(INN, uten("cave"), epikrise()) == ["R-U16"]


def test_on_a_day_stay() -> None:
    """What a message says is judged there too."""
    day = [innlagt("2026-02-03T08:00"), utskrevet("2026-02-03")]
    short = epikrise("2026-02-04T10:00", inn="2026-02-03T08:00", ut="2026-02-03T15:00", adm_cat="2")
    report = uten("cave", sendt="2026-02-03T15:00", ut="2026-02-03T15:00")
    assert judged(*day, short, report).stays[0].dagopphold
    assert found(*day, short, report) == ["R-U16"]
