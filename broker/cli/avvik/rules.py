"""plo rules: the catalogue of rules, and one of them in full."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from broker.cli.exits import REFUSED, Stop
from broker.cli.pages import FINDINGS, Group, command

if TYPE_CHECKING:
    from consumers.rule import Rule

HELP = """
Vis reglene som finner avvik, eller én av dem i detalj: hva den betyr, kilden, fristen og et eksempel.
"""
EXAMPLES = """
plo rules
plo rules show R-U17
plo rules --json
"""
SHOW = """
Vis én regel: hva den betyr, kilden, fristen, alvorlighet, og setningen slik leseren ser den.
"""
app = typer.Typer(name="rules", cls=Group, help=HELP, epilog=EXAMPLES, rich_help_panel=FINDINGS)

Json = Annotated[bool, typer.Option("--json", help="Ett JSON-objekt per linje.")]


@app.callback(invoke_without_command=True)
def rules(context: typer.Context, as_json: Json = False) -> None:
    """Print the catalogue."""
    from broker.cli.screen import show, table, write_json

    if context.invoked_subcommand:
        return
    found = _all()
    if as_json:
        write_json(map(_row, found))
        return
    from consumers.catalogue import facts

    rows = table("regel", "hva", "kategori", "retning", "sikkerhet", "frist")
    for one in found:
        told = facts(one)
        limit = "står av" if one.av else told["frist"].replace("`", "")
        rows.add_row(one.id, one.name, one.category, told["retning"], told["sikkerhet"], limit)
    show(rows)
    off = sum(bool(one.av) for one in found)
    show(f" {len(found)} regler, {off} av dem står av. Én i detalj: plo rules show {found[0].id}")


@command(app, "show", SHOW, "plo rules show R-U03\nplo rules show R-U03 --json")
def show_(
    rule: Annotated[str, typer.Argument(metavar="REGEL", help="Id-en til regelen, som R-U17.")],
    as_json: Json = False,
) -> None:
    """Print one rule."""
    import textwrap

    from broker.cli.screen import WIDTH, columns, write_json
    from consumers.catalogue import facts

    found = next((one for one in _all() if one.id == rule.upper()), None)
    if found is None:
        raise Stop(REFUSED, f"Ingen regel heter {rule}.", "Se alle: plo rules")
    if as_json:
        write_json([_row(found)])
        return
    print(f" {found.id}  {found.name}")
    for label, text in facts(found).items():
        head = f"   {label:<12} "
        wide = min(columns(), WIDTH)
        print(textwrap.fill(text.replace("`", ""), wide, initial_indent=head, subsequent_indent=" " * 16))


def _all() -> "list[Rule]":
    from consumers.rules import RULES

    return sorted(RULES, key=lambda one: one.id)


def _row(one: "Rule") -> dict[str, Any]:
    """One rule as data: everything of it but the functions."""
    from dataclasses import fields

    return {field.name: value for field in fields(one) if not callable(value := getattr(one, field.name))}
