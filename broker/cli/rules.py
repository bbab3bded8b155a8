"""plo rules: the catalogue of rules, and one of them in full."""

from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from broker.cli.exits import REFUSED, Stop
from broker.cli.pages import FINDINGS, command

if TYPE_CHECKING:
    from consumers.rule import Rule

app = typer.Typer()

HELP = """
Vis reglene som finner avvik, eller én av dem i detalj: hva den sier, kilden, retning og alvorlighet.
"""
EXAMPLES = """
plo rules
plo rules R-U17
plo rules --json
"""

WORDS: Final = {"til_UNN": "til UNN", "fra_UNN": "fra UNN", "hoy": "høy"}


def words_of(name: str, value: str) -> str:
    """A code in words."""
    from broker.cli.finding import CONFIDENCE

    return (CONFIDENCE if name == "confidence" else WORDS).get(value, value)


@command(app, "rules", HELP, EXAMPLES, FINDINGS)
def rules(
    rule: Annotated[
        str | None, typer.Argument(metavar="[REGEL]", help="Id-en til én regel, som R-U17.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Ett JSON-objekt per linje.")] = False,
) -> None:
    """Print the catalogue."""
    from broker.cli.screen import show, table, write_json
    from consumers.rules import RULES

    found = [one for one in RULES if rule in (None, one.id, one.id.lower())]
    found.sort(key=lambda one: one.id)
    if not found:
        raise Stop(REFUSED, f"Ingen regel heter {rule}.", "Se alle: plo rules")
    if as_json:
        write_json(_row(one) for one in found)
    elif rule:
        _print(found[0])
    else:
        rows = table("regel", "hva", "kategori", "retning", "kilde")
        for one in found:
            rows.add_row(one.id, one.name, one.category, WORDS.get(one.direction, one.direction), one.source)
        show(rows)
        show(f" {len(found)} regler. Én i detalj: plo rules {found[0].id}")


def _row(one: "Rule") -> dict[str, Any]:
    """One rule as data: everything of it but the function."""
    from dataclasses import fields

    return {field.name: value for field in fields(one) if not callable(value := getattr(one, field.name))}


LABELS: Final = {
    "text": "sier",
    "source": "kilde",
    "category": "kategori",
    "direction": "retning",
    "towards": "gjelder",
    "severity": "alvorlighet",
    "confidence": "sikkerhet",
    "pair": "avvik som",
    "version": "versjon",
}
"""Field of a rule -> label, in the order shown."""


def _print(one: "Rule") -> None:
    print(f" {one.id}  {one.name}")
    row = _row(one)
    for name, label in LABELS.items():
        value = row[name]
        shown = ", ".join(sorted(value)) if isinstance(value, frozenset) else str(value)
        if shown:
            print(f"   {label:<12} {words_of(name, shown)}")
