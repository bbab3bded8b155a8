"""The rule catalogue for people, docs/regler.md, made from the table of rules."""

from typing import Final

from consumers.rule import Rule
from consumers.rules import RULES

_HEAD: Final = """\
# Regelkatalog

Laget av `consumers/catalogue.py` fra regeltabellen; ikke rett her.

Hver regel ser på ett opphold og sier hva som mangler eller kom for sent. *Manglende* og *for sen* om det
samme er ett avvik: id-en hører til regelen under «Avvik med», og regelen skifter når meldingen kommer.
En frist er brutt når den, og slingringsmonnet `grace`, er ute. Fristene står i avtalefilen (avtaler.md).

| Regel | Versjon | Navn | Slag | Retning | Kategori | Alvorlighet | Sikkerhet | Avvik med | Kilde |
|---|---|---|---|---|---|---|---|---|---|
"""

_WORDS: Final = {"lav": "lav", "middels": "middels", "hoy": "høy"}
_DIRECTION: Final = {"til_UNN": "til UNN", "fra_UNN": "fra UNN", "ingen": "–"}


def catalogue() -> str:
    """The catalogue in Markdown, bokmål: a row for each rule, by id, and then what each says."""
    rules = sorted(RULES, key=lambda rule: rule.id)
    texts = "\n".join(f"* **{rule.id}** {rule.text}" for rule in rules)
    return _HEAD + "".join(map(_row, rules)) + f"\n## Hva avviket sier\n\n{texts}\n"


def _row(rule: Rule) -> str:
    cells = (
        rule.id,
        str(rule.version),
        rule.name,
        "innhold" if rule.innhold else "frist",
        _DIRECTION[rule.direction],
        rule.category,
        _WORDS[rule.severity],
        _WORDS[rule.confidence],
        rule.key,
        rule.source,
    )
    return f"| {' | '.join(cells)} |\n"
