"""The report of plo analyse in a real Chromium: on a desk, on a telephone, in the dark, on paper."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import pytest
from archive_figures import NOW, agreement, summary
from playwright.async_api import Browser, Page

from broker.analyse.report import report

WIDTHS = (1280, 400)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
TEXT, MARK = 4.5, 3.0
"""Least contrast of text and of marks (WCAG 2.2, 1.4.3 and 1.4.11)."""
NAMES = {"text": TEXT, "soft": TEXT, "til": MARK, "fra": MARK, "andre": MARK}

OUTSIDE = """() => [...document.querySelectorAll('body *')]
  .filter(one => !one.closest('.patterns, title, desc, style'))
  .filter(one => {
    const box = one.getBoundingClientRect();
    return box.width && (box.left < -0.5 || box.right > document.documentElement.clientWidth + 0.5);
  })
  .map(one => `${one.tagName} ${one.textContent.trim().slice(0, 40)}`)"""
COLOURS = """names => Object.fromEntries(names.map(name => {
  const one = document.createElement('i');
  one.style.color = `var(--${name})`;
  document.body.append(one);
  const colour = getComputedStyle(one).color.match(/\\d+/g).map(Number);
  one.remove();
  return [name, colour];
}))"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The report as a file."""
    path = tmp_path / "rapport.html"
    path.write_text(report(summary(), agreement(), NOW), encoding="utf-8")
    return path


async def opened(browser: Browser, file: Path, width: int = 1280, **how: Any) -> Page:
    page = await browser.new_page(viewport={"width": width, "height": 900}, **how)
    await page.goto(file.as_uri())
    return page


def luminance(colour: list[int]) -> float:
    """Relative luminance of an sRGB colour (WCAG 2.2)."""
    parts = [part / 255 for part in colour]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: list[int], other: list[int]) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("width", WIDTHS)
async def test_nothing_lies_outside_the_page(browser: Browser, file: Path, width: int) -> None:
    """No sideways scrolling, and no bar, number or name that is cut off, on a desk and on a telephone."""
    page = await opened(browser, file, width)
    scroll = await page.evaluate("document.documentElement.scrollWidth")
    assert (scroll, await page.evaluate(OUTSIDE)) == (width, [])


@pytest.mark.parametrize("scheme", SCHEMES)
async def test_contrast(browser: Browser, file: Path, scheme: Literal["light", "dark"]) -> None:
    """Text and marks stand out from both grounds, also in the dark."""
    page = await opened(browser, file, color_scheme=scheme)
    found: Mapping[str, list[int]] = await page.evaluate(COLOURS, [*NAMES, "ground", "note"])
    assert (luminance(found["ground"]) < 0.1) is (scheme == "dark")
    for name, least in NAMES.items():
        assert min(contrast(found[name], found[ground]) for ground in ("ground", "note")) >= least, name


async def test_the_page_needs_nothing_else(browser: Browser, file: Path) -> None:
    """Nothing is fetched, nothing runs, and the browser has no complaint."""
    page = await browser.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    await page.goto(file.as_uri(), wait_until="networkidle")
    assert (asked, said) == ([file.as_uri()], [])
    assert await page.locator("script").count() == 0


async def test_charts_have_names_and_marks(browser: Browser, file: Path) -> None:
    """Each is a picture with a name and a description, and its bars are as long as their numbers."""
    page = await opened(browser, file)
    for name in ("Per kommune", "Per årsak", "Over tid"):
        chart = page.get_by_role("img", name=name)
        assert "Tallene står i tabellen under." in str(await chart.locator("desc").text_content())
    bars = page.get_by_role("img", name="Per kommune").locator("rect.til")
    widths = [box["width"] for box in [await one.bounding_box() for one in await bars.all()] if box]
    assert widths[0] / widths[1] == pytest.approx(1_234 / 500, rel=0.02)


async def test_the_printed_page(browser: Browser, file: Path) -> None:
    """On paper it is light, whatever the screen is."""
    page = await opened(browser, file, color_scheme="dark")
    await page.emulate_media(media="print", color_scheme="dark")
    found: Mapping[str, list[int]] = await page.evaluate(COLOURS, ["ground"])
    assert found["ground"] == [255, 255, 255]
    assert len(await page.pdf(format="A4")) > 10_000
