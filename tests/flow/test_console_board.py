"""Forløp in the console: what a person sees of the board."""

import csv
import io
import re
from datetime import timedelta
from pathlib import Path

import pytest
from console_stays import HARSTAD_PID, TROMSO_PID, board, tell
from consoles import START, Browser, logged_in
from histories import innlagt

from adapters.store import board_list
from broker.console.forlop_words import HEADS
from schemas.board import COLUMNS


async def shown(browser: Browser, query: str = "") -> list[str]:
    """Short pids of the rows, in order."""
    page = await browser.get(f"/forlop{query}")
    assert page.status_code == 200
    return re.findall(r'class="mono">(P-\w+)<', page.text)


async def test_the_board(tmp_path: Path) -> None:
    """A row for each patient, with kommune, ward, signs and words, døgn and avvik."""
    async with board(tmp_path) as browser:
        page = (await browser.get("/forlop")).text
        assert "P-7F3A" in page and "P-5C10" in page
        assert "Medisinsk avdeling" in page and "Harstad" in page
        assert TROMSO_PID not in page and HARSTAD_PID not in page
        for name, head in HEADS.items():
            assert f'>{name}</abbr><span class="bare-lest">{head.name}</span>' in page
        assert "kom i tide 3. feb." in page and "mangler, 5 d" in page.replace("&nbsp;", " ")
        assert "ventes ikke: ikke utskrevet ennå" in page
        assert "style=" not in page and "onclick" not in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["P-7F3A", "P-5C10"]),
        ("?tilstand=mangler", ["P-7F3A"]),
        ("?tilstand=inne", ["P-5C10"]),
        ("?tilstand=venter", ["P-7F3A", "P-5C10"]),
        ("?kommune=5503", ["P-5C10"]),
        ("?enhet=90002", ["P-7F3A"]),
        ("?pasient=P-5c", ["P-5C10"]),
        ("?sorter=innlagt", ["P-5C10", "P-7F3A"]),
        ("?tilstand=tull", ["P-7F3A", "P-5C10"]),
        ("?kommune=1103", []),
        ("?side=2", []),
    ],
)
async def test_filters_stand_in_the_address(tmp_path: Path, query: str, expected: list[str]) -> None:
    """Each filter; one that makes no sense asks for nothing."""
    async with board(tmp_path) as browser:
        assert await shown(browser, query) == expected


async def test_an_empty_board(tmp_path: Path) -> None:
    """It says what would be here, and that all is well."""
    async with logged_in(tmp_path) as browser:
        assert "Ingen i overgang" in (await browser.get("/forlop")).text


async def test_limited_to_a_kommune(tmp_path: Path) -> None:
    """The other kommune's stay answers 404, whoever has its address; its count is not told."""
    async with board(tmp_path, kommuner=frozenset({"5501"})) as browser:
        assert await shown(browser) == ["P-7F3A"]
        assert await shown(browser, "?kommune=5503") == []
        assert "Harstad" not in (await browser.get("/forlop")).text
        assert "P-5C10" not in (await browser.get("/forlop.csv")).text
        theirs = await _stay_of(browser, HARSTAD_PID)
        assert (await browser.get(f"/forlop/{theirs}")).status_code == 404


async def _stay_of(browser: Browser, pid: str) -> str:
    found = await board_list.listed(browser.desk.store, board_list.Wanted(pid=pid[:8]), browser.clock())
    return str(found[0].stay_id)


async def test_what_changed_waits_until_it_is_asked_for(tmp_path: Path) -> None:
    """Nothing at first; after a change the number of rows, and the way to them."""
    async with board(tmp_path) as browser:
        page = (await browser.get("/forlop?tilstand=inne")).text
        (url,) = re.findall(r'hx-get="(/forlop/nye[^"]+)"', page)
        url = url.replace("&amp;", "&")
        assert (await browser.get(url)).text.strip() == ""
        browser.clock.at = START + timedelta(minutes=5)
        await tell(browser, [innlagt("2026-02-12T14:00", pid="01d9" + "0" * 60)])
        piece = (await browser.get(url)).text
        assert "1 rad er endret" in piece and 'href="/forlop?tilstand=inne"' in piece
        assert (await browser.get("/forlop/nye?siden=tull")).text.strip() == ""


async def test_the_board_as_a_file(tmp_path: Path) -> None:
    """The rows as filtered, the cells in words."""
    async with board(tmp_path) as browser:
        answer = await browser.get("/forlop.csv?kommune=5501")
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
        assert rows[0][6:15] == list(COLUMNS)
        assert len(rows) == 2 and rows[1][:3] == ["P-7F3A", "Tromsø", "Medisinsk avdeling"]
        assert (await browser.get("/forlop.xlsx")).content.startswith(b"PK")
