"""What is live: pages are told of what they follow, nobody is forgotten, and nothing is left behind."""

import asyncio
from pathlib import Path

from cases import case
from consoles import console, logged_in
from histories import AVTALE
from store_contract import avvik, claim, pid

from adapters.store import avvik as avvik_rows
from adapters.store import cases, claims
from adapters.store.store import Store
from broker.console.live import MOST_OF_ONE, Live
from broker.console.watched import Listener, Sight, sight
from broker.console.who import Role, User
from broker.names import Names


async def yes() -> bool:
    """The session lives."""
    return True


async def no() -> bool:
    """The session has ended."""
    return False


def follows(*parts: str) -> Sight:
    """Of somebody who sees all."""
    return Sight("kari", frozenset(parts), {"kommune": None, "part": None})


async def changed(store: Store, number: int) -> None:
    """One more avvik."""
    async with store.begin() as conn:
        await avvik_rows.upsert(conn, [(avvik(number), pid("a"))])


async def test_a_page_hears_of_what_it_follows(tmp_path: Path) -> None:
    """At once of all it follows, as it may have missed something; then of each change, and only of it."""
    async with console(tmp_path) as browser:
        live, store = Live(), browser.desk.store
        await live.look(store)
        stream = live.stream(follows("avvik"), yes, 5)
        assert await anext(stream) == b"retry: 3000\n\n"
        assert await anext(stream) == b"event: endret\ndata: avvik\n\n"
        other = Listener(follows("board"))
        live.listeners.add(other)
        await live.look(store)
        await changed(store, 1)
        await live.look(store)
        assert await anext(stream) == b"event: endret\ndata: avvik\n\n"
        assert not other.woken.is_set()
        await stream.aclose()


async def test_a_browser_that_goes_away_leaves_nothing(tmp_path: Path) -> None:
    """Neither one that is waiting for news, nor one that never read any."""
    live = Live()
    for _ in range(20):
        stream = live.stream(follows("avvik"), yes, 60)
        await anext(stream)
        await anext(stream)
        waiting = asyncio.ensure_future(anext(stream))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        await stream.aclose()
    assert live.listeners == set()


async def test_signs_of_life_and_an_end_with_the_session() -> None:
    """A comment now and then; when the session has ended, so does the stream."""
    live = Live()
    stream = live.stream(follows(), yes, 0.01)
    await anext(stream)
    assert await anext(stream) == b": her\n\n"
    await stream.aclose()
    assert [part async for part in live.stream(follows(), no, 0.01)] == [b"retry: 3000\n\n"]


async def test_all_streams_end_when_the_service_does(tmp_path: Path) -> None:
    """Also those that wait; a page that comes after that is told to try later."""
    async with logged_in(tmp_path) as browser:
        live = browser.desk.live
        assert live is not None
        streams = [asyncio.ensure_future(browser.get("/strom?deler=avvik")) for _ in range(5)]
        while len(live.listeners) < 5:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        live.close()
        answers = await asyncio.gather(*streams)
        assert {answer.status_code for answer in answers} == {200} and live.listeners == set()
        assert all("event: endret\ndata: avvik" in answer.text for answer in answers)
        assert (await browser.get("/strom")).status_code == 503


async def test_nobody_hears_of_another_kommune(tmp_path: Path) -> None:
    """That something changed elsewhere is not theirs to know; a change in their own kommune is."""
    async with console(tmp_path) as browser:
        live, store = Live(), browser.desk.store
        names = Names(browser.desk.agreement)
        users = [User("h", "H", frozenset({Role.DRIFT}), frozenset({nr})) for nr in ("5501", "5503")]
        parts = frozenset({"avvik", "cases", "meldinger"})
        tromso, harstad = (Listener(sight(user, parts, names)) for user in users)
        live.listeners |= {tromso, harstad}
        await live.look(store)
        await changed(store, 1)  # of 5501
        await claims.take(store, [claim(1)._replace(sender="90201", receivers="90101")])
        async with store.begin() as conn:
            await cases.save(conn, [case(1)._replace(sender="90201")])
        await live.look(store)
        assert (tromso.changed, harstad.changed) == ({"avvik", "meldinger"}, {"cases", "meldinger"})


def test_a_part_that_is_not_theirs_cannot_be_followed() -> None:
    """Dead letters and messages are for drift."""
    asked = frozenset({"avvik", "board", "cases", "meldinger", "tull"})
    leser, drift = (User("u", "U", frozenset({role})) for role in (Role.LESER, Role.DRIFT))
    names = Names(AVTALE)
    assert sight(leser, asked, names).parts == {"avvik", "board"}
    assert sight(drift, asked, names).parts == asked - {"tull"}


async def test_a_stream_ends_also_while_much_is_happening() -> None:
    """Whoever is shut out is so within a heartbeat, however often something changes."""
    live, told = Live(), 0
    async for _ in live.stream(follows("avvik"), no, 0.05):
        told += 1
        for listener in live.listeners:
            listener.tell({"avvik": frozenset()})
    assert told > 1 and not live.listeners


async def test_one_user_does_not_take_every_stream(tmp_path: Path) -> None:
    """Who opens very many pages is told so; others come in."""
    async with logged_in(tmp_path) as browser:
        live = browser.desk.live
        assert live is not None
        live.listeners |= {Listener(follows()) for _ in range(MOST_OF_ONE)}
        answer = await browser.get("/strom?deler=avvik")
        assert answer.status_code == 429 and "svært mange sider åpne" in answer.text
        live.listeners.pop()
        stream = asyncio.ensure_future(browser.get("/strom?deler=avvik"))
        while len(live.listeners) < MOST_OF_ONE:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        live.close()
        assert (await stream).status_code == 200
