"""The console without a mouse, from the login on."""

import re

from browsing import Sits
from playwright.sync_api import expect


def test_the_board_by_keys_alone(sits: Sits) -> None:
    """Past the shell to what is there; search; down, up, open; help; back out of it."""
    kari = sits("kari")
    kari.go("/forlop")
    rows = [text.strip() for text in kari.page.locator("table.tavle tbody th").all_inner_texts()]
    kari.press("Tab")
    assert kari.focused == "Hopp til innholdet"
    kari.press("Enter")
    assert kari.page.evaluate("document.activeElement.id") == "innhold"
    kari.press("/")
    assert kari.focused == "sok"
    kari.press("j")
    expect(kari.page.locator("#sok")).to_have_value("j")
    kari.press("Escape", "j")
    assert kari.focused == rows[0]
    kari.press("j", "j", "k")
    assert kari.focused == rows[1]
    kari.press("?")
    expect(kari.page.get_by_role("dialog", name="Tastatur")).to_be_visible()
    kari.press("Escape")
    expect(kari.page.get_by_role("dialog", name="Tastatur")).to_be_hidden()
    assert kari.focused == rows[1]
    kari.press("Enter")
    expect(kari.page.get_by_role("heading", level=1)).to_contain_text(rows[1])
    expect(kari.page).to_have_url(re.compile("/forlop/[0-9a-f-]{36}$"))


def test_the_focus_is_always_seen(sits: Sits) -> None:
    """Everything that Tab comes to on the board has an outline, and is not below the head of the page."""
    kari = sits("kari")
    kari.go("/forlop")
    seen = "document.activeElement"
    for _ in range(30):
        kari.press("Tab")
        style = kari.page.evaluate(f"getComputedStyle({seen}).outlineStyle")
        assert style != "none", kari.focused
