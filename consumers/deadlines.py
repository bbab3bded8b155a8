"""What the deadline of a message was that came in time: no rule tells of it, and so one is asked. Pure.

The rule that tells of what came late is asked about the stay as it would be, had the message been sent years
later. Nothing is counted here that rules do not count themselves.
"""

from copy import copy
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from consumers.board_columns import TABLE, Column
from consumers.found import runs, why_not
from consumers.rule import Terms
from consumers.rules import RULES
from consumers.stay import Stay
from schemas.board import COLUMNS, Cell

FAR: Final = timedelta(days=3650)

LATE: Final = {rule.pair: rule for rule in RULES if rule.pair}
"""Id of the *manglende* rule -> the rule of what came late."""


def deadlines(stay: Stay, cells: tuple[Cell, ...], terms: Terms) -> tuple[datetime | None, ...]:
    """The deadline of each of COLUMNS, UTC: as the cell tells it, else as the rule does."""
    return tuple(
        cell.deadline or (_asked(TABLE[name], stay, terms) if cell.came_at else None)
        for name, cell in zip(COLUMNS, cells, strict=True)
    )


def _asked(column: Column, stay: Stay, terms: Terms) -> datetime | None:
    rule = LATE.get(column.rule.id)
    if rule is None or not runs(rule, terms.party.kind):
        return None
    if why_not(rule, terms.agreement.kind(stay.hospital), stay.dagopphold):
        return None
    late = copy(stay)
    for shelf in column.shelves:
        docs = [
            replace(doc, sent=doc.sent + FAR, times=tuple(time + FAR for time in doc.times))
            for doc in getattr(stay, shelf)
        ]
        setattr(late, shelf, docs)
    found = (one.deadline for one in rule.check(late, terms) if one.deadline)
    return min(found, default=None)
