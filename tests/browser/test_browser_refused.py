"""What is not hers to see, said in words."""

from browsing import Sits
from playwright.sync_api import expect


def test_a_reader_is_refused(sits: Sits) -> None:
    """Places for others are not in the shell; their addresses say why not, and whom to ask."""
    lise = sits("lise")
    for path in ("/brukere", "/revisjon"):
        assert lise.go(path) == 403
        expect(lise.page.get_by_role("heading", level=1)).to_have_text("Dette har du ikke tilgang til")
        assert "spør en administrator" in lise.page.locator("main").inner_text()
    names = lise.page.get_by_role("navigation", name="Steder").get_by_role("link").all_inner_texts()
    assert "Forløp" in names and not {"Brukere", "Revisjon", "Strandet", "Meldinger"} & set(names)


def test_another_kommune_is_not_there(sits: Sits) -> None:
    """Harald of Harstad sees Harstad; a stay in Tromsø does not exist for him."""
    kari, harald = sits("kari"), sits("harald")
    kari.go("/forlop?kommune=5501")
    stay = kari.page.locator("table.tavle tbody a").first.get_attribute("href")
    assert stay
    harald.go("/forlop")
    kommuner = harald.page.locator("table.tavle tbody tr td:nth-child(2)").all_inner_texts()
    assert set(kommuner) == {"Harstad"}
    assert harald.go(stay) == 404
    expect(harald.page.get_by_role("heading", level=1)).to_have_text("Her er det ingenting")
