"""What happens while one looks on, and one patient followed from page to page."""

from datetime import UTC, datetime

from browsing import Sits
from installed import Installed
from playwright.sync_api import expect
from ward import somebody

SOON_MS = 20_000


def test_a_new_patient_waits_until_she_asks(sits: Sits, installed: Installed) -> None:
    """The open board says that something is new and moves nothing; n fetches it."""
    kari = sits("kari")
    kari.go("/forlop?kommune=5503")
    rows, direct = kari.page.locator("table.tavle tbody tr"), kari.page.locator("#direkte")
    expect(direct).to_contain_text("direkte", timeout=SOON_MS)
    before = rows.count()
    installed.send(somebody(datetime.now(UTC), 1))
    expect(kari.page.locator(".nytt")).to_contain_text("1 rad er endret", timeout=SOON_MS)
    assert rows.count() == before
    kari.press("n")
    expect(rows).to_have_count(before + 1)
    expect(kari.page.locator(".nytt")).to_be_empty()


def test_a_stay_from_the_board_to_its_avvik(sits: Sits) -> None:
    """Who misses something, on the board; what and since when, on the stay; drawn as well; and its avvik."""
    kari = sits("kari")
    kari.go("/forlop")
    kari.page.get_by_label("Vis bare").get_by_role("link", name="Noe mangler").click()
    row = kari.page.locator("table.tavle tbody tr", has_text="Tromsø").first
    short = row.locator("th").inner_text()
    expect(row.locator(".tegn.mangler").first).to_be_visible()
    row.locator("td").nth(1).click()
    expect(kari.page.get_by_role("heading", level=1)).to_contain_text(short)
    expect(kari.page.get_by_role("region", name="Tidsakse").get_by_role("img")).to_be_visible()
    assert "venter på" in kari.page.locator(".hva").inner_text()
