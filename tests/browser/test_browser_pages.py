"""Every page, as an administrator: axe-core finds nothing grave, and it fits a phone. See also `sits`."""

from browsing import PHONE, WIDE, Person, Sits
from playwright.sync_api import expect
from shown_pages import NO_PAGES, PAGES, PIECES

from broker.console import app

OVER = "document.documentElement.scrollWidth - innerWidth"


def test_no_page_is_forgotten() -> None:
    """Whoever adds a page says in shown_pages.py where it is."""
    routes = {route.path for page in app.PAGES for route in page.ROUTES if "GET" in (route.methods or ())}
    pages = {path for path in routes if not path.endswith(PIECES)} - NO_PAGES
    assert pages == {one.route for one in PAGES}


def faults(person: Person) -> list[str]:
    """What is wrong with the page that is open: light, dark, and on a phone."""
    person.page.emulate_media(color_scheme="dark")
    found = [f"dark: {fault}" for fault in person.grave("color-contrast")]
    person.page.emulate_media(color_scheme="light")
    found += person.grave()
    person.page.set_viewport_size(PHONE)
    if over := person.page.evaluate(OVER):
        found.append(f"{person.page.url}: {over} px wider than a phone")
    person.page.set_viewport_size(WIDE)
    return found


def test_every_page(sits: Sits) -> None:
    """All of them, one after another."""
    alma, found = sits("alma"), []
    for one in PAGES:
        assert one.open(alma) == 200, one.route
        found += faults(alma)
    assert found == []


def test_the_login_and_what_is_refused(sits: Sits) -> None:
    """Those who are not let in can read it as well."""
    nobody, lise = sits(), sits("lise")
    nobody.go("/logg-inn")
    found = faults(nobody)
    for path in ("/brukere", "/finnes-ikke"):
        lise.go(path)
        found += faults(lise)
    assert found == []


def test_the_dialog_of_keys(sits: Sits) -> None:
    """Opened, it is as readable as what lies under it."""
    alma = sits("alma")
    alma.go("/forlop")
    alma.press("?")
    expect(alma.page.get_by_role("dialog", name="Tastatur")).to_be_visible()
    assert faults(alma) == []
