"""Coming in, going out, and how it looks meanwhile."""

import re

from browsing import Sits
from playwright.sync_api import expect


def test_a_wrong_password_and_then_the_right_one(sits: Sits) -> None:
    """She is told so in words, keeps her name in the form, and comes to where she was going."""
    kari = sits()
    kari.go("/forlop")
    kari.log_in("kari", "ikke dette passordet")
    expect(kari.page.get_by_role("alert")).to_contain_text("Brukernavnet eller passordet er feil.")
    expect(kari.page.get_by_label("Brukernavn")).to_have_value("kari")
    kari.log_in("kari")
    expect(kari.page).to_have_url(re.compile("/forlop$"))
    expect(kari.page.get_by_role("heading", level=1)).to_have_text("Forløpstavle")


def test_nothing_is_shown_after_logging_out(sits: Sits) -> None:
    """Neither the back button nor the address brings a patient back."""
    kari = sits("kari")
    kari.go("/forlop")
    kari.page.locator("table.tavle tbody a").first.click()
    expect(kari.page.get_by_role("heading", level=1)).to_contain_text("P-")
    stay = kari.page.url
    kari.page.locator("details.meg summary").click()
    kari.page.get_by_role("button", name="Logg ut").click()
    expect(kari.page.get_by_role("status")).to_contain_text("Du er logget ut.")
    kari.page.go_back()
    expect(kari.page.get_by_role("heading", name="Logg inn")).to_be_visible()
    assert "P-" not in kari.page.locator("main").inner_text()
    kari.page.goto(stay)
    expect(kari.page.get_by_role("heading", name="Logg inn")).to_be_visible()


def test_light_or_dark_is_hers_to_choose(sits: Sits) -> None:
    """Dark on every page, whatever the machine wants; then as the machine again."""
    kari = sits("kari", color_scheme="light")
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    kari.go("/min")
    light = kari.page.evaluate(ground)
    kari.page.get_by_label("Mørkt").check()
    kari.page.get_by_role("button", name="Bruk").click()
    expect(kari.page.locator("html")).to_have_attribute("data-tema", "mork")
    kari.go("/forlop")
    dark = kari.page.evaluate(ground)
    assert dark != light
    kari.go("/min")
    kari.page.get_by_label("Som maskinen").check()
    kari.page.get_by_role("button", name="Bruk").click()
    expect(kari.page.locator("html")).not_to_have_attribute("data-tema", "mork")
    assert kari.page.evaluate(ground) == light
    kari.page.emulate_media(color_scheme="dark")
    assert kari.page.evaluate(ground) == dark
