"""R-U04: a medicine list that says too little, or that is structured nowhere."""

from typing import Any

import pytest
from histories import AVTALE, at, dod, innlagt, rapport, utskrevet
from sequels import endring, kansellering, kvittering, rules

from consumers.evaluate import evaluate
from consumers.rules.medisinliste import RULES
from schemas.avvik import Standing

LATER = at("2026-02-08T12:00")
INN, UT = innlagt("2026-02-03T10:00"), utskrevet("2026-02-07", "2026-02-07T13:00")


def standing(*history: Any) -> tuple[Standing, ...]:
    return evaluate(history, LATER, AVTALE, RULES).avvik


def found(*history: Any) -> list[str]:
    return rules(standing(*history))


HJELP = ("hjelp_legemiddeladm", "trenger_legemiddelhjelp")


@pytest.mark.parametrize(
    ("innhold", "words"),
    [
        ({"legemidler_uten": ("navn",)}, "mangler navn på legemiddel:"),
        ({"legemidler_uten": ("dosering",)}, "mangler dosering:"),
        ({"legemidler_uten": ("styrke",)}, "mangler styrke:"),
        ({"legemidler_uten": ("bruk",)}, "mangler bruk (fast, kur eller ved behov):"),
        ({"legemidler_uten": ("bruk", "dosering", "styrke")}, "mangler dosering, styrke og bruk (fast"),
        ({"deler": HJELP}, "mangler hvilke legemidler som er gitt samme dag:"),
        ({"deler": HJELP, "legemidler_uten": ("styrke",)}, "styrke og hvilke legemidler som er gitt"),
        ({"legemidler": 0, "liste_i_vedlegg": True, "deler": HJELP}, "bare sendt som vedlegg eller tekst:"),
    ],
)
def test_what_the_list_lacks(innhold: dict[str, Any], words: str) -> None:
    """R-U04 says in one sentence what is not there, and is one avvik however much it is."""
    report = rapport(**innhold)
    (one,) = standing(INN, UT, report)
    assert (one.rule, one.category, one.severity, one.confidence) == (
        "R-U04",
        "MEDLISTE",
        "middels",
        "middels",
    )
    assert (one.subject, one.msg_ids, one.deadline, one.direction) == (
        *(report.msg_id, (report.msg_id,), None),
        "til_UNN",
    )
    assert words in one.text and "ikke mottatt elektronisk" in one.text


@pytest.mark.parametrize(
    "innhold",
    [
        {"deler": (*HJELP, "gitt_i_dag")},
        {"deler": ("hjelp_legemiddeladm",)},  # told, and no help needed
        {"legemidler": 0, "ingen_legemidler": True, "deler": HJELP},  # no list to judge
    ],
)
def test_the_list_says_enough(innhold: dict[str, Any]) -> None:
    """What was given today is asked for only where help is needed with medicines that there are."""
    assert found(INN, UT, rapport(**innhold)) == []


def test_a_better_list_clears_it() -> None:
    """A corrected M clears R-U04; an M without any list is R-U03; of a cancelled or refused one, nothing."""
    poor = rapport(legemidler_uten=("styrke",))
    worse = endring(poor, "2026-02-07T15:00", legemidler_uten=("bruk", "styrke"))
    assert [one.id for one in standing(INN, UT, poor)] == [one.id for one in standing(INN, UT, poor, worse)]
    assert found(INN, UT, poor, endring(poor, "2026-02-07T15:00", legemidler_uten=())) == []
    assert found(INN, UT, poor, endring(poor, "2026-02-07T15:00", legemidler=0)) == ["R-U03"]
    assert found(INN, UT, poor, kansellering(poor, "2026-02-07T15:00")) == []
    assert found(INN, UT, poor, kvittering(poor)) == []
    assert found(poor, INN, UT, dod("2026-02-07")) == ["R-U04"]  # the list is as poor when the patient dies
