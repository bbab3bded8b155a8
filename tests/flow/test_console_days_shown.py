"""Days in the fields of a list."""

from pathlib import Path

from console_avvik import found


async def test_a_day_is_shown_in_norwegian_and_its_fault_told(tmp_path: Path) -> None:
    """Whatever the language of the browser; the other filters hold all the same."""
    async with found(tmp_path) as (browser, _):
        page = (await browser.get("/avvik?fra=2026-02-12&til=12/31/2026")).text
        assert 'name="fra" value="12.02.2026"' in page
        assert 'name="til" value="12/31/2026"' in page
        assert page.count('aria-invalid="true" aria-describedby="feil-til"') == 1
        assert 'id="feil-til"' in page and "Ikke en dato, og ikke brukt" in page
        assert 'type="date"' not in page
