"""Lists on a phone: what one came for is on the first screen, and the filters are a tap or a key away."""

import pytest
from browsing import PHONE, WIDE, Person, Sits
from playwright.sync_api import expect

LISTS = ("/avvik", "/strandet", "/meldinger", "/forlop")
FOLD, FORM, ROW = ".brett summary", "form.filter", "main table tbody tr"
SEEN_PX = PHONE["height"] * 2 // 3
"""How far down the first row may begin, so that there is something to see of the list."""


def first_row(person: Person) -> float:
    """Where the list begins, in pixels from the top of the page."""
    box = person.page.locator(ROW).first.bounding_box()
    assert box is not None
    return float(box["y"])


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_the_list_comes_before_its_filters(sits: Sits, scripts: bool) -> None:
    """They are folded away, and opened by the keyboard or a tap, also where no script runs."""
    alma = sits("alma", viewport=PHONE, java_script_enabled=scripts)
    for path in LISTS:
        alma.go(path)
        fold, form = alma.page.locator(FOLD), alma.page.locator(FORM)
        expect(form).to_be_hidden()
        assert first_row(alma) < SEEN_PX, path
        fold.focus()
        alma.press("Enter", "Tab")
        expect(form).to_be_visible()
        expect(form.locator("select, input:not([type=hidden])").first).to_be_focused()
        fold.click()
        expect(form).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_grave_folded_or_open(sits: Sits, scheme: str) -> None:
    """axe-core on a phone, and nothing is wider than it."""
    alma, found = sits("alma", viewport=PHONE, color_scheme=scheme), []
    for path in LISTS:
        alma.go(path)
        found += alma.grave()
        alma.page.locator(FOLD).click()
        found += alma.grave()
        assert alma.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert found == []


def test_what_is_in_use_is_told_and_a_fault_is_seen(sits: Sits) -> None:
    """How many filters are in use stands on the fold; a date that is none opens it."""
    alma = sits("alma", viewport=PHONE)
    alma.go("/avvik?tilstand=alle&regel=R-U14&kommune=5501")
    expect(alma.page.locator(FOLD)).to_have_text("Filtre 2 i bruk")
    alma.go("/strandet?tilstand=alle")
    expect(alma.page.locator(FOLD)).to_have_text("Filtre")
    for path in ("/avvik?fra=tull", "/strandet?siden=tull", "/meldinger?til=tull"):
        alma.go(path)
        expect(alma.page.get_by_text("Ikke en dato")).to_be_visible()
        expect(alma.page.locator(FOLD)).to_have_text("Filtre")


def test_a_wide_screen_has_no_fold(sits: Sits) -> None:
    """There the filters stand where they always stood."""
    alma = sits("alma", viewport=WIDE)
    for path in LISTS:
        alma.go(path)
        expect(alma.page.locator(FOLD)).to_be_hidden()
        expect(alma.page.locator(FORM)).to_be_visible()
