"""The band of what is away, asked for by a page that is open."""

from pathlib import Path

from consoles import logged_in


async def test_it_is_told_once_when_it_goes_and_when_it_comes(tmp_path: Path) -> None:
    """Nothing as long as nothing has changed, so that nobody is told the same again."""
    async with logged_in(tmp_path) as browser:
        assert 'name="vist" value=""' in (await browser.get("/min")).text
        assert (await browser.get("/borte?vist=")).status_code == 204
        browser.desk.health.saw("kafka", "svarer ikke", browser.clock())
        told = await browser.get("/borte?vist=")
        assert "<b>Kafka svarer ikke</b>" in told.text and 'name="vist" value="Kafka"' in told.text
        assert (await browser.get("/borte?vist=Kafka")).status_code == 204
        browser.desk.health.saw("kafka", None, browser.clock())
        assert "svarer ikke" not in (await browser.get("/borte?vist=Kafka")).text
