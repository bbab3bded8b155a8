"""Lists as files, fetched in the browser and read."""

import csv
import io
import zipfile
from pathlib import Path

from browsing import Person, Sits


def fetched(person: Person, kind: str) -> Path:
    """The file behind the link of the page."""
    with person.page.expect_download() as begun:
        person.page.get_by_role("link", name=kind, exact=True).click()
    return Path(begun.value.path())


def test_the_board_as_files(sits: Sits) -> None:
    """Both have the rows that the page shows, as it is filtered, in its order."""
    kari = sits("kari")
    kari.go("/forlop?kommune=5503")
    shown = [text.strip() for text in kari.page.locator("table.tavle tbody th").all_inner_texts()]
    text = fetched(kari, "CSV").read_text("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(text), delimiter=";")
    assert head[:3] == ["pasient", "kommune", "avdeling"]
    assert [row[0] for row in rows] == shown
    assert {row[1] for row in rows} == {"Harstad"}
    with zipfile.ZipFile(fetched(kari, "XLSX")) as book:
        texts = book.read("xl/sharedStrings.xml").decode()
        cells = book.read("xl/worksheets/sheet1.xml").decode()
    assert all(f">{name}<" in texts for name in shown) and "Tromsø" not in texts
    assert cells.count("<row ") == len(shown) + 1
