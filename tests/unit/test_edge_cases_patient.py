"""Rows of rules.md §9 on who the patient is, and where."""

from dataclasses import replace
from typing import get_args

from exchanges import innleggelsesrapport
from histories import (
    AVTALE,
    PID,
    TROMSO,
    at,
    innlagt,
    klar,
    utskrevet,
)
from nine import evaluate
from sequels import dates, fold

from consumers.withdraw import withdrawal_reason
from schemas.agreements import Part
from schemas.avvik import Standing
from schemas.events import PatientEvent

LATER = at("2026-03-20T12:00")
INN, UT = innlagt("2026-02-03T10:00"), utskrevet("2026-02-07", "2026-02-07T13:00")
HNR, FNR = "2" * 64, PID


def test_fodselsnummer_mangler() -> None:
    """Known by name, date of birth and sex alone: a stay like others, marked weak, and merged with none."""
    weak = [event.model_copy(update={"pid_type": "svak"}) for event in (INN, UT)]
    (stay,) = fold(*weak)
    assert stay.svak
    assert not fold(INN, UT)[0].svak
    assert not fold(weak[0], UT)[0].svak  # aliases: another message tells who it is


def test_hjelpenummer_then_fnr() -> None:
    """Under one hjelpenummer and, later, a fnr: once a message ties them, the halves become one stay."""
    first = innlagt("2026-02-03T10:00", pid=HNR, pid_type="hnr")
    ties = innleggelsesrapport(pid=FNR, aliases=(HNR,))
    last = utskrevet("2026-02-07", pid=FNR)
    (begun,) = fold(first)
    (ended,) = fold(last)
    (whole,) = fold(first, ties, last)
    assert dates(whole) == ("2026-02-03", "2026-02-07")
    assert (whole.id, whole.pid) == (begun.id, HNR)
    assert ended.id != whole.id
    before = evaluate([last], LATER, AVTALE)
    merged = evaluate([first, ties, last], LATER, AVTALE)
    gone = [one for one in before.avvik if one.stay_id == ended.id]
    assert {withdrawal_reason(one, merged) for one in gone} == {"opphold_endret"}
    assert {one.stay_id for one in merged.avvik} == {whole.id}


def test_bytte_av_fnr() -> None:
    """A corrected fnr: messages under the old and the new one, tied by an alias, are one stay."""
    old = "3" * 64
    (stay,) = fold(innlagt("2026-02-03T10:00", pid=old), klar(pid=FNR, aliases=(old,)), UT)
    assert {doc.latest.pid for doc in stay.documents()} == {old, FNR}


def test_sikkerhetsadresse() -> None:
    """No event and no avvik has room for where a person lives, or what a person is called."""
    models = (Standing, *get_args(PatientEvent))
    fields = {name for model in models for name in model.model_fields}
    assert not {"adresse", "address", "navn", "name", "fodselsdato", "telefon"} & fields


def test_kommune_byttes() -> None:
    """Parties are HER-ids: a name that is the same, or has changed, makes no difference."""
    namesake = Part("90601", "Tromsø kommune", "kommune", kommunenr="5599")
    other = replace(AVTALE, parts=(*AVTALE.parts, namesake))
    found = evaluate([INN, innlagt("2026-02-03T10:00", receiver="90601")], LATER, other).stays
    assert [(stay.party, stay.kommune) for stay in found] == [(TROMSO, "5501"), ("90601", "5599")]
    renamed = tuple(replace(part, navn="Ny kommune") for part in AVTALE.parts)
    before = evaluate([INN, UT], LATER, AVTALE)
    assert evaluate([INN, UT], LATER, replace(AVTALE, parts=renamed)).avvik == before.avvik
