"""R-U27 and R-U28: medicines and aids of which an utskrivningsrapport does not say what becomes of them."""

from typing import Any

import pytest
from histories import AVTALE, at, dod, innlagt, rapport, utskrevet
from sequels import endring, rules

from consumers.evaluate import Evaluation, evaluate
from consumers.rules.utskrivningsrapport_innhold import KREVES, RULES
from schemas.avvik import Standing

LATER = "2026-03-01T12:00"
INN, UT = innlagt("2026-02-03T10:00"), utskrevet("2026-02-07", "2026-02-07T13:00")
HELE = (*KREVES, "utlevert")


def judged(*history: Any, now: str = LATER) -> Evaluation:
    return evaluate(history, at(now), AVTALE, RULES)


def standing(*history: Any) -> tuple[Standing, ...]:
    return judged(*history).avvik


def found(*history: Any) -> list[str]:
    return rules(standing(*history))


TIER = tuple(KREVES)
"""The parts of a whole report that says nothing of what becomes of the medicines."""


@pytest.mark.parametrize(
    ("innhold", "told"),
    [
        ({"deler": TIER}, ["R-U27"]),
        ({"deler": TIER, "legemidler": 0}, []),
        ({"deler": TIER, "legemidler": 0, "liste_i_vedlegg": True}, ["R-U27"]),
        ({"deler": (*TIER, "trenger_legemiddelhjelp"), "legemidler": 0}, ["R-U27"]),
        ({"deler": (*TIER, "resept")}, []),
        ({"deler": (*TIER, "utlevert")}, []),
        ({"deler": (*TIER, "gitt_i_dag")}, []),
        ({"deler": (*TIER, "legemiddelmerknad")}, []),
        ({"deler": TIER, "liste_i_tekst": True}, []),
        ({"deler": (*TIER, "trenger_legemiddelhjelp"), "legemidler": 0, "ingen_legemidler": True}, []),
    ],
)
def test_medisiner_og_resept(innhold: dict[str, Any], told: list[str]) -> None:
    """Who uses medicines must know where the next ones come from; a prescription alone is enough."""
    assert found(INN, UT, rapport(**innhold)) == told


def test_medisiner_og_resept_says_and_clears() -> None:
    """Middels, MEDISINER, and gone with an M that tells."""
    report = rapport(deler=TIER)
    (one,) = standing(INN, UT, report)
    assert (one.category, one.severity, one.confidence) == ("MEDISINER", "middels", "middels")
    assert (one.subject, one.msg_ids) == (report.msg_id, (report.msg_id,))
    assert "ikke mottatt elektronisk" in one.text
    assert found(INN, UT, report, endring(report, "2026-02-07T15:00", deler=(*TIER, "resept"))) == []


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        (("hjelpemiddel_bestilt",), "utskrivning: hjelpemidler er bestilt og ikke på plass."),
        (("bandasje_mangler",), "utskrivning: bandasjemateriell eller engangsutstyr er ikke sendt med."),
        (("bandasje_mangler", "hjelpemiddel_bestilt"), "på plass og bandasjemateriell eller"),
    ],
)
def test_hjelpemidler(parts: tuple[str, ...], words: str) -> None:
    """For statistics: it is ordered, or was not sent along."""
    report = rapport(deler=(*HELE, *parts))
    (one,) = standing(INN, UT, report)
    assert (one.rule, one.category, one.severity, one.confidence) == ("R-U28", "HJELPEMIDLER", "lav", "lav")
    assert words in one.text and one.msg_ids == (report.msg_id,)
    assert found(INN, UT, report, endring(report, "2026-02-07T12:30", deler=HELE)) == []


@pytest.mark.parametrize(("now", "told"), [("2026-02-08T00:29:59", []), ("2026-02-08T00:30:00", ["R-U28"])])
def test_hjelpemidler_at_discharge(now: str, told: list[str]) -> None:
    """There is time for it until the patient leaves, and grace; without a discharge it is never too late."""
    report = rapport("2026-02-06T12:00", deler=(*HELE, "hjelpemiddel_bestilt"))
    seen = judged(INN, UT, report, now=now)
    assert rules(seen.avvik) == told
    assert seen.wake_at == (None if told else at("2026-02-08T00:30:00"))
    assert found(INN, report) == []


def test_hjelpemidler_of_one_who_died() -> None:
    """Are of no use any more (rules.md §9); a death afterwards changes nothing."""
    report = rapport(deler=(*HELE, "hjelpemiddel_bestilt"))
    assert found(INN, UT, report, dod("2026-02-07")) == []
    assert found(INN, utskrevet("2026-02-07", uttilstand="2"), report) == []
    assert found(INN, UT, report, dod("2026-02-08")) == ["R-U28"]
