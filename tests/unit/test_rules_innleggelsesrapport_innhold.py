"""R-K03, R-K04 and R-K10: what an innleggelsesrapport leaves out."""

from typing import Any

import pytest
from exchanges import innleggelsesrapport, medisinske, sammenfatning, til_lege
from histories import AVTALE, KAD, at, innlagt
from sequels import endring, kansellering, kvittering, rules

from consumers.evaluate import evaluate
from consumers.rules.innleggelsesrapport_innhold import KREVES, RULES
from schemas.avvik import Standing
from schemas.deler import DELER

INN = innlagt("2026-02-03T10:00")
HELE = tuple(sorted(KREVES))


def standing(*history: Any) -> tuple[Standing, ...]:
    return evaluate(history, at("2026-03-01T12:00"), AVTALE, RULES).avvik


def found(*history: Any) -> list[str]:
    return rules(standing(*history))


def uten(*parts: str, **more: Any) -> Any:
    """A whole report without some of its parts."""
    return innleggelsesrapport(**{"deler": tuple(part for part in HELE if part not in parts), **more})


def test_a_whole_one() -> None:
    """Nothing is wrong with it, in a stay or alone; what was given today and children are not asked for."""
    assert set(HELE) <= set(DELER)
    assert found(INN, uten()) == found(uten()) == []
    assert found(INN, sammenfatning("2026-02-03T15:00")) == []


@pytest.mark.parametrize(("part", "word"), KREVES.items())
def test_each_part(part: str, word: str) -> None:
    """One missing part is named, and of low severity; the fault is the kommune's."""
    report = uten(part)
    (one,) = standing(INN, report)
    assert (one.rule, one.category, one.severity, one.confidence) == (
        "R-K03",
        "INNLRAPPORT",
        "lav",
        "middels",
    )
    assert one.text.endswith(f"Innleggelsesrapporten mangler {word}: det er ikke mottatt elektronisk.")
    assert (one.subject, one.msg_ids, one.deadline) == (report.msg_id, (report.msg_id,), None)
    assert one.direction == "fra_UNN"


def test_several_parts_are_one_avvik() -> None:
    """It lists them, and is graver."""
    (one,) = standing(INN, uten("arsak", "funksjon", "kontakt"))
    assert one.severity == "middels"
    assert "mangler årsak til innleggelsen, funksjonsnivå og telefonnummer til kontakt: det er" in one.text


@pytest.mark.parametrize(
    ("innhold", "told"),
    [
        ({"legemidler": 0}, ["R-K04"]),
        ({"legemidler": 1}, []),
        ({"legemidler": 0, "seponerte": 2}, ["R-K04"]),  # what was stopped is no current list
        ({"legemidler": 0, "liste_i_vedlegg": True}, []),
        ({"legemidler": 0, "liste_i_tekst": True}, []),
        ({"legemidler": 0, "ingen_legemidler": True}, []),
        ({"legemidler": 1, "legemidler_uten": ("dosering", "styrke")}, []),  # R-U04 is of discharge alone
    ],
)
def test_medisinliste(innhold: dict[str, Any], told: list[str]) -> None:
    """At least one current medicine, a list in another form, or word that there is none."""
    report = uten(**innhold)
    avvik = standing(INN, report)
    assert rules(avvik) == told
    for one in avvik:
        assert (one.category, one.severity, one.confidence) == ("INNLRAPPORT", "hoy", "hoy")
        assert (one.subject, one.msg_ids, one.direction) == (report.msg_id, (report.msg_id,), "fra_UNN")
        assert "ikke mottatt elektronisk" in one.text


def test_endring_supplies_it() -> None:
    """An M clears what it supplies, and only that; what stays is the same avvik."""
    poor = uten("cave", "parorende", legemidler=0)
    half = endring(poor, "2026-02-03T16:00", deler=uten("cave").deler, legemidler=2)
    whole = endring(half, "2026-02-03T17:00", deler=HELE)
    before = standing(INN, poor)
    (after,) = standing(INN, poor, half)
    assert rules(before) == ["R-K03", "R-K04"] and after.id in {one.id for one in before}
    assert found(INN, poor, half, whole) == found(whole, half, poor, INN) == []


def test_not_of_what_has_not_come() -> None:
    """A cancelled or refused report is not judged; that to KAD is no matter of UNN's."""
    poor = uten("cave", legemidler=0)
    assert found(INN, poor, kansellering(poor, "2026-02-03T16:00")) == []
    assert found(INN, poor, kvittering(poor)) == []
    assert {one.direction for one in standing(uten("cave", receiver=KAD))} == {"ingen"}


BARN = til_lege("2026-01-10T10:00", deler=("barn",))


def test_barn() -> None:
    """For statistics: children that an earlier message told of are not in the report."""
    (one,) = standing(BARN, INN, uten())
    assert (one.rule, one.category, one.severity, one.confidence) == ("R-K10", "INFO", "lav", "lav")
    assert one.direction == "fra_UNN" and "ikke mottatt elektronisk" in one.text
    assert one.subject == uten().msg_id and set(one.msg_ids) == {uten().msg_id, BARN.msg_id}
    assert found(BARN, INN, uten(deler=(*HELE, "barn"))) == []
    assert found(BARN, INN, uten(), endring(uten(), "2026-02-04T10:00", deler=(*HELE, "barn"))) == []


def test_barn_of_an_adult() -> None:
    """What is told of a child's family is not about its own children; an unknown age counts as an adult's."""
    assert found(BARN, INN, uten(fylt_18=False)) == []
    assert found(BARN, INN, uten(fylt_18=True)) == found(BARN, INN, uten(fylt_18=None)) == ["R-K10"]


def test_barn_only_where_they_are_known_of() -> None:
    """Nothing told, told afterwards, or taken back; and not of a report that has not come."""
    assert found(INN, uten(), medisinske("2026-01-10T10:00")) == []
    assert found(INN, uten(), til_lege("2026-02-05T10:00", deler=("barn",))) == []
    assert found(BARN, kansellering(BARN, "2026-01-11T10:00"), INN, uten()) == []
    assert found(BARN, INN, uten(), kvittering(uten())) == []
    assert found(BARN, INN, uten(), kansellering(uten(), "2026-02-04T10:00")) == []


def test_barn_left_out_of_an_endring() -> None:
    """An M replaces: what its original told of is told no more."""
    report = uten(deler=(*HELE, "barn"))
    shorter = endring(report, "2026-02-04T10:00", deler=HELE)
    (one,) = standing(INN, report, shorter)
    assert (one.rule, one.subject, one.msg_ids) == ("R-K10", report.msg_id, (shorter.msg_id,))
