"""Does what a problem's sentence says, as somebody would who knows nothing of the schema but has the system
that wrote the message: what is added comes from the file as it was meant.
"""

import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import TypeAlias

from lxml import etree

from adapters.errors import Problem
from adapters.xml.names import prefixed

Element: TypeAlias = etree._Element

_STEP = re.compile(r"/(?:[^/:\[]+:)?([^/\[]+)(\[\d+\])?")
_BEFORE = re.compile(r"flytt det foran «([^»]+)»(?: nummer (\d+))?")
_AFTER = re.compile(r"flytt det rett etter «([^»]+)»(?: nummer (\d+))?")
_ADD = re.compile(r"mangler i «[^»]+»\. Legg det inn (?:først|rett etter «([^»]+)»(?: nummer (\d+))?)")
_RENAME = re.compile(
    r"Rett navnet til «([^»]+)»|der .*«([^»]+)» mangler\. Rett navnet|"
    r"Rett navnet til et som|Kontroller navnet"
)


@dataclass(frozen=True)
class Followed:
    """Attributes:
    done: "moved", "added", "renamed", "removed", or "" where the advice cannot be followed.
    """

    done: str
    element: Element | None = None


def follow(root: Element, problem: Problem, meant: Element) -> Followed:
    """Changes the message; `meant` is the file before it was broken."""
    element = at(root, problem.path)
    for form, act in _ACTS:
        if said := form.search(problem.text):
            return act(element, problem, said, meant)
    if "Fjern" in problem.text:
        element.getparent().remove(element)
        return Followed("removed", element)
    return Followed("")


def at(root: Element, path: str) -> Element:
    """The element at a problem's path, whose prefixes are not the message's."""
    steps = (f"/*[local-name()='{name}']{number or ''}" for name, number in _STEP.findall(path))
    (found,) = root.getroottree().xpath("".join(steps))
    return found


def _child(parent: Element, name: str, number: str | None) -> Element:
    named = [child for child in parent if etree.QName(child).localname == name]
    assert number or len(named) == 1, f"which «{name}»?"
    return named[int(number or 1) - 1]


def _before(element: Element, _problem: Problem, said: re.Match[str], _meant: Element) -> Followed:
    other = _child(element.getparent(), said[1], said[2])
    assert other in element.itersiblings(preceding=True), "it stands before that already"
    other.addprevious(element)
    return Followed("moved", element)


def _after(element: Element, _problem: Problem, said: re.Match[str], _meant: Element) -> Followed:
    other = _child(element.getparent(), said[1], said[2])
    assert other in element.itersiblings(), "it stands after that already"
    other.addnext(element)
    return Followed("moved", element)


def _add(parent: Element, problem: Problem, said: re.Match[str], meant: Element) -> Followed:
    new = deepcopy(_meant_by(_names(problem.expected), parent.tag, meant))
    if said[1]:
        _child(parent, said[1], said[2]).addnext(new)
    else:
        parent.insert(0, new)
    return Followed("added", new)


def _rename(element: Element, problem: Problem, said: re.Match[str], meant: Element) -> Followed:
    """To the one name that is told; where there are several to choose from, to the one that was meant."""
    names = _names(problem.expected)
    right = _same_place(element, meant)
    if prefixed(right.tag) not in names and "meldingstype" not in problem.expected:
        assert said[1] or said[2], f"{right.tag} may stand there, but is not told"
        right = _meant_by(names, element.getparent().tag, meant)
    element.tag = right.tag
    return Followed("renamed", element)


def _same_place(element: Element, meant: Element) -> Element:
    steps = [e.getparent().index(e) for e in (element, *element.iterancestors()) if e.getparent() is not None]
    for step in reversed(steps):
        meant = meant[step]
    return meant


def _names(expected: str) -> list[str]:
    return re.split(r", | eller ", expected.removesuffix(" …"))


def _meant_by(names: list[str], parent: str, meant: Element) -> Element:
    """The first element of such a parent that is one of the names, of those that the file was to have."""
    inside = (child for holder in meant.iter(parent) for child in holder)
    return next(child for child in inside if prefixed(child.tag) in names)


_Act = Callable[[Element, Problem, "re.Match[str]", Element], Followed]
_ACTS: tuple[tuple[re.Pattern[str], _Act], ...] = (
    (_BEFORE, _before),
    (_AFTER, _after),
    (_ADD, _add),
    (_RENAME, _rename),
)
