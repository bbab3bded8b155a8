"""Pictures of the console for docs/konsoll.md: each page light, dark and on a phone, with invented patients.

cd tests && python -m bilder [name …]
"""

import base64
import sys
import tempfile
from collections.abc import Collection
from pathlib import Path

from browsing import PHONE, WIDE, Person, chromium, sitting
from installed import installation
from playwright.sync_api import Page, ViewportSize
from shown_pages import PAGES

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "bilder"
LOOKS = (("lys", "light", WIDE), ("mork", "dark", WIDE), ("mobil", "light", PHONE))
QUALITY, TALLEST = 45, 1400
"""Of WebP in per cent, and how many pixels of a long page are shown."""
SETTLE_MS = 700


def take(page: Page, file: Path) -> None:
    """The page as WebP, which Playwright itself does not write."""
    page.wait_for_timeout(SETTLE_MS)
    page.locator(".htmx-request").first.wait_for(state="detached")
    tall = min(TALLEST, int(page.evaluate("document.documentElement.scrollHeight")))
    size = page.viewport_size or WIDE
    session = page.context.new_cdp_session(page)
    page.set_viewport_size(ViewportSize(width=size["width"], height=tall))
    given = {"format": "webp", "quality": QUALITY}
    file.write_bytes(base64.b64decode(session.send("Page.captureScreenshot", given)["data"]))
    session.detach()
    page.set_viewport_size(size)


def pictures(person: Person, look: str, names: Collection[str]) -> None:
    """Those named of all pages, in one look."""
    for page in PAGES:
        if page.name and (not names or page.name in names):
            page.open(person)
            take(person.page, FOLDER / f"{page.name}-{look}.webp")


def main(names: Collection[str]) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="plo-bilder-") as folder,
        installation(Path(folder)) as made,
        chromium() as browser,
    ):
        for look, scheme, size in LOOKS:
            with sitting(browser, made.console, color_scheme=scheme, viewport=size) as alma:
                alma.go("/logg-inn")
                if not names or "logg-inn" in names:
                    take(alma.page, FOLDER / f"logg-inn-{look}.webp")
                alma.log_in("alma")
                pictures(alma, look, names)
    sizes = [file.stat().st_size for file in FOLDER.glob("*.webp")]
    print(f"{len(sizes)} bilder i {FOLDER.name}, {sum(sizes) / 1e6:.1f} MB")


if __name__ == "__main__":
    main(sys.argv[1:])
