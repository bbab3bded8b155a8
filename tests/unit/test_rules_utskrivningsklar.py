"""R-U09: mangelfull melding om utskrivningsklar pasient."""

from typing import Any

import pytest
from exchanges import helseopplysninger
from findings import found, official, standing
from histories import epikrise, innlagt, klar, utskrevet
from sequels import endring, kansellering, kvittering

from consumers.rules.utskrivningsklar import MANGELFULL, RULES

INN = innlagt("2026-02-03T10:00")
NAMED: dict[str, Any] = {"deler": ("ansvarlig",)}
UT = utskrevet("2026-02-07", "2026-02-07T13:00")
NEEDS = helseopplysninger("2026-02-03T16:00")


@pytest.mark.parametrize(
    ("naar", "fra", "deler", "words"),
    [
        ("2026-02-06", "2026-02-03T10:00", ("ansvarlig",), ()),
        ("2026-02-06", None, ("ansvarlig",), ()),
        ("2026-02-20", "2026-02-03T10:00", ("ansvarlig",), ()),  # still to come (rules.md §12.8)
        ("2026-02-03", "2026-02-03T10:00", ("ansvarlig",), ()),  # a date against a clock time: by date
        ("2026-02-03T10:00", "2026-02-03T10:00", ("ansvarlig",), ()),
        ("2026-02-03T09:00", "2026-02-03", ("ansvarlig",), ()),
        ("2026-02-03T09:59", "2026-02-03T10:00", ("ansvarlig",), ("før innleggelsen",)),
        ("2026-02-02", "2026-02-03T10:00", ("ansvarlig",), ("før innleggelsen",)),
        (None, "2026-02-03T10:00", ("ansvarlig",), ("mangler tidspunkt",)),
        ("2026-02-06", "2026-02-03T10:00", ("kontakt",), ("mangler ansvarlig",)),
        (None, None, (), ("mangler tidspunkt", "mangler ansvarlig")),
    ],
)
def test_mangelfull(
    naar: str | None, fra: str | None, deler: tuple[str, ...], words: tuple[str, ...]
) -> None:
    """Event 3, somebody responsible, and no event 3 before event 1; one avvik says all that is wrong."""
    told = klar(naar, "2026-02-06T12:00", fra=fra, deler=deler)
    avvik = standing(RULES, INN, told, now="2026-02-06T12:00")
    assert [one.rule for one in avvik] == (["R-U09"] if words else [])
    assert all(word in one.text for one in avvik for word in words)


def test_mangelfull_says() -> None:
    """At once, of low severity, about that message."""
    bare = klar("2026-02-06", "2026-02-06T12:00")
    (one,) = standing(RULES, INN, bare)
    assert (one.category, one.direction, one.severity, one.confidence) == ("INFO", "til_UNN", "lav", "hoy")
    assert (one.subject, one.msg_ids, one.deadline) == (bare.msg_id, (bare.msg_id,), None)


def test_mangelfull_corrected() -> None:
    """By an M, a Kansellering, or a whole one later, as the standard has no M here; not by one before."""
    bare = klar("2026-02-06", "2026-02-06T12:00", deler=())
    assert found(RULES, INN, bare, endring(bare, "2026-02-06T13:00", **NAMED)) == []
    assert found(RULES, INN, bare, kansellering(bare, "2026-02-06T13:00")) == []
    assert found(RULES, INN, bare, klar("2026-02-06", "2026-02-06T14:00", **NAMED)) == []
    assert found(RULES, INN, bare, klar("2026-02-06", "2026-02-06T11:00", **NAMED)) == ["R-U09"]
    assert found(RULES, INN, bare, klar("2026-02-06", "2026-02-06T14:00")) == ["R-U09", "R-U09"]
    assert found(RULES, INN, bare, kvittering(bare)) == []


def test_mangelfull_on_a_day_stay() -> None:
    """What a message says is judged there too."""
    bare = klar("2026-02-03", "2026-02-03T12:00")
    day = epikrise("2026-02-04T12:00", ut="2026-02-07T15:00", adm_cat="2")
    assert found(RULES, INN, bare, UT, day, NEEDS) == ["R-U09"]


@pytest.mark.parametrize("start", ["Pasientlogistikk", "Helseopplysninger", "Utskriv", "Innleggelses"])
def test_official_examples(start: str) -> None:
    """None of them is mangelfull."""
    assert official((MANGELFULL,), start) == []
