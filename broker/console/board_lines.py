"""Rows of the board as people see them, and as a file has them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from broker import words
from broker.console.export import Cell as Exported
from broker.console.forlop_cell import Shown, shown
from schemas.agreements import Agreement
from schemas.board import BoardRow, days_before
from schemas.tid import OSLO


class Line(NamedTuple):
    """A row of the board as people see it.

    Attributes:
        short: of the pid, "P-7F3A".
        ready: utskrivningsklare døgn so far.
    """

    row: BoardRow
    short: str
    kommune: str
    unit: str
    hospital: str
    begun: date | None
    ended: date | None
    cells: Sequence[Shown]
    ready: int


def lines(rows: Sequence[BoardRow], agreement: Agreement, now: datetime) -> list[Line]:
    """Rows of the board at `now`."""
    short = words.shorten("P", [row.pid for row in rows])
    today = now.astimezone(OSLO).date()
    return [
        Line(
            row,
            short[row.pid],
            name_of(row.party, agreement),
            unit_name(row.unit, agreement),
            name_of(row.hospital, agreement),
            row.t0.astimezone(OSLO).date() if row.t0 else None,
            row.t1.astimezone(OSLO).date() if row.t1 else None,
            [shown(cell, now, agreement.limits(row.kommune)) for cell in row.cells],
            days_before(row.ready, today),
        )
        for row in rows
    ]


def name_of(her: str, agreement: Agreement) -> str:
    """What a party is called, without the word kommune."""
    part = agreement.part(her)
    return part.navn.removesuffix(" kommune") if part else her


def unit_name(her: str | None, agreement: Agreement) -> str:
    """What a service, level 2, is called; its HER-id where the agreement has no name for it."""
    return agreement.enheter.get(her or "", her or "")


def exported_cells(line: Line) -> list[Exported]:
    """A line of the file."""
    dates = [str(day) if day else None for day in (line.begun, line.ended)]
    texts = [cell.text for cell in line.cells]
    return [
        line.short,
        line.kommune,
        line.unit,
        line.hospital,
        *dates,
        *texts,
        line.ready,
        line.row.avvik.total,
    ]
