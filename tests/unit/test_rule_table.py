"""The table of rules keeps its own promises, for every rule that will ever be added."""

import re
from importlib import import_module
from pathlib import Path

import pytest

import consumers.rules
from consumers.catalogue import catalogue
from consumers.papers import LISTS
from consumers.rule import Rule
from consumers.rules import RULES
from schemas.frister import DEFAULTS

FOLDER = Path(consumers.rules.__file__).parent
FILES = {path.stem for path in FOLDER.glob("*.py")} - {"__init__"}
CATEGORIES = {
    *("EPIKRISE", "DIALOG", "HELSEOPPL", "INFO", "MEDLISTE", "UTSKREVET", "INNLAGT", "PASIENTHENDELSE"),
    *("MEDISINER", "HJELPEMIDLER", "INNLRAPPORT", "TILBUD", "TEKNISK"),
}


def test_every_file_is_in_the_table() -> None:
    """No rule file is forgotten, and no rule of a file."""
    assert RULES
    assert {rule.check.__module__.rsplit(".", 1)[1] for rule in RULES} == FILES
    rows = [rule for file in sorted(FILES) for rule in import_module(f"consumers.rules.{file}").RULES]
    assert sorted(rule.id for rule in rows) == sorted(rule.id for rule in RULES)


def test_ids_are_unique() -> None:
    """A code is for ever, and for one rule."""
    assert len({rule.id for rule in RULES}) == len(RULES)


def test_rules_of_this_version() -> None:
    """All of rules.md §6, §7 and §8, whatever was added since; those of them that do not run say why."""
    parts = (("R-U", 32), ("R-K", 10), ("R-T", 14))
    wanted = {f"{part}{number:02}" for part, count in parts for number in range(1, count + 1)}
    assert wanted <= {rule.id for rule in RULES}
    assert [rule.id for rule in RULES if rule.av and rule.id in wanted] == [
        "R-U21",
        "R-U24",
        "R-T03",
        "R-T09",
    ]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_row_is_complete(rule: Rule) -> None:
    """Id, source, category and text are of the right form."""
    assert re.fullmatch(r"R-[UKT]\d{2}", rule.id)
    assert rule.version >= 1
    assert re.match(r"HI(S|SD|TS) \d{3,5}:\d{4}", rule.source)
    assert rule.category in CATEGORIES
    assert rule.name[0].isupper()
    assert rule.text.endswith(".") and rule.text[0].isupper()
    assert rule.check.__doc__
    assert rule.betyr.endswith(".") and rule.betyr[0].isupper()
    assert not rule.av or rule.av.endswith(".")
    assert DEFAULTS.keys() >= set(rule.frister)
    assert set(rule.bare_med) <= set(LISTS)
    if rule.name.startswith("Manglende"):
        assert "ikke mottatt elektronisk" in rule.text  # it may have come on paper (rules.md §9)


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.pair], ids=lambda rule: rule.id)
def test_pairs(rule: Rule) -> None:
    """The late half of a pair names its missing half, and they are told of alike."""
    pairs = "U02 U01, U06 U05, U12 U11, U15 U14, U18 U17, K02 K01, K06 K05, T12 T01"  # rules.md §4
    missing = {f"R-{late}": f"R-{first}" for late, first in map(str.split, pairs.split(", "))}
    assert rule.pair == missing[rule.id]
    other = next((one for one in RULES if one.id == rule.pair), rule)
    assert (other.category, other.direction, other.towards) == (rule.category, rule.direction, rule.towards)


def test_catalogue_names_every_rule() -> None:
    """docs/regler.md is made from the table."""
    text = catalogue()
    for rule in RULES:
        assert f"### {rule.id} {rule.name}\n" in text
        assert f"| kilde | {rule.source} |" in text


def test_regler_md_is_fresh() -> None:
    """The catalogue that is shipped is the one the table gives."""
    shipped = FOLDER.parents[1] / "docs" / "regler.md"
    assert shipped.read_text(encoding="utf-8") == catalogue()
