"""Meldinger: search, list, pages, files; and that nobody sees another kommune's."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from consoles import START, Browser, logged_in
from store_contract import claim

from adapters.messages.sealed import reference
from adapters.store import claims
from adapters.store.claims import Claim
from adapters.store.store import Store
from broker.console.lists import SIZE
from broker.secret import pid_key

HER = {"unn": "90001", "tromso": "90101", "harstad": "90201"}
MARKUP = "<script>alert(1)</script>"


def made(number: int, sender: str, receivers: str, **more: Any) -> Claim:
    """A claim `number` hours before START."""
    at = START - timedelta(hours=number)
    return claim(number)._replace(sender=sender, receivers=receivers, claimed_at=at, **more)


ROWS = (
    made(1, HER["unn"], HER["tromso"], message_type="EPIKRISE", source="http:k1"),
    made(2, HER["tromso"], f"{HER['unn']},{HER['harstad']}", verdict="avvist", message_type="LOG_INNLAGT"),
    made(30, HER["harstad"], HER["unn"], source="mappe:inn"),
    made(60, "", "", msg_id="sha256:" + "a" * 64, verdict="ulesbar", message_type=""),
)


async def seen(browser: Browser, query: str = "") -> list[str]:
    """The MsgIds of the list, newest first."""
    page = await browser.get(f"/meldinger.csv{query}")
    return [line.split(";")[7] for line in page.text.splitlines()[1:]]


async def _filled(store: Store) -> None:
    await claims.take(store, ROWS)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [0, 1, 2, 3]),
        (f"?msgid={ROWS[0].msg_id.upper()}", [0]),
        ("?msgid=sha256:a", [3]),
        ("?msgid=zzz", []),
        (f"?avsender={HER['unn']}", [0]),
        (f"?mottaker={HER['harstad']}", [1]),
        ("?type=EPIKRISE", [0]),
        ("?type=finnes-ikke", [0, 1, 2, 3]),
        ("?utfall=avvist", [1]),
        ("?fra=2026-02-12", [0, 1]),
        ("?til=2026-02-11", [2, 3]),
        ("?til=11.2.2026", [2, 3]),
        ("?til=11.22.2026", [0, 1, 2, 3]),
        ("?fra=2026-02-11&til=2026-02-11", [2]),
        ("?fra=0001-01-01&til=9999-12-31", [0, 1, 2, 3]),
        ("?fra=i-dag", [0, 1, 2, 3]),
    ],
)
async def test_messages_are_searched(tmp_path: Path, query: str, expected: list[int]) -> None:
    """By each filter, in the list and in the file; one that says nothing is no filter."""
    async with logged_in(tmp_path, "drift") as browser:
        await _filled(browser.desk.store)
        assert await seen(browser, query) == [ROWS[at].msg_id for at in expected]
        page = (await browser.get(f"/meldinger{query}")).text
        assert [f'href="/meldinger/{row.msg_id.replace(":", "%3A")}"' in page for row in ROWS] == [
            at in expected for at in range(len(ROWS))
        ]


async def test_only_the_users_kommuner(tmp_path: Path) -> None:
    """As sender, receiver or copy receiver; also where a filter asks for others, and in the file."""
    async with logged_in(tmp_path, "drift", kommuner=frozenset({"5501"})) as browser:
        await _filled(browser.desk.store)
        part = next(part for part in browser.desk.agreement.parts if part.kommunenr == "5501")
        mine = [row.msg_id for row in ROWS if part.her in (row.sender, *(row.receivers or "").split(","))]
        assert 0 < len(mine) < len(ROWS)
        assert await seen(browser) == mine
        assert await seen(browser, "?utfall=ulesbar") == []
        assert "Ingen meldinger her" in (await browser.get("/meldinger?utfall=ulesbar")).text


async def test_who_is_not_in_drift_sees_none(tmp_path: Path) -> None:
    """Neither the list nor the file; and the shell does not offer it."""
    async with logged_in(tmp_path, "leser", "koordinator") as browser:
        assert (await browser.get("/meldinger")).status_code == 403
        assert (await browser.get("/meldinger.csv")).status_code == 403
        assert 'href="/meldinger"' not in (await browser.get("/")).text


async def test_a_msgid_that_is_no_uuid_is_found_whole(tmp_path: Path) -> None:
    """It is stored as a hash: a name or a number may stand in it."""
    async with logged_in(tmp_path, "drift") as browser:
        key = pid_key(browser.desk.settings)
        kept = reference("ola nordmann/1", key)
        await claims.take(browser.desk.store, [ROWS[0]._replace(msg_id=kept)])
        assert await seen(browser, "?msgid=Ola%20Nordmann/1") == [kept]


async def test_pages_follow_each_other(tmp_path: Path) -> None:
    """Each begins after the last line of the one before; an address that is none begins at the top."""
    async with logged_in(tmp_path, "drift") as browser:
        every = [made(number, HER["unn"], HER["tromso"]) for number in range(1, SIZE + 4)]
        await claims.take(browser.desk.store, every)
        first = (await browser.get("/meldinger")).text
        after = first.split("etter=")[1].split('"')[0]
        second = (await browser.get(f"/meldinger?etter={after}")).text
        assert [row.msg_id in first for row in every] == [True] * SIZE + [False] * 3
        assert [row.msg_id in second for row in every] == [False] * SIZE + [True] * 3
        assert "Ingen eldre" in second and f"{SIZE + 3} meldinger" in second
        for odd in ("x", "1.2.3", "9" * 30 + ".1", "-1.1"):
            assert every[0].msg_id in (await browser.get("/meldinger", params={"etter": odd})).text


async def test_the_new_waits(tmp_path: Path) -> None:
    """It is counted as the list is filtered; nothing new is an empty piece."""
    async with logged_in(tmp_path, "drift") as browser:
        page = (await browser.get("/meldinger?utfall=godtatt")).text
        url = "/meldinger" + page.split('hx-get="/meldinger')[1].split('"')[0].replace("&amp;", "&")
        assert not (await browser.get(url)).text.strip()
        later = START + timedelta(seconds=1)
        await claims.take(
            browser.desk.store,
            [claim(1)._replace(claimed_at=later), claim(2)._replace(claimed_at=later, verdict="avvist")],
        )
        assert "1 ny melding: hent den" in (await browser.get(url)).text
        assert not (await browser.get("/meldinger/nye?siden=tull")).text.strip()


async def test_nothing_typed_becomes_markup(tmp_path: Path) -> None:
    """In a filter, or in what a sender sent."""
    async with logged_in(tmp_path, "drift") as browser:
        odd = ROWS[0]._replace(
            msg_id=MARKUP, sender=MARKUP, receivers=MARKUP, message_type=MARKUP, source=MARKUP
        )
        await claims.take(browser.desk.store, [odd])
        names = ("msgid", "avsender", "mottaker", "fra", "til", "etter")
        for params in ({}, {name: MARKUP for name in names}):
            page = await browser.get("/meldinger", params=params)
            assert page.status_code == 200 and MARKUP not in page.text


async def test_an_empty_list_says_what_would_be_there(tmp_path: Path) -> None:
    """And how to get it there."""
    async with logged_in(tmp_path, "drift") as browser:
        assert "Ingen meldinger ennå" in (await browser.get("/meldinger")).text
