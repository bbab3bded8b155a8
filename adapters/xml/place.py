"""A place among the children of an element where a stranger stands."""

from typing import NamedTuple


class Place(NamedTuple):
    """Attributes:
    free: names of what else could stand there, with all its siblings.
    next: name of what stands there when the stranger is gone; empty at the end.
    bare: nothing may stand in that element, stranger or not.
    known: False where so much is wrong before it that nobody can tell.
    """

    free: tuple[str, ...]
    next: str
    bare: bool = False
    known: bool = True
