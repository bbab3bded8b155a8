"""Opphold in the console: what a person sees of one stay, and of its trail."""

import re
from pathlib import Path

import pytest
from console_stays import TROMSO_PID, board, tell, tromso
from consoles import START, Browser, logged_in
from exchanges import helseopplysninger, innleggelsesrapport
from histories import innlagt, rapport
from servers import free_port

from adapters.store import board_list, claims
from adapters.store.claims import Claim
from broker.console.forlop_cell import SHOWING, VARSEL
from broker.console.forlop_words import HEADS, SORTS, STATES, WHY
from broker.console.frist_words import WARNINGS
from consumers.board_columns import TABLE
from consumers.why_not import WHY as REASONS
from schemas.board import COLUMNS, WARNED


async def address(browser: Browser, short: str) -> str:
    """Where the row of a patient leads."""
    page = (await browser.get("/forlop")).text
    found = re.search(rf'href="(/forlop/[0-9a-f-]+)" class="mono">{short}<', page)
    assert found
    return found[1]


async def test_a_stay(tmp_path: Path) -> None:
    """What is missing and who waits for whom, the drawing, the avvik, the messages, every rule's answer."""
    async with board(tmp_path) as browser:
        page = (await browser.get(await address(browser, "P-7F3A"))).text
        text = re.sub(r"\s+", " ", page)
        assert "Utskrivningsrapport</b>: Tromsø venter på Universitetssykehuset Nord-Norge HF." in text
        assert "Innleggelsesrapport</b>: Universitetssykehuset Nord-Norge HF venter på Tromsø." in text
        assert "1 utskrivningsklart døgn" in text
        assert '<svg class="akse" viewBox="0 0 1000 ' in page and "nå</text>" in page
        assert page.count('class="merke-punkt sykehus"') == 4
        assert 'class="passert mangler"' in page and 'class="passert kom"' in page
        assert "R-U14" in page and "Manglende utskrivningsrapport" in page
        assert "56 regler er spurt" in page
        assert TROMSO_PID not in page and "style=" not in page
        assert "/meldinger/" not in page  # a leser does not look into messages


async def test_drift_may_go_on_to_the_messages(tmp_path: Path) -> None:
    """The messages of the stay are links for who may open them."""
    async with board(tmp_path, "drift") as browser:
        assert 'href="/meldinger/' in (await browser.get(await address(browser, "P-7F3A"))).text


async def test_a_stay_without_anything_missing(tmp_path: Path) -> None:
    """It says that nobody waits."""
    pid = "aa" + "0" * 62
    events = [
        innlagt("2026-02-03T10:00", pid=pid),
        innleggelsesrapport("2026-02-03T12:00", pid=pid),
        helseopplysninger("2026-02-03T13:00", pid=pid),
    ]
    async with logged_in(tmp_path) as browser:
        await tell(browser, events)
        page = (await browser.get(await address(browser, "P-AA00"))).text
        assert "Ingen venter på noe" in page


@pytest.mark.parametrize("stay_id", ["tull", "00000000-0000-0000-0000-000000000001"])
async def test_no_such_stay(tmp_path: Path, stay_id: str) -> None:
    """404, in words."""
    async with board(tmp_path) as browser:
        answer = await browser.get(f"/forlop/{stay_id}")
        assert answer.status_code == 404 and "Her er det ingenting" in answer.text


async def test_a_stay_that_has_become_another(tmp_path: Path) -> None:
    """An old link says that the stay is another now: the admission turned out to be on another day."""
    pid = "bb" + "0" * 62
    first = rapport("2026-02-11T12:00", ut="2026-02-11", pid=pid)
    async with logged_in(tmp_path) as browser:
        await tell(browser, [first])
        old = await address(browser, "P-BB00")
        await tell(browser, [innlagt("2026-02-09T10:00", pid=pid)])
        answer = await browser.get(old)
        assert answer.status_code == 404
        assert (await browser.get(await address(browser, "P-BB00"))).status_code == 200


def test_words_for_every_key() -> None:
    """Columns, reasons, states and sorts all have their words."""
    assert tuple(HEADS) == COLUMNS and set(WHY) == REASONS
    assert set(STATES) == set(board_list.STATES) and set(SORTS) == set(board_list.SORTS)
    assert set(SHOWING) == {"kom", "sen", "venter", "mangler", "ikke"}
    assert set(VARSEL) == set(WARNED)
    assert set(WARNINGS) == {key for one in TABLE.values() if one.warns for key in one.warns.limits}


async def test_the_trail_of_a_stay_without_kafka(tmp_path: Path) -> None:
    """What the store knows, and that Kafka is away; for drift alone."""
    async with logged_in(tmp_path, "drift", kafka=f"127.0.0.1:{free_port()}") as browser:
        await tell(browser, tromso())
        (event, *_) = tromso()
        taken = Claim(event.msg_id, event.sender, "", "0" * 64, "godtatt", "LOG_INNLAGT", START, b"")
        await claims.take(browser.desk.store, [taken])
        page = (await browser.get(f"{await address(browser, 'P-7F3A')}/spor")).text
        assert "Kafka svarer ikke" in page and "LOG_INNLAGT fra Universitetssykehuset" in page
        assert "56 regler" in page and TROMSO_PID not in page
    (tmp_path / "leser").mkdir()
    async with board(tmp_path / "leser") as browser:
        assert (await browser.get(f"{await address(browser, 'P-7F3A')}/spor")).status_code == 403
