"""Logging in and out, as a person meets it."""

from pathlib import Path

from consoles import console, logged_in


async def test_a_page_asks_for_login_and_comes_back(tmp_path: Path) -> None:
    """Who is not logged in is sent to the form, and afterwards to the page that was asked for."""
    async with console(tmp_path) as browser:
        answer = await browser.get("/min?a=1")
        assert (answer.status_code, answer.headers["location"]) == (303, "/logg-inn?neste=/min%3Fa%3D1")


async def test_min_side(tmp_path: Path) -> None:
    """Whoever is logged in sees who they are, what they may do, and the way out."""
    async with logged_in(tmp_path, "koordinator", kommuner=frozenset({"5501"})) as browser:
        page = (await browser.get("/min")).text
        assert "Kari" in page and "besvarer, lukker og trekker avvik" in page and "5501" in page
        out = await browser.post("/logg-ut")
        assert out.headers["location"] == "/logg-inn"
        assert (await browser.get("/min")).status_code == 303
