"""What has come of each expected message of a stay, and what is awaited. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from consumers.board_columns import TABLE, Column
from consumers.board_warnings import warned
from consumers.found import runs, why_not
from consumers.papers import SHELF
from consumers.rule import Finding, Terms
from consumers.stay import Stay
from consumers.why_not import why_not_expected
from schemas.board import COLUMNS, Cell, Since

Found = Mapping[int, Sequence[Finding]]
"""Place of a column -> what its rules found."""

ENDRING: Final = "M"


def cells_of(stay: Stay, terms: Terms, found: Found) -> tuple[Cell, ...]:
    """One for each of COLUMNS."""
    return tuple(_warned(TABLE[name], stay, terms, found.get(n, ())) for n, name in enumerate(COLUMNS))


def _warned(column: Column, stay: Stay, terms: Terms, found: Sequence[Finding]) -> Cell:
    cell = _cell(column, stay, terms, found)
    if column.warns is None or cell.outcome not in ("kom", "ventet") or not _asked(column, stay, terms):
        return cell
    varsel = warned(column.warns, stay, terms, awaited=cell.outcome == "ventet")
    return replace(cell, warned=varsel) if varsel else cell


def _asked(column: Column, stay: Stay, terms: Terms) -> bool:
    """Whether the rule of a column is asked about such a stay: else there is no limit to warn of."""
    hospital = terms.agreement.kind(stay.hospital)
    return runs(column.rule, terms.party.kind) and not why_not(column.rule, hospital, stay.dagopphold)


def _cell(column: Column, stay: Stay, terms: Terms, found: Sequence[Finding]) -> Cell:
    came, since = column.came(stay, terms), _since(column, stay)
    if found and (told := _told(found, came, since)):
        return told
    if came:
        return Cell("kom", came, since=since)
    return Cell("ikke", why=why_not_expected(column.rule, stay, terms, column.left), since=since)


def _told(found: Sequence[Finding], came: datetime | None, since: Since | None) -> Cell | None:
    """What the rules say of it, if anything: of several findings, the one that is over first."""
    missing = [(one.since, one.deadline) for one in found if one.since and not one.arrived_at]
    if missing:
        over, deadline = min(missing)
        if came and came >= over:
            return Cell("sen", came, deadline, since=since)
        return Cell("ventet", came, deadline, over, since=since)
    late = [(one.deadline, one.arrived_at) for one in found if one.deadline and one.arrived_at]
    if late:
        deadline, arrived_at = min(late)
        return Cell("sen", arrived_at, deadline, since=since)
    return None


def _since(column: Column, stay: Stay) -> Since | None:
    if stay.kansellerte and any(SHELF[doc.latest.type] in column.mended for doc in stay.kansellerte):
        return "kansellert"
    for shelf in column.mended:
        for doc in getattr(stay, shelf):
            if doc.latest.status == ENDRING:
                return "endret"
    return None
