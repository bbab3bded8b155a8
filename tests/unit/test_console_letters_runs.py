"""A decision for many dead letters outlives the console that carries it out. Kafka is a fake."""

import asyncio
from pathlib import Path

import pytest
from console_letters import EVENT_AGAIN, at_work, decided, ended, several
from letters import KARI

from adapters.store import runs
from broker.console.letters_runs import HELD, look, watch
from broker.letters.replay import replay
from broker.letters.runs import begin
from broker.letters.who import Who


async def test_the_console_dies_in_the_middle(tmp_path: Path) -> None:
    """Another finds what is left, when the dead one has been silent for long enough; each is run once."""
    async with at_work(tmp_path) as (browser, one):
        await several(one, 3)
        store, clock, letters = browser.desk.store, browser.clock, await one.cases()
        run = await begin(store, "kjor", letters, KARI, clock.at, rate=200, force=True)
        assert await runs.hold(store, run.id, "the dead one", clock.at, clock.at + HELD)
        async for _ in replay(one.desk, letters[:1], KARI, force=True, run=run.id):
            pass
        async for _ in replay(one.desk, letters[1:2], KARI, force=True):
            pass  # it died before the note was made, and the consumer was heard of
        await look(browser.desk)
        page = (await browser.get(f"/strandet/kjoringer/{run.id}")).text
        assert "1 kjørt på nytt, 2 gjenstår" in page and not browser.desk.carried
        clock.at += HELD
        one.now.at = clock.at
        assert "fortsetter av seg selv" in (await browser.get(f"/strandet/kjoringer/{run.id}")).text
        await look(browser.desk)
        assert "3 kjørt på nytt" in await ended(browser, f"/strandet/kjoringer/{run.id}")
        assert len(one.producer.on(EVENT_AGAIN)) == 3
        assert {each.replay_n for each in await one.cases()} == {1}


async def test_the_rest_is_carried_on_by_who_decided(tmp_path: Path) -> None:
    """One that was cut off says what is left, and goes on when asked to; another's does not."""
    async with at_work(tmp_path) as (browser, one):
        await several(one, 2)
        store, clock, letters = browser.desk.store, browser.clock, await one.cases()
        mine = await begin(store, "kast", letters[:1], KARI, clock.at, rate=50, force=False)
        others = await begin(store, "kast", letters[1:], Who("ola", "Støy"), clock.at, rate=50, force=False)
        for run in (mine, others):
            where = f"/strandet/kjoringer/{run.id}"
            assert (await browser.post(f"{where}/avbryt", {})).status_code == 303
            assert "Avbrutt" in await ended(browser, where)
        assert {each.state for each in await one.cases()} == {"apen"}
        refused = await browser.post(f"/strandet/kjoringer/{others.id}/fortsett", {})
        assert refused.status_code == 422 and "Bare den som bestemte" in refused.text
        where = f"/strandet/kjoringer/{mine.id}"
        assert "Fortsett med resten" in (await browser.get(where)).text
        assert (await browser.post(f"{where}/fortsett", {})).status_code == 303
        assert "1 forkastet" in await ended(browser, where)
        assert sorted(each.state for each in await one.cases()) == ["apen", "forkastet"]


async def test_a_fault_of_ours_ends_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told, and is not tried again and again by itself."""

    async def broken(*_: object) -> None:
        raise RuntimeError

    async with at_work(tmp_path) as (browser, one):
        await several(one, 1)
        monkeypatch.setattr("broker.console.letters_runs.carry", broken)
        where = await decided(browser, "kjor", (await one.cases())[0].dlq_id)
        assert "Stoppet av en feil hos oss" in await ended(browser, where)
        await look(browser.desk)
        assert not browser.desk.carried


async def test_the_console_stops(tmp_path: Path) -> None:
    """What is in hand is done to its end, and the rest is let go of at once."""
    async with at_work(tmp_path) as (browser, one):
        await several(one, 3)
        run = await begin(
            browser.desk.store, "kjor", await one.cases(), KARI, browser.clock.at, rate=1, force=True
        )
        watching = asyncio.create_task(watch(browser.desk))
        for _ in range(1000):
            if one.producer.on(EVENT_AGAIN):
                break
            await asyncio.sleep(0.01)
        watching.cancel()
        await asyncio.wait([watching])
        found = await runs.load(browser.desk.store, run.id)
        assert found and not found.ended and found.held_until <= browser.clock.at
        page = (await browser.get(f"/strandet/kjoringer/{run.id}")).text
        assert "1 kjørt på nytt, 2 gjenstår" in page
