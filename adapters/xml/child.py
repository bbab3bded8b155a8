"""A child of an element, as it is in the file or as it should be."""

from dataclasses import dataclass

from lxml import etree


@dataclass(frozen=True, slots=True, eq=False)
class Child:
    """A child that is there, or one that should be.

    Attributes:
        index: among its siblings in the file; -1 where it is not there.
        either: what it might be as well, where it is not there.
    """

    tag: str
    label: int
    element: etree._Element | None = None
    index: int = -1
    either: tuple[str, ...] = ()
