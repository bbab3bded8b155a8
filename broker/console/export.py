"""Lists as files: CSV for programs, XLSX for people. The same columns, the same rows."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

import xlsxwriter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from schemas.tid import OSLO

Cell = str | int | float | datetime | None

KINDS: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FORMULA: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
"""What a cell begins with that a spreadsheet would run; some take the full-width signs for the same."""
MOST: Final = 100_000
"""Rows of one file."""
WIDEST: Final = 60


def export(kind: str, name: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Response:
    """The file to download; `kind` is csv or xlsx, `name` plain letters, moments are shown in Oslo.

    Raises HTTPException 404 for another kind.
    """
    if kind not in KINDS:
        raise HTTPException(404)
    kept = [row for row, _ in zip(rows, range(MOST), strict=False)]
    body = _xlsx(columns, kept) if kind == "xlsx" else _csv(columns, kept)
    headers = {"Content-Disposition": f'attachment; filename="{name}.{kind}"'}
    return Response(body, media_type=KINDS[kind], headers=headers)


def _csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """With a mark of UTF-8 and semicolons: Excel in Norwegian opens it as it is."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(columns)
    writer.writerows([_text(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _text(cell: Cell) -> str:
    """The cell as text that no spreadsheet takes for a formula."""
    if isinstance(cell, datetime):
        return cell.astimezone(OSLO).isoformat(timespec="seconds")
    text = "" if cell is None else str(cell)
    return f"'{text}" if isinstance(cell, str) and text.startswith(FORMULA) else text


def _xlsx(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """With fixed heads and a filter; text is never a formula or a link."""
    out = io.BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, plain) as book:
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
        dated = book.add_format({"num_format": "dd.mm.yyyy hh:mm"})
        sheet.write_row(0, 0, columns, bold)
        for at, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                if isinstance(cell, datetime):
                    sheet.write_datetime(at, column, cell.astimezone(OSLO).replace(tzinfo=None), dated)
                else:
                    sheet.write(at, column, cell)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
        sheet.autofit(WIDEST * 7)
    return out.getvalue()
