"""Every problem of an invalid message, in words: where, what was expected, never a value.

`xmlschema` reads the tree that was already parsed, in a sandbox, and only so far as it can be stopped
(tech.md §4.4-4.5): before each element the time is checked, and elements that would hold it up are
passed over. What it does not reach is taken from libxml2's log, which is coarser.
"""

import time
from collections.abc import Iterator
from itertools import islice

from lxml import etree
from xmlschema import XMLSchemaChildrenValidationError, XMLSchemaStopValidation
from xmlschema.validators import XsdElement

from adapters.errors import Problem
from adapters.xml import faults, log
from adapters.xml.names import path
from adapters.xml.shape import MAX_ATTRIBUTES_OF_ONE, Shape
from adapters.xml.validate import Schema

# xmlschema takes 12-70 µs an element, and reads the unknown ones of one parent in one step.
_MOST_ELEMENTS = 5_000
_MOST_SIBLINGS = 2_000
_READING = 0.6  # share of the time for reading; the rest is for putting into words
_MOST_NAMESPACES = 200  # declarations in the message: each element copies those in force
_LONG_TEXT = 20_000  # characters: an attachment, or an attack on a datatype's pattern
_LONG_ATTRIBUTE = 2_000
_VALUE_CODES = frozenset({"xsd.fixed", "xsd.enumeration", "xsd.datatype"})


class _Walk:
    """One reading of one message by xmlschema.

    Attributes:
        whole: False once something was left unread for want of time.
        passed_over: elements that were too heavy to read, with all they hold.
    """

    def __init__(self, root: etree._Element, schema: Schema, limit_s: float) -> None:
        self._root = root
        self._schema = schema.explaining  # built before the clock starts
        start = time.monotonic()
        self._read_by, self._worded_by = start + _READING * limit_s, start + limit_s
        self._declared: dict[etree._Element, XsdElement] = {}
        self.whole = True
        self.passed_over: list[etree._Element] = []

    def problems(self) -> Iterator[Problem]:
        parents: set[etree._Element] = set()
        for error in self._schema.iter_errors(self._root, validation_hook=self._step):
            if self._late(self._worded_by):
                return
            if isinstance(error, XMLSchemaChildrenValidationError):
                if error.elem in parents:
                    continue
                parents.add(error.elem)
            yield from faults.problems(error, self._declared)

    def _step(self, element: etree._Element, declaration: XsdElement) -> bool:
        """Called by xmlschema before each element; True passes over it."""
        if self._late(self._read_by):
            raise XMLSchemaStopValidation
        self._declared[element] = declaration
        if _heavy(element):
            self.passed_over.append(element)
            return True
        return False

    def _late(self, deadline: float) -> bool:
        late = time.monotonic() > deadline
        self.whole = self.whole and not late
        return late


def explain(
    root: etree._Element, schema: Schema, limit_s: float = 0.25, most: int = 50
) -> tuple[Problem, ...]:
    """What is wrong with an invalid message: at least one problem, at most `most`, by line.

    Takes about `limit_s` seconds at the longest, the first call also the time to build the schemas.
    Where that is not enough for everything, the last problem ("xsd.incomplete") says so.
    """
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
    walk = _Walk(root, schema, limit_s)
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


def _heavy(element: etree._Element) -> bool:
    return (
        len(element.attrib) > MAX_ATTRIBUTES_OF_ONE
        or (not len(element) and len(element.text or "") > _LONG_TEXT)
        or any(len(value) > _LONG_ATTRIBUTE for value in element.attrib.values())
    )


def _incomplete(root: etree._Element) -> Problem:
    text = "Det kan være flere feil enn dem som er listet. Rett disse og prøv igjen."
    return Problem("xsd.incomplete", "T02", text, path(root), root.sourceline or 0)
