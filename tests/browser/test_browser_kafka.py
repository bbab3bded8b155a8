"""Kafka goes away and comes back while somebody has a page open."""

from browsing import Sits
from installed import Installed
from playwright.sync_api import expect
from service import until

LIMIT_MS = 60_000


def test_the_band_comes_and_goes(sits: Sits, installed: Installed) -> None:
    """The page says that Kafka is away, since when, and what still works; it goes when Kafka is back."""
    kari = sits("kari")
    kari.go("/forlop")
    band = kari.page.locator(".borte")
    expect(band).to_have_count(0)
    installed.kafka.stop()
    try:
        expect(band).to_contain_text("Kafka svarer ikke, siden", timeout=LIMIT_MS)
        expect(band).to_contain_text("kan fortsatt leses")
        assert kari.page.locator("table.tavle tbody tr").count()
    finally:
        installed.kafka.start(print)
    expect(band).to_have_count(0, timeout=LIMIT_MS)
    until(installed.service.ready, 60, lambda: installed.service.screen())
