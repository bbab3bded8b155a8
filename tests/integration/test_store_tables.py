"""Avvik, outbox, dead letters and waiting AppRecs, on both databases."""

from datetime import timedelta
from uuid import UUID

import pytest
from store_contract import START, avvik, event, opened, pid

from adapters.store import Store, StoreTooNew, history, outbox, stranded, waiting
from adapters.store import avvik as findings
from adapters.store.outbox import Out
from adapters.store.rows import fetch
from schemas.avvik import Avvik
from schemas.events import KvitteringMottatt


async def keep(store: Store, *several: Avvik) -> None:
    async with store.begin() as conn:
        await findings.upsert(conn, [(one, one.model_dump_json()) for one in several])


async def test_the_last_change_of_an_avvik_is_kept(store: Store) -> None:
    """A later change replaces the earlier, also in one batch; withdrawn ones stay."""
    async with store.begin() as conn:
        await history.add(conn, [event(1, "a")])
    await keep(store, avvik(1), avvik(2), avvik(1, version=2))
    await keep(store, avvik(2, state="trukket", version=2))
    async with store.begin() as conn:
        found = await findings.load(conn, [pid("a"), pid("x")])
    read = {one.id: (one.version, one.state) for one in map(Avvik.model_validate_json, found[pid("a")])}
    assert read == {avvik(1).id: (2, "apen"), avvik(2).id: (2, "trukket")}
    assert found[pid("x")] == []


async def test_avvik_are_listed_newest_first(store: Store) -> None:
    """By any mixture of kommune, rule and state."""
    await keep(store, avvik(1), avvik(2, kommune="5503"), avvik(3, state="levert_sent"), avvik(4))

    async def listed(limit: int = 10, **wanted: str) -> list[int]:
        bodies = await findings.newest(store, limit, **wanted)
        return [Avvik.model_validate_json(body).stay_id.int for body in bodies]

    assert await listed() == [4, 3, 2, 1]
    assert await listed(2) == [4, 3]
    assert await listed(kommune="5501") == [4, 3, 1]
    assert await listed(kommune="5501", state="apen", rule="R-U03") == [4, 1]
    assert await listed(rule="R-U99") == []


async def test_an_avvik_is_found_by_the_beginning_of_its_id(store: Store) -> None:
    """Capital letters do not matter, and nothing in the prefix is a wildcard."""
    await keep(store, avvik(1), avvik(2))
    wanted = str(avvik(1).id)
    assert len(await findings.by_prefix(store, wanted[:8].upper())) == 1
    assert len(await findings.by_prefix(store, wanted)) == 1
    assert len(await findings.by_prefix(store, "")) == 2
    assert await findings.by_prefix(store, "%") == []


def out(number: int, partition: int = 0) -> Out:
    return Out(
        partition, "avvik.v1", pid("a"), (("ce_id", str(number)), ("ce_type", "æ")), f'{{"nr":{number}}}'
    )


async def test_the_outbox_keeps_its_order(store: Store) -> None:
    """What was put first is first, per partition asked for, until it is deleted."""
    async with store.begin() as conn:
        added = await outbox.add(conn, [out(9), out(2, partition=1), out(5)])
        more = await outbox.add(conn, [out(n) for n in range(6000)])
        assert await outbox.add(conn, []) == []
    async with store.read() as conn:
        assert await outbox.pending(conn, [0, 1], 3) == added
        assert [one.out for one in await outbox.pending(conn, [1], 10)] == [out(2, partition=1)]
        assert await outbox.pending(conn, [], 10) == []
    async with store.begin() as conn:
        await outbox.delete(conn, [one.seq for one in (*added, *more[:-1])])
        await outbox.delete(conn, [])
        assert await outbox.pending(conn, [0, 1], 10) == more[-1:]


async def test_dead_letters_strand_their_patient_until_dealt_with(store: Store) -> None:
    """Also one that came before the patient had a row; the same letter twice is one."""
    async with store.begin() as conn:
        letters = [stranded.Stranded(id_, pid("a"), "hendelser.v1", START) for id_ in ("d1", "d2", "d1")]
        await stranded.add(conn, letters)
        await stranded.add(conn, [])
        assert await stranded.gids(conn, [pid("a")]) == set()
        await history.add(conn, [event(1, "a"), event(2, "b")])
        assert await stranded.gids(conn, [pid("a"), pid("b")]) == {pid("a")}
        await stranded.remove(conn, ["d1"])
        assert await stranded.gids(conn, [pid("a")]) == {pid("a")}
        await stranded.remove(conn, ["d2"])
        assert await stranded.gids(conn, [pid("a")]) == set()


async def test_apprecs_wait_for_their_message(store: Store) -> None:
    """Two receivers may have answered; each is found once, until it is removed."""

    def answer(number: int) -> KvitteringMottatt:
        return KvitteringMottatt(
            id=UUID(int=number),
            msg_id=f"apprec-{number}",
            answers="m-1",
            status="1",
            sender="90101",
            receiver="90001",
            received_at=START + timedelta(seconds=number),
        )

    for number in (2, 1, 2):
        await waiting.put(store, [answer(number)])
    assert await waiting.find(store, ["m-2"]) == []
    assert await waiting.find(store, []) == []
    assert await waiting.find(store, ["m-1", "m-2", "m-1"]) == [answer(1), answer(2)]
    await waiting.remove(store, [str(answer(1).id)])
    assert await waiting.find(store, ["m-1"]) == [answer(2)]


async def test_opening_again_keeps_everything(url: str) -> None:
    """Migrations are applied once; a store of a later version is left alone."""
    async with opened(url) as store:
        await keep(store, avvik(1))
        await store.ping()
    async with opened(url) as store:
        assert len(await findings.newest(store, 10)) == 1
        async with store.begin() as conn:
            await fetch(conn, "INSERT INTO migrations (number) VALUES (9999)")
    with pytest.raises(StoreTooNew):
        await Store.open(url)
