"""What was wrong with the command line, in bokmål: Typer only has English."""

from collections.abc import Callable
from typing import Any, Final

import typer


def _no_option(error: Any) -> str:
    near = f" Mente du {' eller '.join(sorted(error.possibilities))}?" if error.possibilities else ""
    return f"Ukjent valg: {error.option_name}.{near}"


def _missing(error: Any) -> str:
    return f"{_name(error)} mangler."


def _bad(error: Any) -> str:
    if choices := getattr(error.param, "choices", None):
        return f"{_name(error)} kan være {', '.join(choices)}."
    return f"{_name(error)} har en verdi som ikke kan brukes. Se hjelpen."


def _name(error: Any) -> str:
    """The parameter as the user writes it: --siden, FIL…"""
    param = error.param
    if param is None:
        return "Et argument"
    return str(param.opts[-1] if param.param_type_name == "option" else param.metavar or param.name.upper())


SENTENCES: Final[dict[str, Callable[[Any], str]]] = {
    "NoSuchOption": _no_option,
    "MissingParameter": _missing,
    "BadParameter": _bad,
    "BadOptionUsage": lambda error: f"Valget {error.option_name} er brukt feil: det skal ha en verdi.",
    "NoArgsIsHelpError": lambda error: str(error.message),
}


def sentence(error: typer.TyperException) -> tuple[str, str]:
    """What was wrong, and where help is."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "plo"
    speak = SENTENCES.get(type(error).__name__)
    if type(error).__name__ == "NoArgsIsHelpError":
        return error.message, ""
    what = speak(error) if speak else _unknown(error, context)
    return what, f"Hjelp: {command} --help"


def _unknown(error: typer.TyperException, context: Any) -> str:
    """No such command, or too many arguments: Typer has one class for both."""
    commands = getattr(context.command, "commands", None) if context else None
    if commands:
        return f"Ukjent kommando. Velg en av: {', '.join(commands)}."
    return "For mange argumenter, eller et argument som ikke kan leses."
