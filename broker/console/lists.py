"""Lists: filters that live in the address, and pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from starlette.requests import Request

from adapters.store.moments import moment

SIZE: Final = 50
"""Rows of a page."""
FARTHEST: Final = 10_000
"""Pages that one may turn: beyond, a filter is what is needed."""
LONGEST: Final = 200
"""Characters of a filter."""


@dataclass(frozen=True, slots=True)
class Page:
    """Which rows of a list are shown.

    Attributes:
        number: from 1.
        more: there are rows after these.
    """

    number: int
    size: int = SIZE
    more: bool = False

    @property
    def offset(self) -> int:
        """Rows before this page."""
        return (self.number - 1) * self.size

    @property
    def ask(self) -> int:
        """Rows to ask the store for: one more than are shown tells whether there are more."""
        return self.size + 1

    def cut(self, rows: Sequence[Any]) -> tuple[Sequence[Any], "Page"]:
        """The rows to show, and the page, which now knows of more."""
        return rows[: self.size], Page(self.number, self.size, len(rows) > self.size)


def page_of(request: Request, size: int = SIZE) -> Page:
    """The page that the address asks for (?side=2); the first for anything that is no page."""
    text = request.query_params.get("side", "1")
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 1
    return Page(min(max(number, 1), FARTHEST), size)


def moment_of(text: str) -> datetime | None:
    """What a page wrote as microseconds since 1970, UTC; None for what is no such number."""
    return moment(int(text)) if text.isascii() and text.isdecimal() and len(text) < 18 else None


def filters_of(request: Request, allowed: Mapping[str, Sequence[str] | None]) -> dict[str, str]:
    """The filters of the address: "" for one that is not set, or says what is not to be had.

    Args:
        allowed: name -> its values, or None where any text will do.
    """
    given = request.query_params
    chosen = {name: given.get(name, "").strip()[:LONGEST] for name in allowed}
    return {
        name: value if (values := allowed[name]) is None or value in values else ""
        for name, value in chosen.items()
    }
