"""R-U19: what an epikrise leaves out."""

from typing import Any

import pytest
from histories import AVTALE, FASTLEGE, HARSTAD, at, epikrise, innlagt, rapport, utskrevet
from sequels import endring, kansellering, kvittering, rules

from consumers.evaluate import evaluate
from consumers.rules.epikrise_innhold import KREVES, RULES, VURDERING
from schemas.avvik import Standing
from schemas.deler import DELER

INN, UT = innlagt("2026-02-03T10:00"), utskrevet("2026-02-07", "2026-02-07T13:00")
HELE = tuple(sorted({*KREVES, *VURDERING}))


def standing(*history: Any) -> tuple[Standing, ...]:
    return evaluate(history, at("2026-03-01T12:00"), AVTALE, RULES).avvik


def found(*history: Any) -> list[str]:
    return rules(standing(*history))


def uten(*parts: str, **more: Any) -> Any:
    """A whole epikrise without some of its parts."""
    return epikrise(**{"deler": tuple(part for part in HELE if part not in parts), **more})


def test_a_whole_one() -> None:
    """Nothing is wrong with it, in a stay or alone."""
    assert set(HELE) <= set(DELER)
    assert found(INN, UT, uten()) == found(uten()) == found(uten(copies=())) == []


@pytest.mark.parametrize(("part", "word"), KREVES.items())
def test_each_part(part: str, word: str) -> None:
    """What is missing is named; middels, whether it is one part or more."""
    one_less = uten(part, conversation_id="dokument-1")
    (one,) = standing(INN, UT, one_less)
    assert (one.rule, one.category, one.severity, one.confidence) == (
        "R-U19",
        "EPIKRISE",
        "middels",
        "middels",
    )
    assert one.text.endswith(f"Epikrisen mangler {word}: det er ikke mottatt elektronisk.")
    assert (one.subject, one.msg_ids, one.deadline) == ("dokument-1", (one_less.msg_id,), None)
    assert one.direction == "til_UNN"


@pytest.mark.parametrize(
    ("innhold", "words"),
    [
        ({"inn": None}, "mangler dato for innleggelse:"),
        ({"ut": None}, "mangler dato for utskrivning:"),
        ({"inn": None, "ut": None}, "mangler dato for innleggelse og dato for utskrivning:"),
    ],
)
def test_the_dates(innhold: dict[str, Any], words: str) -> None:
    """An epikrise of a stay says when it began and when it ended."""
    (one,) = standing(INN, UT, uten(**innhold))
    assert words in one.text


@pytest.mark.parametrize(
    ("parts", "told"), [(("vurdering",), []), (("plan",), []), (("vurdering", "plan"), ["R-U19"])]
)
def test_assessment_or_plan(parts: tuple[str, ...], told: list[str]) -> None:
    """One of the two is enough."""
    assert found(INN, UT, uten(*parts)) == told


def test_all_of_it() -> None:
    """One avvik that lists it."""
    (one,) = standing(INN, UT, uten(*HELE, inn=None, ut=None))
    assert one.severity == "middels"
    assert one.text.count(",") == 5 and "diagnose og vurdering eller plan: det er" in one.text


def test_endring_supplies_it() -> None:
    """An M clears it or is the same avvik; a kansellering or a refusal leaves nothing to judge."""
    poor = uten("diagnose", "godkjent")
    still = endring(poor, "2026-02-08T13:00", deler=uten("diagnose").deler)
    assert [one.id for one in standing(INN, UT, poor)] == [one.id for one in standing(INN, UT, poor, still)]
    assert found(INN, UT, poor, still, endring(still, "2026-02-08T14:00", deler=HELE)) == []
    assert found(INN, UT, poor, kansellering(poor, "2026-02-08T13:00")) == []
    assert found(INN, UT, poor, kvittering(poor), kvittering(poor, fra="90101")) == []
    assert found(INN, UT, poor, kvittering(poor)) == ["R-U19"]  # the kommune has its copy


def test_passed_on() -> None:
    """The epikrise of a unit that passed the patient on is its own affair (rules.md §3)."""
    for outcome in ("21", "23", "31"):
        assert found(INN, UT, uten("diagnose", adm_outcome=outcome)) == []


def test_a_visit() -> None:
    """One of less than a heldøgnsopphold is judged too, and has no stay to date; not that of a stranger."""
    visit = uten(inn=None, ut=None, adm_cat="3")
    poor = uten("diagnose", inn=None, ut=None, adm_cat="3")
    assert found(visit) == [] and found(poor) == found(INN, UT, poor) == ["R-U19"]
    assert found(uten("diagnose", adm_cat="3", sender="95001")) == []
    day = [innlagt("2026-02-03T08:00"), utskrevet("2026-02-03")]
    short = uten("diagnose", inn="2026-02-03T08:00", ut="2026-02-03T15:00", adm_cat="2")
    assert found(*day, short) == ["R-U19"]


def test_judged_once() -> None:
    """Two kommuner are two stays; their epikrise has one content. Alone, it is the fastlege's."""
    other = [innlagt(receiver=HARSTAD), utskrevet(receiver=HARSTAD), rapport(receiver=HARSTAD)]
    assert found(INN, UT, *other, uten("diagnose")) == ["R-U19"]
    assert [one.party for one in standing(uten("diagnose", copies=()))] == [FASTLEGE]
