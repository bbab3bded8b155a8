"""R-U26: CAVE that the kommune told of, and the documents at discharge do not."""

from typing import Any

import pytest
from exchanges import innleggelsesrapport
from histories import AVTALE, FASTLEGE, HARSTAD, KAD, TROMSO, at, epikrise, innlagt, rapport, utskrevet
from sequels import endring, fold, kansellering, kvittering, rules

from consumers.evaluate import evaluate
from consumers.rules.cave import RULES
from schemas.avvik import Standing

INN, UT = innlagt("2026-02-03T10:00"), utskrevet("2026-02-07", "2026-02-07T13:00")
MED = innleggelsesrapport("2026-02-03T15:00", deler=("cave", "tjenester"))
UTEN = rapport("2026-02-07T12:00")


def standing(*history: Any) -> tuple[Standing, ...]:
    return evaluate(history, at("2026-03-01T12:00"), AVTALE, RULES).avvik


def found(*history: Any) -> list[str]:
    return rules(standing(*history))


def test_what_it_says() -> None:
    """Grave, and about the document that lacks it; it rests on both."""
    (one,) = standing(INN, UT, MED, UTEN)
    assert (one.rule, one.category, one.severity, one.confidence) == ("R-U26", "INFO", "hoy", "middels")
    assert (one.subject, one.deadline, one.direction) == (UTEN.msg_id, None, "til_UNN")
    assert one.msg_ids == tuple(sorted([MED.msg_id, UTEN.msg_id]))
    assert "ikke mottatt elektronisk" in one.text


def test_each_document_by_itself() -> None:
    """The utskrivningsrapport and the epikrise must both have it; what they call it is nobody's concern."""
    has = ("cave",)
    assert found(INN, UT, MED, UTEN, epikrise()) == ["R-U26", "R-U26"]
    assert found(INN, UT, MED, rapport(deler=has), epikrise()) == ["R-U26"]
    assert found(INN, UT, MED, UTEN, epikrise(deler=has)) == ["R-U26"]
    assert found(INN, UT, MED, rapport(deler=has), epikrise(deler=has)) == []
    assert found(INN, UT, MED) == []


def test_only_what_the_kommune_told() -> None:
    """No report, one without CAVE, or one that was taken back or refused: the hospital was told nothing."""
    assert found(INN, UT, UTEN) == []
    assert found(INN, UT, innleggelsesrapport(), UTEN) == []
    assert found(INN, UT, MED, kansellering(MED, "2026-02-04T10:00"), UTEN) == []
    assert found(INN, UT, MED, kvittering(MED), UTEN) == []


@pytest.mark.parametrize(
    ("sendt", "told"),
    [
        ("2024-02-08T12:00", ["R-U26"]),
        ("2024-02-08T11:59", []),
        ("2026-02-07T12:00", ["R-U26"]),
        ("2026-02-07T12:01", []),  # too late to be passed on
    ],
)
def test_two_years(sendt: str, told: list[str]) -> None:
    """A report of an earlier stay counts for two years back from the document; none that came after does."""
    assert found(INN, UT, UTEN, innleggelsesrapport(sendt, deler=("cave",))) == told


def test_as_the_report_stood_then() -> None:
    """What an M adds or takes away counts from when it was sent."""
    bare = innleggelsesrapport("2026-02-03T15:00")
    early, late = "2026-02-04T10:00", "2026-02-08T10:00"
    assert found(INN, UT, UTEN, bare, endring(bare, early, deler=("cave",))) == ["R-U26"]
    assert found(INN, UT, UTEN, bare, endring(bare, late, deler=("cave",))) == []
    assert found(INN, UT, UTEN, MED, endring(MED, early, deler=())) == []
    assert found(INN, UT, UTEN, MED, endring(MED, late, deler=())) == ["R-U26"]


def test_versions_with_one_gendate() -> None:
    """The one that refers back is the newer (pitfalls.md §4.4)."""
    told, took = (endring(MED, "2026-02-03T15:00", deler=deler, navn="m") for deler in (("cave",), ()))
    assert found(INN, UT, UTEN, MED, told) == ["R-U26"]
    assert found(INN, UT, UTEN, MED, took) == found(took, MED, UTEN, UT, INN) == []


def test_endring_supplies_it() -> None:
    """An M of the document clears it, or is the same avvik."""
    still = endring(UTEN, "2026-02-07T14:00")
    assert [one.id for one in standing(INN, UT, MED, UTEN)] == [
        one.id for one in standing(INN, UT, MED, UTEN, still)
    ]
    assert found(INN, UT, MED, UTEN, endring(UTEN, "2026-02-07T14:00", deler=("cave",))) == []
    assert found(INN, UT, MED, UTEN, kansellering(UTEN, "2026-02-07T14:00")) == []
    assert found(INN, UT, MED, UTEN, kvittering(UTEN)) == []


def test_of_another_hospital_or_kommune() -> None:
    """What KAD was told UNN does not know; what another kommune told UNN it does."""
    assert found(INN, UT, UTEN, innleggelsesrapport(deler=("cave",), receiver=KAD)) == []
    assert found(INN, UT, UTEN, innleggelsesrapport(deler=("cave",), sender=HARSTAD)) == ["R-U26"]


def test_passed_on_or_to_the_fastlege_alone() -> None:
    """A unit that passed the patient on has not discharged; an epikrise to a fastlege is judged as any."""
    passed_on = epikrise("2026-02-05T12:00", ut="2026-02-05T11:00", adm_outcome="21")
    assert found(INN, MED, passed_on) == []
    before = innleggelsesrapport("2025-02-03T15:00", deler=("cave",))
    history = [before, utskrevet("2025-02-06"), epikrise(copies=())]
    assert [stay.party for stay in fold(*history)] == [TROMSO, FASTLEGE]
    assert [one.party for one in standing(*history)] == [FASTLEGE]
