"""The rule catalogue for people, docs/regler.md, made from the table of rules."""

from collections.abc import Iterable
from typing import Final

from consumers.rule import Rule
from consumers.rules import RULES
from schemas.frister import DEFAULTS

_HEAD: Final = """\
# Regelkatalog

Laget av `consumers/catalogue.py` fra regeltabellen; ikke rett her.

Hver regel ser på ett opphold, eller på én melding, og sier hva som mangler eller kom for sent. *Manglende* og
*for sen* om det samme er ett avvik: id-en hører til regelen under «avvik med», og regelen skifter når
meldingen kommer. En frist er brutt når den, og slingringsmonnet `grace`, er ute. Fristene står i avtalefilen
(avtaler.md); her står de som gjelder når avtalen ikke sier noe. Sikkerhet *lav* telles bare, og sendes aldri.

Har pasienten bare tjenester som ikke er helsetjenester (`[tjenester]` i avtalefilen), er melding om utskrevet
pasient alene riktig. Da gjelder ikke R-U03, R-U05, R-U06, R-U08, R-U10, R-U14, R-U15, R-K05 og R-K06.

Reglene gjelder like i PLO 1.5 og 1.6 når ikke annet står. I PLO 2.0 er Sammenfatning både utskrivningsrapport
og innleggelsesrapport: at den kom, og når, vurderes. Hva den skal ha med, sier ingen standard, så innholdet
vurderes ikke: R-U03, R-U04, R-U16, R-U22, R-U26, R-U27, R-U28, R-K03, R-K04 og R-K10 gjelder bare 1.5 og 1.6.
"""
WORDS: Final = {"lav": "lav", "middels": "middels", "hoy": "høy"}
DIRECTION: Final = {"til_UNN": "til UNN", "fra_UNN": "fra UNN", "ingen": "ingen"}
EXAMPLE: Final = "Automatisk foreslått: {}"

_PARTS: Final = (("R-U", "Regler om UNN"), ("R-K", "Regler om kommunen"), ("R-T", "Tekniske regler"))


def catalogue() -> str:
    """The catalogue in Markdown, bokmål: a table of all, and then each rule in full."""
    rules = sorted(RULES, key=lambda rule: rule.id)
    parts = (_part(title, [one for one in rules if one.id.startswith(head)]) for head, title in _PARTS)
    return _HEAD + "".join(parts)


def facts(rule: Rule) -> dict[str, str]:
    """Label -> what the rule says of itself, in the order shown."""
    told = {
        "betyr": rule.betyr,
        "kilde": rule.source,
        "frist": _frister(rule),
        "kategori": rule.category,
        "retning": "ingen" if rule.teknisk else DIRECTION[rule.direction],
        "alvorlighet": WORDS[rule.severity],
        "sikkerhet": WORDS[rule.confidence],
        "avvik med": rule.pair,
        "versjon": str(rule.version),
        "står av": rule.av,
        "eksempel": EXAMPLE.format(rule.text),
    }
    return {label: text for label, text in told.items() if text}


def _part(title: str, rules: Iterable[Rule]) -> str:
    sections = "".join(map(_section, rules))
    return f"\n## {title}\n{sections}" if sections else ""


def _section(rule: Rule) -> str:
    rows = "".join(f"| {label} | {text} |\n" for label, text in facts(rule).items())
    return f"\n### {rule.id} {rule.name}\n\n| | |\n|---|---|\n{rows}"


def _frister(rule: Rule) -> str:
    return ", ".join(f"`{key}` {DEFAULTS[key]}" for key in rule.frister) or "ved mottak"
