"""What is live: pages are told of what they follow, nobody is forgotten, and nothing is left behind."""

import asyncio
from pathlib import Path

from consoles import console, logged_in
from store_contract import avvik, pid

from adapters.store import avvik as avvik_rows
from adapters.store.store import Store
from broker.console.live import Listener, Live


async def yes() -> bool:
    """The session lives."""
    return True


async def no() -> bool:
    """The session has ended."""
    return False


async def changed(store: Store, number: int) -> None:
    """One more avvik."""
    async with store.begin() as conn:
        await avvik_rows.upsert(conn, [(avvik(number), pid("a"))])


async def test_a_page_hears_of_what_it_follows(tmp_path: Path) -> None:
    """At once of all it follows, as it may have missed something; then of each change, and only of it."""
    async with console(tmp_path) as browser:
        live, store = Live(), browser.desk.store
        await live.look(store)
        stream = live.stream(frozenset({"avvik"}), yes, 5)
        assert await anext(stream) == b"retry: 3000\n\n"
        assert await anext(stream) == b"event: endret\ndata: avvik\n\n"
        other = Listener(frozenset({"tavle"}))
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
        stream = live.stream(frozenset({"avvik"}), yes, 60)
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
    stream = live.stream(frozenset(), yes, 0.01)
    await anext(stream)
    assert await anext(stream) == b": her\n\n"
    await stream.aclose()
    assert [part async for part in live.stream(frozenset(), no, 0.01)] == [b"retry: 3000\n\n"]


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
