"""Which rows of the board have a varsel: read in their JSON, as Cell.varsel says it.

Each of three cells may be one, from a moment of its own until another: no column of the table tells that.
Rows without any are known by their text, and not looked into.
"""

from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import JSON, ColumnElement, Text, and_, cast, func, or_

from schemas.board import COLUMNS, WARNS

SECONDS: Final = 19
"""Length of "2026-02-12T14:00:00": moments are text here, compared by the second; collations agree."""
PLACES: Final = tuple(COLUMNS.index(name) for name in reversed(WARNS))
"""Looked into until one is a varsel: an epikrise is one most often."""
AS_JSON: Final = JSON().with_variant(Text(), "sqlite")


def varsel(body: Any, now: datetime) -> ColumnElement[bool]:
    """Whether a cell of the row `body` is a varsel at `now`, UTC."""
    row, at = cast(body, AS_JSON), now.astimezone(UTC).isoformat()[:SECONDS]

    def told(place: int, *path: str) -> Any:
        return func.substr(row["cells", place, *path].as_string(), 1, SECONDS)

    def holds(place: int) -> ColumnElement[bool]:
        over = told(place, "over")
        return and_(told(place, "warned", "over") <= at, or_(over.is_(None), over > at))

    return and_(body.contains('"warned":{'), or_(*map(holds, PLACES)))
