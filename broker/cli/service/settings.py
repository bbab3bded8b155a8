"""plo settings: every setting, what it means, and what it is now; docs/innstillinger.md."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from broker.cli import start
from broker.cli.pages import OPERATING, command

if TYPE_CHECKING:
    from broker.settings import Settings

app = typer.Typer()

HELP = """
Vis alle innstillinger: hva de heter, hva de betyr, og hva de er nå.

Hver innstilling er en miljøvariabel. Hemmeligheter vises aldri.
"""
EXAMPLES = """
plo settings
plo settings --json
PLO_HTTP_PORT=8490 plo settings
"""
MASKED = "••••"


@dataclass(frozen=True, slots=True)
class Row:
    """One setting.

    Attributes:
        env: the variable that sets it.
        value, default: as text, secrets masked.
        given: it was set, and is not the default.
    """

    env: str
    value: str
    default: str
    given: bool
    secret: bool
    description: str


def rows(chosen: "Settings") -> Iterator[Row]:
    """Every setting, in the order of broker/settings.py."""
    from pydantic import SecretStr

    for name, one in type(chosen).model_fields.items():
        value = getattr(chosen, name)
        yield Row(
            f"PLO_{name.upper()}",
            _text(value),
            _text(one.default),
            name in chosen.model_fields_set,
            isinstance(value, SecretStr),
            one.description or "",
        )


def _text(value: Any) -> str:
    """A value as it would be written in the environment; the home folder as ~."""
    import orjson
    from pydantic import SecretStr

    if isinstance(value, SecretStr):
        return MASKED if value.get_secret_value() else ""
    if isinstance(value, tuple):
        return orjson.dumps([one.model_dump(mode="json") for one in value]).decode() if value else ""
    if isinstance(value, Path) and value.is_relative_to(Path.home()):
        return f"~/{value.relative_to(Path.home())}"
    return "" if value is None else str(value)


@command(app, "settings", HELP, EXAMPLES, OPERATING)
def settings(
    as_json: Annotated[bool, typer.Option("--json", help="Ett JSON-objekt per linje.")] = False,
) -> None:
    """Print the settings in force."""
    from broker.cli.screen import show, table, write_json

    chosen = start.settings()
    if as_json:
        write_json(asdict(row) for row in rows(chosen))
        return
    listed = table("innstilling", "verdi", "betydning")
    for row in rows(chosen):
        listed.add_row(row.env, f"{row.value or '(tom)'}{' *' if row.given else ''}", row.description)
    show(listed)
    show("  * satt her; de andre er som de leveres. Hemmeligheter vises som ••••.")


def document() -> str:
    """docs/innstillinger.md: the settings as they are delivered."""
    from broker.settings import Settings

    lines = [
        "# Innstillinger\n",
        "Laget av `make docs`; endringer her blir borte. Se verdiene: `plo settings`.\n",
        "| variabel | standard | betydning |",
        "|---|---|---|",
    ]
    for row in rows(Settings.model_construct()):
        default = "(hemmelig, tom)" if row.secret else f"`{row.default}`" if row.default else "(tom)"
        meaning = row.description.replace("|", "\\|").replace("<", "&lt;")
        lines.append(f"| `{row.env}` | {default} | {meaning} |")
    return "\n".join(lines) + "\n"
