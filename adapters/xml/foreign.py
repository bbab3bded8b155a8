"""Children whose names the content model does not have: of another namespace, misspelt, or of nowhere."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

from adapters.errors import Problem
from adapters.xml import misfits
from adapters.xml.child import Child
from adapters.xml.model import Model
from adapters.xml.names import split
from adapters.xml.place import Place
from adapters.xml.strangers import like, misnamed, namesakes

_MOST = 12


@dataclass(slots=True)
class Foreign:
    """Attributes:
    index: among its siblings in the file.
    right: the name it should have; None where none is like it.
    alike: the same name in other namespaces.
    """

    element: etree._Element
    index: int
    right: str | None = None
    alike: list[str] = field(default_factory=list)

    def problem(self, parent: etree._Element, here: Place) -> Problem:
        """What to tell of it, and what could stand here instead."""
        if self.alike:
            return misnamed(self.element, self.alike)
        if self.right is not None:
            return misfits.misspelt(parent, self.element, self.right)
        return misfits.unknown(parent, self.element, here)


def sorted_out(model: Model, elements: Sequence[etree._Element]) -> tuple[list[Child], list[Foreign]]:
    """The children by the names they should have, without those that nobody knows; and what to tell of names.

    Siblings with the same wrong namespace are one fault.
    """
    known: list[Child] = []
    strange: list[Foreign] = []
    spaces: dict[str | None, str | None] = {}
    for index, element in enumerate(elements):
        tag, told = element.tag, None
        if not model.label(tag):
            told, tag = _renamed(model, Foreign(element, index), spaces)
        if label := model.label(tag):
            known.append(Child(tag, label, element, index))
        if told is not None:
            strange.append(told)
    for one in strange[:_MOST]:
        if not one.alike:
            known = _respelt(model, known, one)
    return known, strange


def _renamed(model: Model, one: Foreign, spaces: dict[str | None, str | None]) -> tuple[Foreign | None, str]:
    """What to tell of the namespace, if it was not told of a sibling; and the tag as it should be."""
    space, name = split(one.element.tag)
    if space in spaces:
        tag = f"{{{spaces[space]}}}{name}"
        if tag in model.names:
            return None, tag
    one.alike = namesakes(one.element.tag, model.names)
    if not one.alike:
        return one, ""
    spaces[space] = split(one.alike[0])[0]
    return one, one.alike[0]


def _respelt(model: Model, known: list[Child], one: Foreign) -> list[Child]:
    """The list with the child under a name that is like its own and has room, if there is one."""
    read, _ = model.read(child.label for child in known)
    there = {child.tag for child in known}
    for name in like(one.element.tag, model.names):
        child = Child(name, model.label(name), one.element, one.index)
        tried = sorted([*known, child], key=lambda each: each.index)
        if name not in there or model.read(each.label for each in tried)[0] > read:
            one.right = name
            return tried
    return known
