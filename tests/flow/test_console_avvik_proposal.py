"""The words that the console proposes for asking after what an avvik misses."""

from pathlib import Path

from console_avvik import avvik, do, found, notes

from broker.console.avvik_proposal import proposed


async def test_words_to_ask_for_what_is_missing(tmp_path: Path) -> None:
    """For a message that has not come: from whom to whom, its name, the stay; no rule, nothing is sent."""
    async with found(tmp_path, "koordinator") as (browser, line):
        (one,) = await avvik(browser, kommune="5501", rules=frozenset({"R-U14"}))
        path = f"/avvik/{one.id}/dialogmelding"
        assert path in (await browser.get(f"/avvik/{one.id}")).text
        page = (await browser.get(path)).text
        assert "<dd>Tromsø</dd>" in page and 'value="Etterspør utskrivningsrapport"' in page
        text = page[page.index("<textarea") : page.index("</textarea>")]
        assert "3.–7. feb. Det var" in text and "ventet innen 7. feb.\n" in text and "R-U14" not in text
        assert "Ingenting sendes herfra" in page and not line.sent and not await notes(browser)
        await do(browser, one, "lukket")
        assert path not in (await browser.get(f"/avvik/{one.id}")).text
        assert (await browser.get(path)).status_code == 404
        back = proposed(
            one.model_copy(update={"direction": "fra_UNN"}), browser.desk.agreement, browser.clock()
        )
        assert back.receiver == "Tromsø" and back.sender.startswith("Universitetssykehuset")


async def test_words_to_ask_with_are_the_koordinators(tmp_path: Path) -> None:
    """A reader is refused; of another kommune there is nothing."""
    async with found(tmp_path) as (browser, _):
        (one,) = await avvik(browser, kommune="5501", rules=frozenset({"R-U14"}))
        assert (await browser.get(f"/avvik/{one.id}/dialogmelding")).status_code == 403
