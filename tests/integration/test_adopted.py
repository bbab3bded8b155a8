"""A message that has the patient of another has its AppRecs too, in any order, on both databases."""

import asyncio
import sys
from collections.abc import Sequence
from itertools import permutations
from pathlib import Path

from adopting import NOON, Raws, about_nobody, effect, raws
from answering import ANYBODY, Desk
from judging import judged
from store_contract import opened

from adapters.kafka.records import Record
from adapters.source import Source
from adapters.store import Store, adoption, claims, waiting
from schemas.events import KvitteringMottatt

ROOT = Path(__file__).resolve().parents[2]


async def taken(store: Store, messages: Sequence[bytes]) -> list[Record]:
    """Take them in, one after the other; all that was told."""
    desk = Desk(store)
    for raw in messages:
        assert (await desk.receive(raw, NOON)).verdict == "godtatt"
    await desk.ledger.close()
    return desk.producer.sent


def whole(told: Sequence[Record], of: Raws, messages: Sequence[bytes]) -> bool:
    """Every message given has one event, of the patient of the original."""
    events = effect(told).values()
    pid = getattr(judged(of.original).event, "pid", None)
    return len(events) == len(set(messages)) and {one.pid for one in events} == {pid}


async def left(store: Store, of: Raws) -> list[waiting.Waiting]:
    msg_ids = [judged(raw).msg_id for raw in (of.original, of.orphan, of.other)]
    return await waiting.find(store, msg_ids)


async def test_any_order_of_message_and_answer(store: Store) -> None:
    """The original, what refers to it, and the AppRec to that: told once, with the patient, nothing waits."""
    for number, order in enumerate(permutations((0, 1, 4))):
        of = raws(number)
        messages = [of[each] for each in order]
        told = await taken(store, messages)
        assert whole(told, of, messages)
        assert len(effect(told)) == len([one for one in told if one.topic == "hendelser.v1"])
        assert not any(one.unknown for one in effect(told).values() if isinstance(one, KvitteringMottatt))
        assert await left(store, of) == []
        assert await taken(store, messages) == []


async def test_any_order_of_a_chain(store: Store) -> None:
    """What refers to what was adopted is adopted in turn, with its AppRec."""
    for number, order in enumerate(permutations((0, 1, 2, 5)), 100):
        of = raws(number)
        messages = [of[each] for each in order]
        assert whole(await taken(store, messages), of, messages)
        assert await left(store, of) == []


async def test_at_the_same_moment(url: str) -> None:
    """Each through a door of its own, with a store of its own: at least one of two sees the other."""
    async with opened(url) as one, opened(url) as other, opened(url) as third:
        desks = [Desk(one), Desk(other), Desk(third)]
        for number in range(30):
            of = raws(number)
            messages = [of.original, of.orphan, of.to_orphan, of.to_original, of.other, of.to_other]
            doors = [desks[each % 3].door for each in range(number, number + 6)]
            await asyncio.gather(
                *(door.receive(raw, ANYBODY) for door, raw in zip(doors, messages, strict=True))
            )
            for desk in desks:
                await desk.settle()
            told = [record for desk in desks for record in desk.producer.sent]
            for desk in desks:
                desk.producer.sent.clear()
            assert whole(told, of, messages)
            assert await left(one, of) == []
        for desk in desks:
            await desk.ledger.close()


async def test_the_first_to_adopt_decides(store: Store) -> None:
    """An orphan between two messages of two patients has one of them, and so has its AppRec."""
    of = raws()
    first, previous = judged(of.original).msg_id, judged(raws(1).original).msg_id
    orphan = about_nobody(judged(of.orphan).msg_id, first, previous)
    another = raws(1).original.replace(b"<GivenName>", b"<GivenName>X", 1)
    told = await taken(store, [of.original, orphan, another, of.to_orphan])
    pids = {type(one).__name__: one.pid for one in effect(told).values() if one.sender != "90001"}
    assert judged(another).event != judged(of.original).event
    (claim,) = await claims.find(store, [judged(orphan).msg_id])
    assert set(pids.values()) == {claim.claim.pid} == {getattr(judged(of.original).event, "pid", None)}
    key = (judged(orphan).msg_id, judged(orphan).sender)
    assert await adoption.note(store, {key: "f" * 64}) == {key: claim.claim.pid}


async def test_it_waits_for_both_that_it_refers_to(store: Store) -> None:
    """The message before, and the first of the conversation: whichever comes, and then for neither."""
    of, never = raws(), judged(raws(1).original).msg_id
    orphan = about_nobody(judged(of.orphan).msg_id, judged(of.original).msg_id, never)
    assert effect(await taken(store, [orphan, of.to_orphan])) == {}
    assert len(await waiting.find(store, [never])) == 1
    assert whole(await taken(store, [of.original]), of, [orphan, of.to_orphan, of.original])
    assert [*await left(store, of), *await waiting.find(store, [never])] == []


async def test_one_that_was_refused_and_run_again(store: Store) -> None:
    """Refused, it has no patient to give; taken in when it is run again, it has."""
    of = raws()
    wrong = of.original.replace(b"<GenDate>", b"<GenDate>x")
    desk = Desk(store)
    assert (await desk.receive(wrong, NOON)).verdict == "avvist"
    await desk.receive(of.orphan, NOON)
    await desk.receive(of.to_orphan, NOON)
    again = Source("strandet", ANYBODY.speaks_for, again=True)
    assert (await desk.receive(of.original, NOON, source=again)).verdict == "godtatt"
    await desk.ledger.close()
    told = [one for one in desk.producer.sent if b"melding_avvist" not in (one.value or b"")]
    assert whole(told, of, [of.original, of.orphan, of.to_orphan])
    assert await left(store, of) == []


async def test_what_follows_itself_comes_to_an_end(store: Store) -> None:
    """Two that refer to each other, one of them to a third as well: each is told once."""
    of = raws()
    ids = [judged(raw).msg_id for raw in of[:3]]
    ring = [about_nobody(ids[1], ids[0], ids[2]), about_nobody(ids[2], ids[1]), about_nobody(ids[1], ids[1])]
    told = await taken(store, [ring[1], ring[0], of.original, of.to_other, of.to_orphan])
    assert whole(told, of, [*ring[:2], *of[:1], *of[4:]])
    assert await left(store, of) == []


async def test_killed_before_any_step(url: str, tmp_path: Path) -> None:
    """kill -9 before each write to the store and about each to Kafka: sent again, it ends as if nothing was.

    The orphan and its AppRec wait for the original; another is there after its AppRec, and adopted at once.
    """
    order, kafka = "1,4,0,5,2", tmp_path / "kafka"
    kafka.mkdir()
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, ROOT / "tests" / "adopting_child.py", url, order, kafka),
        env={"PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"},
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await child.communicate()
    assert child.returncode == 0
    sets = int(said) + 1
    assert sets > 25
    async with opened(url) as store:
        for number in range(sets):
            of = raws(number)
            messages = [of[int(each)] for each in order.split(",")]
            again = await taken(store, messages)
            assert whole([*_kept(kafka / str(number)), *again], of, messages), number
            assert await left(store, of) == [], number
        assert again == []


def _kept(kafka: Path) -> list[Record]:
    """All that was told before the end."""
    rows = [line.split(b" ", 1) for line in kafka.read_bytes().splitlines()] if kafka.exists() else []
    return [Record("hendelser.v1", key, value) for key, value in rows]
