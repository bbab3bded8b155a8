"""Lists as files: what is in them, and that no spreadsheet runs any of it."""

import csv
import io
import zipfile
from datetime import UTC, datetime

import pytest
from starlette.exceptions import HTTPException

from broker.console.export import export

COLUMNS = ("avvik", "frist", "antall", "tekst")
WHEN = datetime(2026, 2, 12, 13, 5, tzinfo=UTC)


def table(text: str) -> list[list[str]]:
    """The rows of the CSV file of one row with this text."""
    body = bytes(export("csv", "avvik", COLUMNS, [("A-19C2", WHEN, -3, text)]).body)
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""), delimiter=";"))


def sheet(text: str) -> tuple[str, str]:
    """The sheet and the texts of the XLSX file of one row with this text."""
    body = bytes(export("xlsx", "avvik", COLUMNS, [("A-19C2", WHEN, -3, text)]).body)
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        return book.read("xl/worksheets/sheet1.xml").decode(), book.read("xl/sharedStrings.xml").decode()


def test_csv_is_read_back() -> None:
    """Semicolons, quotes and lines in a text stay in it; moments are in Oslo; a number stays a number."""
    text = 'a;b "c"\næøå'
    assert table(text) == [list(COLUMNS), ["A-19C2", "2026-02-12T14:05:00+01:00", "-3", text]]


@pytest.mark.parametrize("text", ["=1+1", "+47 900", "-1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0"])
def test_text_is_never_a_formula(text: str) -> None:
    """CSV: an apostrophe before it. XLSX: a cell of text."""
    assert table(text)[1][3] == f"'{text}"
    cells, texts = sheet(text)
    assert "<f>" not in cells and cells.count('t="s"') == 6 and len(texts) > 100


def test_links_are_text() -> None:
    """A web address in a message is nothing to click on."""
    cells, _ = sheet("https://evil.example")
    assert "hyperlink" not in cells


def test_another_kind_is_not_there() -> None:
    """The kind comes from the address."""
    with pytest.raises(HTTPException):
        export("exe", "avvik", COLUMNS, [])
    assert export("xlsx", "avvik", COLUMNS, []).body
