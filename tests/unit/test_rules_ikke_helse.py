"""Services that are no health services: LOG_UTSKREVET alone is right (rules.md §9)."""

from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from exchanges import (
    helseopplysninger,
    innleggelsesrapport,
    sammenfatning,
    til_lege,
    tilbakemelding,
    tjenestetilbud,
)
from histories import AVTALE, HARSTAD, TROMSO, UNN, at, innlagt, klar, rapport, utskrevet
from sequels import endring, fold, kansellering
from spoken import ids

from broker.cli.avvik.explained import lines
from consumers.documents import documents
from consumers.explain import explain
from consumers.rules import RULES
from consumers.stays import stays

INN, UT = innlagt("2026-02-03T10:00"), utskrevet("2026-02-07", "2026-02-07T13:00")
KLAR = klar("2026-02-06", "2026-02-06T12:00")
MEALS = innleggelsesrapport(tjenester=("1", "5"))
NURSING = innleggelsesrapport(tjenester=("1", "15", "5"))
BEFORE = tjenestetilbud("2025-12-01T10:00", tjenester=("5",))
found = partial(ids, RULES)

HISTORIES: dict[str, tuple[Any, ...]] = {
    "R-U03": (UT, rapport("2026-02-07T12:00", legemidler=0)),
    "R-U05": (),
    "R-U06": (helseopplysninger("2026-02-05T10:00"),),
    "R-U08": (KLAR,),
    "R-U10": (helseopplysninger(), UT),
    "R-U14": (UT,),
    "R-U15": (UT, rapport("2026-02-08T12:00")),
    "R-K05": (KLAR,),
    "R-K06": (KLAR, tilbakemelding(KLAR, "2026-02-07T14:00")),
}
"""Rule -> what it finds something in after an admission."""


@pytest.mark.parametrize("rule", HISTORIES)
def test_rule_does_not_apply(rule: str) -> None:
    """Not where there are meals alone; still where one service is a health service, or has no code."""
    history = (INN, *HISTORIES[rule])
    for told in (NURSING, innleggelsesrapport()):
        assert rule in found(told, *history)
    assert rule not in found(MEALS, *history)


@pytest.mark.parametrize("rule", HISTORIES)
def test_other_rules_apply(rule: str) -> None:
    """Nothing but these rules is left out."""
    history = (INN, *HISTORIES[rule])
    left_out = set(found(NURSING, *history)) - set(found(MEALS, *history))
    assert rule in left_out and left_out <= set(HISTORIES)


def test_utskrevet_is_still_missed() -> None:
    """The one message that is right must come."""
    assert "R-U11" in found(INN, MEALS, rapport("2026-02-07T12:00", ut="2026-02-07T12:00"))


def bare(*history: Any) -> bool:
    """What is known of the last stay, whatever order the messages come in."""
    return fold(*history)[-1].bare_ikke_helse


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ((), False),
        ((MEALS,), True),
        ((NURSING,), False),
        ((innleggelsesrapport(),), False),
        ((innleggelsesrapport(deler=()),), False),
        ((BEFORE,), True),
        ((BEFORE, innleggelsesrapport(deler=())), True),
        ((BEFORE, innleggelsesrapport()), False),
        ((BEFORE, NURSING), False),
        ((tjenestetilbud("2025-12-01T10:00", tjenester=("15",)), MEALS), True),
        ((MEALS, tjenestetilbud("2026-02-05T10:00", tjenester=("15",))), False),
        ((NURSING, tjenestetilbud("2026-02-05T10:00", tjenester=("5",))), False),
        ((tjenestetilbud("2025-01-01T10:00", tjenester=("5",)),), False),
        ((tjenestetilbud("2025-12-01T10:00", sender=HARSTAD, tjenester=("5",)),), False),
        ((BEFORE, til_lege("2026-01-05T10:00", deler=("tjenester",))), False),
        ((MEALS, endring(MEALS, "2026-02-04T10:00", tjenester=("15",))), False),
        ((NURSING, endring(NURSING, "2026-02-04T10:00", tjenester=("5",))), True),
        ((MEALS, kansellering(MEALS, "2026-02-04T10:00")), False),
        ((BEFORE, kansellering(BEFORE, "2025-12-02T10:00")), False),
    ],
)
def test_what_is_known(told: tuple[Any, ...], expected: bool) -> None:
    """What this kommune tells of the stay, and the newest it told before; all of it must name such alone."""
    assert bare(INN, *told, UT) is expected


@pytest.mark.parametrize(
    ("need", "expected"),
    [
        ({"deler": ("tjenestebehov",), "tjenester": ("15",)}, False),
        ({"deler": ("tjenestebehov",)}, False),
        ({"deler": ("tjenestebehov",), "tjenester": ("1",)}, True),
        ({}, True),
    ],
)
def test_a_new_need(need: dict[str, Any], expected: bool) -> None:
    """The patient who had meals alone needs a health service afterwards: then the rules apply."""
    assert bare(INN, MEALS, helseopplysninger(**need), UT) is expected
    assert bare(INN, MEALS, UT, rapport("2026-02-07T12:00", **need)) is expected
    assert not bare(INN, helseopplysninger(**need), UT)  # which services there were is not known


def test_a_sammenfatning_names_no_services() -> None:
    """PLO 2.0 has room for one alone, and is not read."""
    report: dict[str, Any] = {"sender": TROMSO, "receiver": UNN, "deler": ("tjenester",)}
    told = sammenfatning("2026-02-03T15:00", inn="2026-02-03T10:00", **report)
    assert not bare(INN, BEFORE, told, UT)


@pytest.mark.parametrize(("codes", "expected"), [({"5"}, False), ({"1", "5", "6"}, True), ((), False)])
def test_the_agreement_says_which(codes: Any, expected: bool) -> None:
    """The codes of the agreement file, and no others."""
    own = replace(AVTALE, ikke_helse=frozenset(codes))
    (stay,) = stays(documents([INN, MEALS, UT], own), own).stays
    assert stay.bare_ikke_helse is expected
    assert ("R-U14" in found(INN, MEALS, UT, agreement=own)) is not expected


def test_is_explained() -> None:
    """plo avvik explain says why the rule does not find anything."""
    now = at("2026-02-10T12:00")
    (stay,) = fold(INN, MEALS, UT)
    (told,) = [one for one in explain(stay, now, AVTALE) if one.rule.id == "R-U14"]
    (line, *more) = lines([told], stay, now, everything=True)
    assert told.answer == "nei" and "tjenester som ikke er helsetjenester" in " ".join([line, *more])
