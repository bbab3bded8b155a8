"""Avvik that appear, are read, and are answered."""

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

from browsing import Sits
from installed import Installed
from playwright.sync_api import expect
from ward import MEDICAL, Patient, messages

from broker.simulate.parties import HARSTAD

SOON_MS = 30_000


def test_an_avvik_appears_and_is_answered(sits: Sits, installed: Installed) -> None:
    """It waits until she asks for it; says why it is there; her answer and its reason stand in it."""
    kari, late = sits("kari"), Patient("sen", HARSTAD, MEDICAL, 60, -4, -30, late=(("innlagt", 30),))
    kari.go("/avvik?regel=R-U02")
    rows = kari.page.locator("main table tbody tr")
    before = rows.count()
    expect(kari.page.locator("#direkte")).to_contain_text("direkte", timeout=SOON_MS)
    for _, xml in messages(datetime.now(UTC), (late,), 700):
        installed.send(xml)
    expect(kari.page.locator(".nytt a")).to_be_visible(timeout=SOON_MS)
    assert rows.count() == before
    kari.press("n")
    expect(rows).to_have_count(before + 1)
    kari.page.locator("main table tbody th a").first.click()
    expect(kari.page.get_by_role("heading", level=1)).to_have_text("Sen melding om innlagt pasient")
    expect(kari.page.get_by_role("heading", name="Hvorfor")).to_be_visible()
    kari.page.get_by_label("Begrunnelse").fill("Tatt opp med avdelingen")
    kari.page.get_by_role("button", name="Besvar").click()
    expect(kari.page.get_by_role("status").first).to_be_visible()
    done = kari.page.locator(".ledd", has_text="besvart")
    expect(done.or_(kari.page.locator(".nytt a"))).to_be_visible(timeout=SOON_MS)
    kari.page.reload()
    expect(done).to_be_visible()
    expect(kari.page.locator("main")).to_contain_text("Tatt opp med avdelingen")


def test_from_the_board_to_why(sits: Sits) -> None:
    """A stay where something is missing, its avvik, and back to the same stay."""
    kari = sits("kari")
    kari.go("/forlop?tilstand=mangler")
    kari.page.locator("table.tavle tbody a").first.click()
    short = kari.page.get_by_role("heading", level=1).locator(".mono").inner_text()
    kari.page.get_by_role("region", name="Avvik").locator("tbody a").first.click()
    expect(kari.page.get_by_role("heading", name="Regelen")).to_be_visible()
    kari.page.locator("dl.fakta").get_by_role("link", name=short).click()
    expect(kari.page.get_by_role("heading", level=1)).to_contain_text(short)


def test_a_reader_answers_nothing(sits: Sits) -> None:
    """No boxes, no buttons, neither in the list nor on an avvik."""
    lise = sits("lise")
    lise.go("/avvik")
    expect(lise.page.locator("main input[type=checkbox]")).to_have_count(0)
    lise.page.locator("main table tbody th a").first.click()
    expect(lise.page.get_by_role("heading", name="Regelen")).to_be_visible()
    expect(lise.page.get_by_role("button", name="Besvar")).to_have_count(0)


def test_the_list_as_a_file(sits: Sits) -> None:
    """CSV has what the page shows."""
    kari = sits("kari")
    kari.go("/avvik?kommune=5501")
    rules = [text.strip() for text in kari.page.locator("main table tbody td.mono").all_inner_texts()]
    with kari.page.expect_download() as begun:
        kari.page.get_by_role("link", name="CSV", exact=True).click()
    text = Path(begun.value.path()).read_text("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(text), delimiter=";")
    assert [row[head.index("regel")] for row in rows] == rules
