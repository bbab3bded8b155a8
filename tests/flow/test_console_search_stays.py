"""The search of the console, over stays that came through the line."""

from pathlib import Path

import pytest
from console_stays import board, tell, tromso
from consoles import START, logged_in
from histories import innlagt, utskrevet

from adapters.store import avvik_list, claims
from adapters.store.claims import Claim
from schemas.avvik import Avvik


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
