"""Forløp and Opphold in the console: what a person sees of the board and of one stay."""

import csv
import io
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from consoles import START, Browser, logged_in
from exchanges import helseopplysninger, innleggelsesrapport
from fakes import FakeProducer
from histories import HARSTAD, innlagt, klar, rapport, utskrevet
from servers import free_port
from two_patients import row as event_row

from adapters.store import avvik_list, board_list, claims, history
from adapters.store.claims import Claim
from broker.console.forlop_cell import SHOWING
from broker.console.forlop_words import HEADS, SORTS, STATES, WHY
from consumers.settle import Settler
from consumers.why_not import WHY as REASONS
from schemas.avvik import Avvik
from schemas.board import COLUMNS

TROMSO_PID, HARSTAD_PID = "7f3a" + "0" * 60, "5c10" + "0" * 60


def tromso() -> list[Any]:
    """Out since the 7th: no report, the answer from the kommune is missing."""
    who = {"pid": TROMSO_PID, "sender_service": "90002"}
    return [
        innlagt("2026-02-03T10:00", **who),
        helseopplysninger("2026-02-03T16:00", pid=TROMSO_PID),
        klar("2026-02-06", "2026-02-06T09:00", **who),
        utskrevet("2026-02-07", "2026-02-07T13:00", **who),
    ]


def harstad() -> list[Any]:
    """In hospital since the morning of START."""
    return [innlagt("2026-02-12T10:00", pid=HARSTAD_PID, receiver=HARSTAD)]


async def tell(browser: Browser, events: list[Any]) -> None:
    """Take events into the histories, and judge them at the console's time."""
    desk = browser.desk
    settler = Settler(desk.store, FakeProducer(), desk.agreement, 1.0)  # type: ignore[arg-type] # a fake
    async with desk.store.begin() as conn:
        gids = await history.add(conn, [event_row(event) for event in events])
        await settler.settle(conn, gids, browser.clock())


@asynccontextmanager
async def board(folder: Path, *roles: str, kommuner: frozenset[str] | None = None) -> AsyncIterator[Browser]:
    async with logged_in(folder, *roles, kommuner=kommuner) as browser:
        await tell(browser, [*tromso(), *harstad()])
        yield browser


async def shown(browser: Browser, query: str = "") -> list[str]:
    """Short pids of the rows, in order."""
    page = await browser.get(f"/forlop{query}")
    assert page.status_code == 200
    return re.findall(r'class="mono">(P-\w+)<', page.text)


async def address(browser: Browser, short: str) -> str:
    """Where the row of a patient leads."""
    page = (await browser.get("/forlop")).text
    found = re.search(rf'href="(/forlop/[0-9a-f-]+)" class="mono">{short}<', page)
    assert found
    return found[1]


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


@pytest.mark.parametrize(
    ("asked", "status", "leads"),
    [
        ("P-7F3A", 303, "/forlop/"),
        ("p-7f3a00", 303, "/forlop/"),
        ("P-FFFF", 404, "Fant ingenting"),
        ("A-FFFFFFFF", 404, "Fant ingenting"),
        ("00000000-0000-0000-0000-000000000001", 404, "Fant ingenting"),
        ("", 200, "Skriv en MsgId"),
    ],
)
async def test_search_leads_to_the_one_thing(tmp_path: Path, asked: str, status: int, leads: str) -> None:
    """A patient with one stay, and what nobody knows."""
    async with board(tmp_path, "drift", "leser") as browser:
        answer = await browser.get("/sok", params={"q": asked})
        assert answer.status_code == status
        assert leads in (answer.headers.get("location") or answer.text)


async def test_search_finds_messages_and_avvik(tmp_path: Path) -> None:
    """By MsgId for drift alone, in any case; an avvik by the beginning of its id."""
    async with board(tmp_path, "drift") as browser:
        (event, *_) = tromso()
        taken = Claim(event.msg_id, event.sender, "", "0" * 64, "godtatt", "LOG_INNLAGT", START, b"")
        await claims.take(browser.desk.store, [taken])
        found = await browser.get("/sok", params={"q": event.msg_id.upper()})
        assert found.headers["location"] == f"/meldinger/{event.msg_id}"
        one = Avvik.model_validate_json((await avvik_list.listed(browser.desk.store, avvik_list.Wanted()))[0])
        found = await browser.get("/sok", params={"q": f"A-{one.id.hex[:12]}"})
        assert found.headers["location"] == f"/avvik/{one.id}"
    (tmp_path / "leser").mkdir()
    async with logged_in(tmp_path / "leser") as browser:
        assert (await browser.get("/sok", params={"q": event.msg_id})).status_code == 403


async def test_search_shows_the_stays_to_choose_from(tmp_path: Path) -> None:
    """A patient with two: both, the newest first; another kommune's is not there."""
    pid = "cc" + "0" * 62
    events = [
        innlagt("2026-02-01T10:00", pid=pid),
        utskrevet("2026-02-03", pid=pid),
        innlagt("2026-02-10T10:00", pid=pid),
    ]
    async with logged_in(tmp_path) as browser:
        await tell(browser, events)
        page = (await browser.get("/sok", params={"q": "P-CC00"})).text
        assert page.index("fra 10. feb.") < page.index("1.–3. feb.")
    (tmp_path / "annen").mkdir()
    async with logged_in(tmp_path / "annen", kommuner=frozenset({"5503"})) as browser:
        await tell(browser, events)
        assert (await browser.get("/sok", params={"q": "P-CC00"})).status_code == 404


async def test_the_trail_of_a_stay_without_kafka(tmp_path: Path) -> None:
    """What the store knows, and that Kafka is away; for drift alone."""
    settings = {"kafka": f"127.0.0.1:{free_port()}"}
    async with logged_in(tmp_path, "drift", **settings) as browser:
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
