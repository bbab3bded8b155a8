"""Help in bokmål, made from the commands themselves: for --help, and for docs/kommandoer.md."""

import shutil
import textwrap
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

import typer
from typer.core import TyperCommand, TyperGroup

WIDTH: Final = 100

RUNNING: Final = "Kjøre"
MESSAGES: Final = "Meldinger"
FINDINGS: Final = "Avvik"
OPERATING: Final = "Drift"
"""Headings of `plo --help`."""


class Command(TyperCommand):
    """A command whose --help is bokmål."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        formatter.write(page(self, ctx.command_path, _width()))


class Group(TyperGroup):
    """A group of commands whose --help is bokmål."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        formatter.write(page(self, ctx.command_path, _width()))


def command(
    app: typer.Typer, name: str, help: str, examples: str, panel: str | None = None
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register a command with its help and its examples, one a line."""
    return app.command(name, cls=Command, help=help, epilog=examples, rich_help_panel=panel)


def group(name: str, help: str, panel: str) -> typer.Typer:
    """A group of commands."""
    return typer.Typer(name=name, cls=Group, help=help, rich_help_panel=panel, no_args_is_help=True)


def _width() -> int:
    return min(WIDTH, shutil.get_terminal_size((WIDTH, 40)).columns)


def page(command: Any, path: str, width: int = WIDTH) -> str:
    """The help of one command: use, what it does, arguments, options, examples."""
    return "\n".join(_page(command, path, width)) + "\n"


def _page(command: Any, path: str, width: int) -> Iterator[str]:
    arguments = [one for one in command.params if one.param_type_name == "argument"]
    options = [one for one in command.params if one.param_type_name == "option" and not one.hidden]
    words = [path, *(["[VALG]"] if options else []), *(one.metavar for one in arguments)]
    yield f"Bruk: {' '.join(words)}" + (" KOMMANDO" if _commands(command) else "")
    for paragraph in (command.help or "").split("\n\n"):
        yield ""
        yield textwrap.fill(" ".join(paragraph.split()), width)
    for panel in dict.fromkeys(one.rich_help_panel or "Kommandoer" for one in _commands(command)):
        these = [one for one in _commands(command) if (one.rich_help_panel or "Kommandoer") == panel]
        yield from _list(panel, ((one.name, _first(one.help)) for one in these), width)
    yield from _list("Argumenter", ((one.metavar, one.help) for one in arguments), width)
    yield from _list("Valg", ((_option(one), _with_default(one)) for one in options), width)
    if command.epilog:
        yield "\nEksempler"
        yield from (f"  {line.strip()}" for line in command.epilog.strip().splitlines())


def _commands(command: Any) -> list[Any]:
    return list(getattr(command, "commands", {}).values())


def _first(text: str | None) -> str:
    """The first paragraph of a help text, on one line."""
    return " ".join((text or "").split("\n\n")[0].split())


def _option(option: Any) -> str:
    names = ", ".join(option.opts)
    return names if option.is_flag else f"{names} {option.metavar}"


def _with_default(option: Any) -> str:
    text = str(option.help or "")
    plain = option.is_flag or option.default in (None, "", []) or callable(option.default)
    return text if plain else f"{text} Ellers: {option.default}."


def _list(title: str, rows: Iterable[tuple[str, str]], width: int) -> Iterator[str]:
    """A titled list in two columns; nothing when it is empty."""
    lines = list(rows)
    if not lines:
        return
    room = max(len(name) for name, _ in lines) + 4
    yield f"\n{title}"
    for name, text in lines:
        filled = textwrap.wrap(text, max(30, width - room)) or [""]
        yield f"  {name:<{room - 2}}{filled[0]}".rstrip()
        yield from (" " * room + more for more in filled[1:])


def walk(command: Any, path: str = "plo") -> Iterator[tuple[str, Any]]:
    """Every command with its path, in the order of the help."""
    yield path, command
    for one in _commands(command):
        yield from walk(one, f"{path} {one.name}")
