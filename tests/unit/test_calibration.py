"""The official examples raise no content avvik (rules.md §10a): a rule that fires on one is too strict.

Nothing has to be excepted: not even the rules for statistics alone fire on any of them.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from judging import EXAMPLES, OF_EXAMPLES, event

from consumers.evaluate import evaluate
from consumers.rule import Rule
from consumers.rules import RULES
from schemas.agreements import Agreement, Part
from schemas.events import EpikriseMottatt

SYKEHUS, KOMMUNE, LEGE, EPIKRISENS = "59", "99387", "91096", "91393"
"""Level-1 HER-ids of the parties of the official examples."""
PARTIES = Agreement(
    parts=(
        Part(SYKEHUS, "Sykehuset", "helseforetak"),
        Part(EPIKRISENS, "Epikrisens sykehus", "helseforetak"),
        Part(KOMMUNE, "Kommunen", "kommune", kommunenr="5501"),
        Part(LEGE, "Legen", "fastlege"),
    )
)
EMPTY = {"deler": (), "legemidler": 0, "medisiner": (), "forventet_utskrivningsklar": None}
DISCHARGE = frozenset({"utskrivningsrapport_mottatt.v1", "epikrise_mottatt.v1"})
PLO_AND_EPIKRISE = [path for path in EXAMPLES if "dialogmelding" not in path.parts]


CONTENT = tuple(rule for rule in RULES if rule.innhold and not rule.teknisk)


@cache
def told(path: Path) -> Any:
    """The event of an example, as of a party that rules are about.

    The epikrise marks itself as a test, and its sender and receiver are one: then nothing would be judged.
    """
    given = event(path.read_bytes(), agreement=OF_EXAMPLES)
    if isinstance(given, EpikriseMottatt):
        return given.model_copy(update={"test": False, "receiver": LEGE, "copies": (KOMMUNE,)})
    return given


def emptied(one: Any) -> Any:
    """The same message with its content taken out."""
    return one.model_copy(update={name: EMPTY[name] for name in EMPTY if name in type(one).model_fields})


def found(history: Sequence[Any], rules: Sequence[Rule] | None = None) -> set[str]:
    """Ids of the rules that find something, at once or later; all content rules unless others are given."""
    chosen = CONTENT if rules is None else rules
    seen = evaluate(history, datetime(2100, 1, 1, tzinfo=UTC), PARTIES, chosen)
    assert seen.ukjente == ()
    return {one.rule for one in seen.avvik}


def test_the_rules_and_the_examples() -> None:
    """Which they are."""
    assert {rule.id for rule in CONTENT} == {
        *("R-K03", "R-K04", "R-K10", "R-U03", "R-U04", "R-U07", "R-U16", "R-U19", "R-U20", "R-U22"),
        *("R-U09", "R-U13", "R-U26", "R-U27", "R-U28", "R-U29"),
    }
    assert len(PLO_AND_EPIKRISE) == 25


@pytest.mark.parametrize("path", PLO_AND_EPIKRISE, ids=lambda path: path.stem)
def test_an_example_by_itself(path: Path) -> None:
    """Nothing is wrong with it."""
    assert found([told(path)]) == set()


def test_all_examples_together() -> None:
    """Nor with what they add up to: the N with its M, and the papers of one person with each other."""
    everything = [told(path) for path in PLO_AND_EPIKRISE]
    assert found(everything) == set()
    assert found([one for one in everything if one.status != "C"]) == set()


def test_as_of_one_person() -> None:
    """Nor if they were of one patient: what came in with the patient is told of at discharge."""
    everything = [told(path) for path in PLO_AND_EPIKRISE]
    papers = [one.model_copy(update={"pid": "1" * 64}) for one in everything if one.status != "C"]
    assert found(papers) == set()
    silent = [emptied(one) if one.type in DISCHARGE else one for one in papers]
    assert found(silent, CONTENT) >= {"R-U26"}


FIRES = {
    "Helseopplysninger_Varsel_om_innlagt_pasient_v1-6_Ny": {"R-U07", "R-U29"},
    "Helseopplysninger_Oppdaterte_opplysninger_v1-6_Endring1": {"R-U07", "R-U29"},
    "Helseopplysninger_Oppdaterte_opplysninger_v1-6_Endring2": {"R-U07", "R-U29"},
    "Innleggelsesrapport_v1-6_Ny": {"R-K03", "R-K04"},
    "Innleggelsesrapport_v1-6_Endring": {"R-K03", "R-K04"},
    "Pasientlogistikk_Innlagt_pasient_v1-6_Ny": {"R-U29"},
    "Pasientlogistikk_Utskrivningsklar_pasient_v1-6_Ny": {"R-U09", "R-U29"},
    "Pasientlogistikk_Avmelding_av_utskrivningsklar_pasient_v1-6_Ny": {"R-U29"},
    "Pasientlogistikk_Melding_om_utskrevet_pasient_v1-6_Ny": {"R-U29"},
    "Utskrivningsrapport_v1-6_Ny": {"R-U03", "R-U16", "R-U29"},
    "Utskrivningsrapport_v1-6_Endring": {"R-U03", "R-U16", "R-U29"},
    "epikrise_v1.2_n": {"R-U19", "R-U20"},
    "epikrise_v1.2_m": {"R-U19", "R-U20"},
}
"""What the rules find in the examples when they are emptied; the other types have no content to judge."""


@pytest.mark.parametrize("path", PLO_AND_EPIKRISE, ids=lambda path: path.stem)
def test_the_rules_do_look(path: Path) -> None:
    """The same messages with their content taken out: so it is the content that satisfies the rules."""
    given = told(path)
    assert found([emptied(given)], CONTENT) == FIRES.get(path.stem, set())
