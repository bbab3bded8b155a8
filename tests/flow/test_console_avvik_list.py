"""The list of avvik in the console: filters, order, pages, news and files."""

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from console_avvik import avvik, do, found, ids, one_of
from console_stays import TROMSO_PID
from consoles import logged_in

from broker.console import avvik_list as the_list
from broker.console.avvik_lines import COLUMNS
from broker.console.lists import page_of


async def test_the_list(tmp_path: Path) -> None:
    """A row for each: what it is, whose stay, the deadline and how it stands; counted; no pid in full."""
    async with found(tmp_path, "koordinator") as (browser, _):
        page = (await browser.get("/avvik")).text
        assert set(ids(page)) == {str(one.id) for one in await avvik(browser)}
        assert "P-7F3A" in page and "P-5C10" in page and "3.–7. feb." in page
        assert TROMSO_PID not in page and "style=" not in page and "onclick" not in page
        assert "Tromsø" in page and "✕" in page and " over" in page
        assert f'Åpent <span class="tall">{len(await avvik(browser, states=frozenset({"apen"})))}' in page
        assert 'name="valgt"' in page and 'data-strom="avvik"' in page


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("", {}),
        ("?tilstand=apen", {"states": frozenset({"apen"})}),
        ("?tilstand=lukket", {"states": frozenset({"lukket"})}),
        ("?tilstand=alle", {}),
        ("?regel=r-u14", {"rules": frozenset({"R-U14"})}),
        ("?kommune=5503", {"kommune": "5503"}),
        ("?retning=fra_UNN", {"direction": "fra_UNN"}),
        ("?retning=til_UNN&kommune=5501", {"direction": "til_UNN", "kommune": "5501"}),
        ("?alvorlighet=hoy", {"severity": "hoy"}),
        ("?sikkerhet=middels", {"confidence": "middels"}),
        ("?type=teknisk", {"kind": "teknisk"}),
        ("?type=samhandling", {"kind": "samhandling"}),
        ("?fra=2026-02-12", {}),
        ("?fra=2026-02-13", {"rules": frozenset({"none"})}),
        ("?fra=13.02.2026", {"rules": frozenset({"none"})}),
        ("?til=2026-02-12", {}),
        ("?til=12.2.2026", {}),
        ("?til=2026-02-11", {"rules": frozenset({"none"})}),
        ("?fra=12t", {}),
        ("?q=utskrivningsrapport+mangl", {"rules": frozenset({"R-U14"})}),
        ("?q=P-7F3A", {"kommune": "5501"}),
        ("?q=p-7f3b", {"rules": frozenset({"none"})}),
        ("?q=hestehov", {"rules": frozenset({"none"})}),
        ("?q=R-U14", {"rules": frozenset({"R-U14"})}),
        ("?q=R-U14&regel=R-U12", {"rules": frozenset({"none"})}),
        ("?tilstand=tull&retning=tull&fra=tull&til=9999-12-31&sorter=tull&side=tull", {}),
        ("?fra=0001-01-01&til=0001-01-01", {}),
        ("?fra=99999d", {}),
        ("?side=2", {"rules": frozenset({"none"})}),
    ],
)
async def test_filters_stand_in_the_address(tmp_path: Path, query: str, wanted: dict[str, Any]) -> None:
    """Each filter; one that makes no sense asks for nothing; the file has the same rows as the page."""
    async with found(tmp_path) as (browser, _):
        answer = await browser.get(f"/avvik{query}")
        assert answer.status_code == 200
        expected = {str(one.id) for one in await avvik(browser, **wanted)}
        assert set(ids(answer.text)) == expected
        if "side" not in query:
            rows = list(
                csv.reader(io.StringIO((await browser.get(f"/avvik.csv{query}")).text), delimiter=";")
            )
            assert {row[-1] for row in rows[1:]} == expected


async def test_an_avvik_is_found_by_the_beginning_of_its_id(tmp_path: Path) -> None:
    """As A-19C2, as the whole id with and without dashes."""
    async with found(tmp_path) as (browser, _):
        one = await one_of(browser)
        for text in (f"A-{one.id.hex[:12]}", f"a-{one.id}", str(one.id), one.id.hex, str(one.id)[:9]):
            assert ids((await browser.get("/avvik", params={"q": text})).text) == [str(one.id)], text


async def test_columns_sort_both_ways(tmp_path: Path) -> None:
    """By each column, and turned; a head says which, and leads to the other way."""
    async with found(tmp_path) as (browser, _):
        for sort in ("endret", "oppdaget", "frist", "alvorlighet", "regel", "kommune", "tilstand"):
            there = ids((await browser.get(f"/avvik?sorter={sort}")).text)
            back = ids((await browser.get(f"/avvik?sorter={sort}&vei=snudd")).text)
            assert sorted(there) == sorted(back)
        rules = [one.rule for one in await avvik(browser)]
        page = (await browser.get("/avvik?sorter=regel&vei=snudd")).text
        shown = re.findall(r'<td class="mono nowrap">(R-\w+)<', page)
        assert shown == sorted(rules, reverse=True) != sorted(rules)
        assert 'aria-sort="descending"' in page and 'href="?sorter=regel"' in page


async def test_pages_of_the_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the page there are more, and the next one has them."""
    async with found(tmp_path) as (browser, _):
        every = ids((await browser.get("/avvik")).text)
        monkeypatch.setattr(the_list, "page_of", lambda request: page_of(request, 3))
        pages = [ids((await browser.get(f"/avvik?side={number}")).text) for number in (1, 2)]
        assert pages == [every[:3], every[3:6]]
        assert 'rel="next"' in (await browser.get("/avvik")).text


async def test_what_is_new_waits_until_asked_for(tmp_path: Path) -> None:
    """Nothing at first; then how many of what is asked for; an open page hears of its own avvik alone."""
    async with found(tmp_path, "koordinator") as (browser, _):
        one, other = (await avvik(browser, kommune="5501", states=frozenset({"apen"})))[:2]
        page = (await browser.get("/avvik?kommune=5501&tilstand=alle")).text
        url = re.search(r'hx-get="(/avvik/nye[^"]+)"', page)
        assert url
        path = url[1].replace("&amp;", "&")
        assert not (await browser.get(path)).text.strip()
        mine = f"/avvik/{one.id}/nye?versjon={one.version}"
        await do(browser, other, "lukket")
        assert not (await browser.get(mine)).text.strip()
        await do(browser, one, "lukket")
        assert "2 avvik er nye eller endret" in (await browser.get(path)).text
        assert "kommune=5501" in (await browser.get(path)).text
        assert "endret siden du åpnet" in (await browser.get(mine)).text
        assert not (await browser.get(path.replace("5501", "5503"))).text.strip()
        assert not (await browser.get("/avvik/nye?siden=tull")).text.strip()


async def test_files_have_every_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of the list and not the page, with the columns named; one too long is refused in words."""
    async with found(tmp_path) as (browser, _):
        monkeypatch.setattr(the_list, "page_of", lambda request: page_of(request, 3))
        rows = list(csv.reader(io.StringIO((await browser.get("/avvik.csv")).text), delimiter=";"))
        assert rows[0][0].lstrip("\ufeff") == COLUMNS[0] and {len(row) for row in rows} == {len(COLUMNS)}
        assert len(rows) == 1 + len(await avvik(browser)) > 4
        assert TROMSO_PID not in str(rows) and "P-7F3A" in str(rows)
        assert (await browser.get("/avvik.xlsx")).content[:2] == b"PK"
        monkeypatch.setattr(the_list, "MOST", 3)
        answer = await browser.get("/avvik.csv")
        assert answer.status_code == 413 and "Velg et filter" in answer.text


async def test_empty_lists_say_what_would_be_there(tmp_path: Path) -> None:
    """Nothing at all, and nothing of what is asked for."""
    async with logged_in(tmp_path) as browser:
        assert "Alt som er ventet, er kommet i tide" in (await browser.get("/avvik")).text
        assert "Ta bort et filter" in (await browser.get("/avvik?kommune=5501")).text
