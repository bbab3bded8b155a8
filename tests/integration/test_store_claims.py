"""Claims on both databases: the first writer wins, also between processes."""

import asyncio
import sys
from datetime import timedelta
from pathlib import Path

from store_contract import START, claim, pid

from adapters.store import Store, adoption, claims


async def test_first_fresh_then_as_stored(store: Store) -> None:
    """The second taker gets the first one's claim and bytes, whatever it brought itself."""
    (first,) = await claims.take(store, [claim(1)])
    assert (first.claim, first.fresh, first.done) == (claim(1), True, False)
    (again,) = await claims.take(store, [claim(1, receipts=b"other")])
    assert (again.claim, again.fresh, again.done) == (claim(1), False, False)


async def test_answers_come_in_the_order_asked(store: Store) -> None:
    """New and known mixed, in no order, and the same key twice in one batch."""
    await claims.take(store, [claim(2), claim(4)])
    batch = [claim(number) for number in (5, 2, 1, 5, 4, 3)]
    taken = await claims.take(store, batch)
    assert [one.claim for one in taken] == batch
    assert [one.fresh for one in taken] == [True, False, True, False, False, True]


async def test_other_content_is_a_claim_of_its_own(store: Store) -> None:
    """The same MsgId with another variant, or of another sender, is another row."""
    await claims.take(store, [claim(1)])
    conflict, stranger = claim(1, variant="ab"), claim(1)._replace(sender="90201")
    assert [one.fresh for one in await claims.take(store, [conflict, stranger])] == [True, True]
    found = await claims.find(store, [claim(1).msg_id, claim(9).msg_id])
    assert {one.claim.key for one in found} == {claim(1).key, conflict.key, stranger.key}


async def test_done_is_remembered(store: Store) -> None:
    """Marked twice or not known: no harm. What is not marked is uavklart, oldest first."""
    batch = [claim(number) for number in (3, 1, 2, 4)]
    await claims.take(store, batch)
    await claims.done(store, [claim(2).key, claim(2).key, claim(99).key])
    await claims.done(store, [claim(2).key])
    await claims.done(store, [])
    assert [one.done for one in await claims.take(store, batch)] == [False, False, True, False]
    before = START + timedelta(microseconds=4)
    assert await claims.unresolved(store, before, 10) == [claim(1), claim(3)]
    assert await claims.unresolved(store, before, 1) == [claim(1)]
    (found,) = await claims.find(store, [claim(2).msg_id])
    assert found.done
    assert not found.fresh


async def test_an_accepted_claim_is_given_a_patient_once(store: Store) -> None:
    """The first one given stays; one that was refused, of another sender or not there, is given none."""
    bare = claim(1)._replace(pid=None)
    again = bare._replace(variant="igjen")
    stranger, refused = bare._replace(sender="90201"), claim(2)._replace(pid=None, verdict="avvist")
    await claims.take(store, [bare, again._replace(verdict="avvist"), stranger, refused, claim(3)])
    keys = [(one.msg_id, one.sender) for one in (bare, refused, claim(3), claim(9))]
    assert await adoption.note(store, dict.fromkeys(keys, pid("b"))) == {keys[0]: pid("b"), keys[2]: pid("a")}
    assert await adoption.note(store, {keys[0]: pid("c")}) == {keys[0]: pid("b")}
    assert await adoption.note(store, {}) == {}
    found = await claims.find(store, [bare.msg_id, refused.msg_id])
    assert {one.claim.key: one.claim.pid for one in found} == {
        bare.key: pid("b"),
        again.key: None,
        stranger.key: None,
        refused.key: None,
    }
    (stored,) = await claims.take(store, [bare])
    assert (stored.claim, stored.done) == (bare._replace(pid=pid("b")), False)


async def test_one_patient_whoever_gives_it(store: Store) -> None:
    """Two at the same moment, in opposite orders: both hear the same of each claim."""
    keys = [(one.msg_id, one.sender) for one in map(claim, range(100))]
    await claims.take(store, [claim(number)._replace(pid=None) for number in range(100)])
    one, other = await asyncio.gather(
        adoption.note(store, dict.fromkeys(keys, pid("a"))),
        adoption.note(store, dict.fromkeys(keys[::-1], pid("b"))),
    )
    assert one == other and one.keys() == set(keys)


async def test_nothing_asked_nothing_answered(store: Store) -> None:
    """An empty batch is no error."""
    assert await claims.take(store, []) == []
    assert await claims.find(store, []) == []


async def test_more_than_one_statement_can_hold(store: Store) -> None:
    """5 000 claims in one call: more parameters than SQLite takes at a time."""
    batch = [claim(number, receipts=b"x") for number in range(5000)]
    assert all(one.fresh for one in await claims.take(store, batch))
    assert not any(one.fresh for one in await claims.take(store, batch))


async def test_two_at_once_in_one_process(store: Store) -> None:
    """Two overlapping batches in opposite order: each key is fresh once, and nobody waits for ever."""
    batch = [claim(number) for number in range(200)]
    for start in range(0, 1000, 200):
        batch = [claim(start + number) for number in range(200)]
        one, other = await asyncio.gather(claims.take(store, batch), claims.take(store, batch[::-1]))
        for mine, theirs in zip(one, other[::-1], strict=True):
            assert mine.claim == theirs.claim
            assert mine.fresh != theirs.fresh


ROOT = Path(__file__).resolve().parents[2]
TAKER = """
import asyncio, sys
from store_contract import claim
from adapters.store import Store, adoption, claims

async def main(url: str, who: str, step: int) -> None:
    store = await Store.open(url)
    print("ready", flush=True)
    sys.stdin.readline()
    for round in range(10)[::step]:
        batch = [claim(round * 200 + n, receipts=who.encode()) for n in range(200)]
        for one in await claims.take(store, batch):
            print(one.claim.msg_id, one.claim.receipts.decode(), int(one.fresh), flush=False)
    await store.close()

asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
"""


async def test_processes_taking_the_same_claims_at_once(url: str) -> None:
    """Of four processes exactly one is first with each claim, and the others see that one's row.

    Two begin at either end. They also open a store that is not there yet at the same moment: it is
    migrated once.
    """
    pipe = asyncio.subprocess.PIPE
    takers = [
        await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", TAKER, url, f"p{number}", "-1" if number % 2 else "1"),
            stdin=pipe,
            stdout=pipe,
            env={"PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"},
        )
        for number in range(4)
    ]
    for taker in takers:
        assert taker.stdout
        assert await taker.stdout.readline() == b"ready\n"
    said = await asyncio.gather(*(taker.communicate(b"go\n") for taker in takers))
    assert [taker.returncode for taker in takers] == [0] * 4
    rows = [line.split() for out, _ in said for line in out.decode().splitlines()]
    assert len(rows) == 4 * 2000
    owners = {msg_id: owner for msg_id, owner, fresh in rows if fresh == "1"}
    assert len(owners) == sum(fresh == "1" for *_, fresh in rows) == 2000
    assert all(owners[msg_id] == owner for msg_id, owner, _ in rows)
    assert len(set(owners.values())) > 1
