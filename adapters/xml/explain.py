"""Every problem of an invalid message, in words: where, what stands there, what was expected, never a value.

`xmlschema` reads the tree that was already parsed, in a sandbox, and for a limited time (walk.py). What it
does not reach is taken from libxml2's log, which is coarser.
"""

from itertools import islice

from lxml import etree

from adapters.errors import Problem
from adapters.xml.names import path
from adapters.xml.shape import Shape
from adapters.xml.uncollected import uncollected
from adapters.xml.validate import Schema

MOST = 48
"""Problems told of one message; its head may have two more that no schema tells of (acceptance.py)."""

# xmlschema takes 12-70 µs an element, and reads the unknown ones of one parent in one step.
_MOST_ELEMENTS = 5_000
_MOST_SIBLINGS = 2_000
_MOST_NAMESPACES = 200  # declarations in the message: each element copies those in force
_VALUE_CODES = frozenset({"xsd.fixed", "xsd.enumeration", "xsd.datatype"})


def explain(
    root: etree._Element, schema: Schema, limit_s: float = 0.25, most: int = MOST
) -> tuple[Problem, ...]:
    """What is wrong with an invalid message: at least one problem, at most `most`, by line.

    Takes about `limit_s` seconds of work at the longest, the first call also that of building the schemas.
    Where that is not enough for everything, the last problem ("xsd.incomplete") says so.
    """
    from adapters.xml import log  # here and below: importing xmlschema takes 0.15 s, and few need it

    found: dict[tuple[str, str], Problem] = {}
    whole, unread = _read(root, schema, limit_s, most, found) if _fits(root) else (False, ("/",))
    places = {problem.path for problem in found.values()}
    unread = unread if found else ("/",)
    for problem in log.problems(root, schema, most) if unread else ():
        if problem.path not in places and problem.path.startswith(unread):
            found[_key(problem)] = problem
    problems = sorted(found.values(), key=lambda problem: problem.line)
    if whole and len(problems) <= most:
        return tuple(problems)
    return (*problems[: most - 1], _incomplete(root))


def _read(
    root: etree._Element, schema: Schema, limit_s: float, most: int, found: dict[tuple[str, str], Problem]
) -> tuple[bool, tuple[str, ...]]:
    """Fills `found`. Answers whether all was read, and the paths of what was not."""
    from adapters.xml.walk import Walk

    with uncollected():
        walk = Walk(root, schema, limit_s)
        try:
            for problem in walk.problems():
                found.setdefault(_key(problem), problem)
                if len(found) > most:
                    return False, ()
        except Exception:  # xmlschema breaks on some xsi:type; the message is as invalid as it was
            return False, ("/",)
    return walk.whole, tuple(map(path, walk.passed_over)) if walk.whole else ("/",)


def _key(problem: Problem) -> tuple[str, str]:
    """A value that is wrong in two ways is one problem."""
    return problem.path, "" if problem.code in _VALUE_CODES else problem.text


def _fits(root: etree._Element) -> bool:
    shape = Shape()
    many_siblings = etree.XPath(f"boolean(//*[{_MOST_SIBLINGS + 1}])")
    declarations = islice(etree.iterwalk(root, events=("start-ns",)), _MOST_NAMESPACES + 1)
    return (
        shape.elements(root) <= _MOST_ELEMENTS
        and not many_siblings(root)
        and not shape.deep(root)
        and sum(1 for _ in declarations) <= _MOST_NAMESPACES
    )


def _incomplete(root: etree._Element) -> Problem:
    text = "Det kan være flere feil enn dem som er listet. Rett disse og prøv igjen."
    return Problem("xsd.incomplete", "T02", text, path(root), root.sourceline or 0)
