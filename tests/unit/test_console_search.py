"""The search of the shell: each kind of id leads to its page, for those who may see it."""

from pathlib import Path

from cases import case
from consoles import Browser, logged_in
from store_contract import START, avvik, claim

from adapters.store import avvik as findings
from adapters.store import cases, claims

MINE, OTHER = (f"{digit * 8}-0000-4000-8000-000000000000" for digit in "ab")
LETTER = case(0xABCD).dlq_id


async def filled(browser: Browser) -> None:
    """Two messages, an avvik and a dead letter, of two kommuner."""
    store = browser.desk.store
    await claims.take(
        store,
        [claim(1)._replace(msg_id=MINE, receivers="90101"), claim(2)._replace(msg_id=OTHER, sender="90201")],
    )
    one = avvik(1)
    async with store.begin() as conn:
        await findings.upsert(conn, [(one, one.model_dump_json())])
        await cases.save(conn, [case(0xABCD)._replace(sender="90201", first_failed_at=START, state="lost")])


async def led(browser: Browser, asked: str) -> str:
    """Where the search leads; the status for where it does not."""
    answer = await browser.client.get("/sok", params={"q": asked})
    where: str = answer.headers.get("location", str(answer.status_code))
    return where


async def test_each_kind_of_id_leads_to_its_page(tmp_path: Path) -> None:
    """In either case, whole or as it begins; several messages are a list."""
    async with logged_in(tmp_path, "drift") as browser:
        await filled(browser)
        assert await led(browser, MINE.upper()) == f"/meldinger/{MINE}"
        assert await led(browser, "aaaa") == f"/meldinger/{MINE}"
        assert await led(browser, f" D-{LETTER[:9]} ") == f"/strandet/{LETTER}"
        assert await led(browser, LETTER) == "404"
        assert await led(browser, f"a-{str(avvik(1).id)[:4]}") == f"/avvik/{avvik(1).id}"
        assert await led(browser, "D-ffff") == await led(browser, "D-") == await led(browser, "cccc") == "404"
        await claims.take(browser.desk.store, [claim(3)._replace(msg_id=MINE[:-1] + "1")])
        assert await led(browser, "aaaa") == "/meldinger?msgid=aaaa"
        assert await led(browser, MINE) == f"/meldinger/{MINE}"


async def test_another_kommunes_are_not_found(tmp_path: Path) -> None:
    """As if they were not there; and who is not in drift is told whom to ask."""
    async with logged_in(tmp_path, "drift", kommuner=frozenset({"5501"})) as browser:
        await filled(browser)
        assert await led(browser, MINE) == f"/meldinger/{MINE}"
        assert await led(browser, OTHER) == await led(browser, f"D-{LETTER}") == "404"
    folder = tmp_path / "leser"
    folder.mkdir()
    async with logged_in(folder) as browser:
        assert await led(browser, MINE) == await led(browser, f"D-{LETTER}") == "403"
