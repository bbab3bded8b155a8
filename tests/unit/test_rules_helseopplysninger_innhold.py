"""R-U07: what helseopplysninger leave out."""

from typing import Any

import pytest
from exchanges import helseopplysninger
from histories import AVTALE, at, innlagt
from sequels import endring, kansellering, kvittering, rules

from consumers.evaluate import evaluate
from consumers.rules.helseopplysninger_innhold import KREVES, RULES
from schemas.avvik import Standing
from schemas.deler import DELER

INN = innlagt("2026-02-03T10:00")
HELE = tuple(sorted(KREVES))


def standing(*history: Any) -> tuple[Standing, ...]:
    return evaluate(history, at("2026-03-01T12:00"), AVTALE, RULES).avvik


def found(*history: Any) -> list[str]:
    return rules(standing(*history))


def hele(**more: Any) -> Any:
    """Helseopplysninger with all that is asked for."""
    return helseopplysninger(**{"forventet": "2026-02-10", "deler": HELE, **more})


def test_whole_ones() -> None:
    """Nothing is wrong with them, alone or in a stay."""
    assert set(HELE) <= set(DELER)
    assert found(hele()) == found(INN, hele()) == []


@pytest.mark.parametrize(("part", "word"), KREVES.items())
def test_each_part(part: str, word: str) -> None:
    """What is missing is named; middels, whether it is one part or more."""
    told = hele(deler=tuple(one for one in HELE if one != part))
    (one,) = standing(INN, told)
    assert (one.rule, one.category, one.severity, one.confidence) == ("R-U07", "HELSEOPPL", "middels", "hoy")
    assert one.text.endswith(f"Helseopplysningene mangler {word}: det er ikke mottatt elektronisk.")
    assert (one.subject, one.msg_ids, one.deadline) == (told.msg_id, (told.msg_id,), None)
    assert one.direction == "til_UNN"


@pytest.mark.parametrize(("version", "told"), [("1.5", []), ("1.6", ["R-U07"]), ("2.0", [])])
def test_the_date(version: str, told: list[str]) -> None:
    """Is asked for in 1.6 alone; the other versions have none."""
    assert found(INN, hele(forventet=None, version=version)) == told
    assert found(INN, hele(forventet=None, version=version, deler=())) == ["R-U07"]


def test_all_of_it() -> None:
    """One avvik that lists it, the date first."""
    (one,) = standing(INN, hele(forventet=None, deler=()))
    assert one.severity == "middels"
    assert (
        "mangler forventet utskrivningsdato, pasientens status, antatt forløp og enhet og telefonnummer"
        in one.text
    )


def test_endring_supplies_it() -> None:
    """An M is whole by itself: it clears the avvik, or keeps it, or makes it."""
    poor = hele(deler=("kontakt",))
    still = endring(poor, "2026-02-04T10:00", deler=("antatt_forlop", "kontakt"))
    mended = endring(still, "2026-02-04T11:00", deler=HELE)
    assert [one.id for one in standing(INN, poor)] == [one.id for one in standing(INN, poor, still)]
    assert found(INN, poor, still, mended) == found(mended, still, poor, INN) == []
    assert found(INN, hele(), endring(hele(), "2026-02-04T10:00", deler=())) == ["R-U07"]


def test_not_of_what_has_not_come() -> None:
    """Cancelled or refused ones are not judged; two documents are judged each by itself."""
    poor = hele(deler=())
    assert found(INN, poor, kansellering(poor, "2026-02-04T10:00")) == []
    assert found(INN, poor, kvittering(poor)) == []
    assert found(INN, poor, hele(sendt="2026-02-05T10:00", deler=("kontakt",))) == ["R-U07", "R-U07"]
