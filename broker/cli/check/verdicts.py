"""The verdicts of plo check as people read them: a line for each message, and under it what is wrong."""

import os
import sys
import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from broker import words
from broker.cli.screen import WIDTH, columns

if TYPE_CHECKING:
    from adapters.errors import Problem
    from broker.cli.check.checked import Checked

MOST: Final = 10
"""Problems shown for one of several messages; --json has them all."""
KIND: Final = 30
"""Width of the longest message type with its version."""
NARROWEST: Final = 20
INDENT: Final = " " * 13


class Table:
    """Lines of one run, in columns as wide as the first names ask for."""

    def __init__(self, first_names: Sequence[str]) -> None:
        """`first_names`: of the first messages; the folder that they share is left out of all."""
        self._width = min(columns(), WIDTH)
        self._folder = _shared(first_names)
        self._most = MOST if len(first_names) > 1 else sys.maxsize
        names = [self._name(name) for name in first_names] + ["fil"]
        self._room = min(max(map(len, names)), max(NARROWEST, self._width - KIND - 20))

    def head(self) -> str:
        """The names of the columns."""
        return f" {'fil':<{self._room}}  {'type':<{KIND}}  utfall"

    def lines(self, one: "Checked") -> Iterator[str]:
        """The verdict on one message, and under it what is wrong."""
        kind = f"{one.type} {one.version}".strip() or "–"
        name = _tail(self._name(one.file), self._room)
        yield f" {name:<{self._room}}  {kind:<{KIND}}  {painted(_outcome(one))}"
        for problem in one.problems[: self._most]:
            yield from _explained(problem, self._width)
        if len(one.problems) > self._most:
            left = words.counted(len(one.problems) - self._most, "feil", "feil")
            yield f"   … og {left} til. Alle: --json"
        if one.comparison and one.differs:
            yield from _filled(f"≠ {one.comparison.in_words()}", self._width, "   ")
            for problem in one.comparison.problems[: self._most]:
                yield from _explained(problem, self._width)

    def _name(self, file: str) -> str:
        return file.removeprefix(self._folder)


def _outcome(one: "Checked") -> str:
    """Sign and word, with the codes of the AppRec."""
    if one.accepted:
        return "✓ godtatt"
    if one.problems and all(problem.code.startswith("file.") for problem in one.problems):
        return "✗ ikke lest"
    return f"✗ avvist  {', '.join(dict.fromkeys(problem.apprec for problem in one.problems))}"


def _shared(names: Sequence[str]) -> str:
    """The folder that all of these lie in, with the stroke after it; empty where there is none."""
    parents = [os.path.dirname(name) for name in names]
    if len(names) < 2 or not all(parents) or len({parent.startswith("/") for parent in parents}) > 1:
        return ""
    if {*parents} == {os.curdir}:
        return os.path.join(os.curdir, "")
    folder = os.path.commonpath(parents)
    while ".zip" in folder.lower():  # the archive's own name is part of what is shown
        folder = os.path.dirname(folder)
    return os.path.join(folder, "") if folder else ""


def _explained(problem: "Problem", width: int) -> Iterator[str]:
    """Where it is, what to do about it, and what was found."""
    where = f"linje {problem.line}" if problem.line else ""
    indent = INDENT if where or problem.path else "   "
    is_said = not problem.path and problem.found in problem.text
    facts = [f"Fant: {problem.found}."] if problem.found and not is_said else []
    if problem.expected and problem.expected not in problem.text:
        facts.append(f"Forventet: {problem.expected}.")
    told = _filled(problem.text, width, indent)
    if problem.path:
        yield f"   {where:<9} {_steps(problem.path, width - len(INDENT))}"
    else:
        yield f"   {where:<9} "[: len(indent)] + next(told, "").strip()
    yield from told
    yield from _filled(" ".join([*facts, f"({problem.code})"]), width, indent)


def _filled(text: str, width: int, indent: str) -> Iterator[str]:
    for line in textwrap.wrap(text, max(NARROWEST, width - len(indent)), break_on_hyphens=False):
        yield indent + line


def _steps(path: str, room: int) -> str:
    """The end of a long XPath, whole steps: "…/po:TidsfestetHendelse/po:TidspunktForHendelse"."""
    while len(path) > room and "/" in path[2:]:
        path = "…/" + path[2:].split("/", 1)[1]
    return path


def _tail(file: str, room: int) -> str:
    """The end of a long file name: the beginning is the folder, which the user knows."""
    return file if len(file) <= room else f"…{file[1 - room :]}"


def painted(outcome: str) -> str:
    """Green or red on a terminal; the sign and the word say it without."""
    if not sys.stdout.isatty():
        return outcome
    return f"\x1b[{32 if outcome.startswith('✓') else 31}m{outcome}\x1b[0m"
