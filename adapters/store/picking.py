"""Conditions that lists share: whose rows a user may see, and ids by how they begin."""

from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, true

LAST: Final = "~"
"""Sorts after everything that stands in an id."""


def begins(column: Any, prefix: str) -> ColumnElement[bool]:
    """Whether an id begins so; a range, which an index knows how to find."""
    wanted = prefix.lower()
    return and_(column >= wanted, column < wanted + LAST) if wanted else true()


def within(column: Any, allowed: Collection[str] | None) -> ColumnElement[bool]:
    """Whether a user limited to `allowed` may see the row; None: all of them."""
    return true() if allowed is None else column.in_(sorted(allowed))


def equal(column: Any, value: str | None) -> ColumnElement[bool]:
    """Whether it is that, where something is asked for."""
    return true() if value is None else column == value


def among(column: Any, values: Collection[str]) -> ColumnElement[bool]:
    """Whether it is one of these, where any are asked for."""
    return column.in_(sorted(values)) if values else true()
