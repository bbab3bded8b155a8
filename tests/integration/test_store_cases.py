"""Cases of dead letters, on both databases."""

from datetime import timedelta

from cases import AT, case, found, keep
from store_contract import event, pid

from adapters import closing
from adapters.kafka.replayed import Again
from adapters.store import (
    Store,
    case_edits,
    case_search,
    case_steps,
    cases,
    history,
    patients,
    stranded,
    wakes,
)
from adapters.store.case_edits import Edit
from adapters.store.case_search import Selection
from adapters.store.case_steps import Step

NOW = AT + timedelta(days=1)
EVERY = ("apen", "kjores", "feilet", "parkert", "lost", "forkastet")


async def test_a_case_is_kept_as_it_is(store: Store) -> None:
    """All of it comes back, and a later save replaces it."""
    await keep(store, case(1), case(2))
    assert await cases.load(store, [case(1).dlq_id, "nobody"]) == {case(1).dlq_id: case(1)}
    later = case(1, state="parkert", failures=3, edited_sha256="æ", changed_at=NOW)
    await keep(store, later)
    async with store.begin() as conn:
        assert await cases.locked(conn, [case(1).dlq_id]) == {case(1).dlq_id: later}


async def test_cases_are_found_as_somebody_asks(store: Store) -> None:
    """By state, code, sender, time, topic and the beginning of the id; oldest first."""
    await keep(
        store,
        case(3, code="bug"),
        case(1, sender="90101"),
        case(2, state="lost"),
        case(4, topic="avvik.v1", reader="route"),
    )
    assert await found(store) == [1, 3, 4]
    assert await found(store, states=EVERY) == [1, 2, 3, 4]
    assert await found(store, codes=("bug", "x")) == [3]
    assert await found(store, senders=("90101",)) == [1]
    assert await found(store, topic="avvik.v1.dlt") == [4]
    since = AT + timedelta(minutes=3)
    assert await found(store, since=since) == [3, 4]
    assert await found(store, until=since) == [1]
    assert await found(store, ids=("D-00000003",)) == [3]
    assert await found(store, ids=(case(4).dlq_id, "00000001")) == [1, 4]
    assert await found(store, ids=("", "%")) == []


async def test_cases_are_counted_in_heaps(store: Store) -> None:
    """Alike are those of one state, topic, consumer, reason and sender; the largest heap first."""
    await keep(store, case(1), case(2), case(3, code="bug"), case(4, state="lost"))
    large, small = await case_search.count(store, Selection())
    assert (large.number, large.code, large.oldest) == (2, "event.unreadable", case(1).first_failed_at)
    assert large.newest == case(2).first_failed_at
    assert (small.number, small.code) == (1, "bug")


async def test_steps_are_noted_once(store: Store) -> None:
    """The same step twice is one; two replays are two; they come in the order of time."""
    first, id_ = case(1), case(1).dlq_id
    run = [Step(id_, "kjort", str(n), AT + timedelta(hours=n), "kari", "Æ", "a", "b") for n in (2, 1)]
    async with store.begin() as conn:
        await case_steps.note(conn, [*run, Step(case(2).dlq_id, "kjort", "1", AT, "ola")])
        await case_steps.note(conn, [run[0]._replace(who="ola"), Step(id_, "strandet", "0", AT, "detect")])
        await case_steps.note(conn, [])
    assert [(one.what, one.mark, one.who) for one in await case_steps.of(store, first.dlq_id)] == [
        ("strandet", "0", "detect"),
        ("kjort", "1", "kari"),
        ("kjort", "2", "kari"),
    ]
    assert (await case_steps.of(store, id_))[2] == run[0]


async def test_edited_bytes_come_back_byte_for_byte(store: Store) -> None:
    """Any bytes; the same again change nothing; another hash is not there."""
    edit = Edit(case(1).dlq_id, "3f", 3, b"\x00\xffa", AT)
    async with store.begin() as conn:
        await case_edits.keep(conn, edit)
        await case_edits.keep(conn, edit)
    assert await case_edits.find(store, edit.dlq_id, "3f") == edit
    assert await case_edits.find(store, edit.dlq_id, "40") is None
    assert "xff" not in repr(edit)


async def test_a_resolved_case_lets_go_of_its_patient(store: Store) -> None:
    """The patient has no open dead letter any more and is due at once; told twice, nothing changes."""
    one = case(1, state="kjores", replay_n=1)
    await keep(store, one)
    async with store.begin() as conn:
        await history.add(conn, [event(1, "a", partition=4)])
        await patients.groups(conn, [patients.Touched(pid("a"), (), 4)])
        await stranded.add(conn, [stranded.Stranded(one.dlq_id, pid("a"), "hendelser.v1", AT)])
        assert await stranded.gids(conn, [pid("a")]) == {pid("a")}
    for _ in range(2):
        await closing.resolve(store, [Again(one.dlq_id, 1)], "detect", NOW)
    async with store.begin() as conn:
        assert await stranded.gids(conn, [pid("a")]) == set()
        assert await wakes.due(conn, NOW, [4], 10) == [pid("a")]
        await stranded.add(conn, [stranded.Stranded(one.dlq_id, pid("a"), "hendelser.v1", AT)])
        assert await stranded.gids(conn, [pid("a")]) == set()
    assert (await cases.load(store, [one.dlq_id]))[one.dlq_id].state == "lost"
    assert [step.what for step in await case_steps.of(store, one.dlq_id)] == ["lost"]


async def test_a_handled_replay_without_a_case_still_lets_go(store: Store) -> None:
    """The store of cases was lost: the patient is not left uncertain for ever."""
    async with store.begin() as conn:
        await history.add(conn, [event(1, "a")])
        await stranded.add(conn, [stranded.Stranded(case(1).dlq_id, pid("a"), "hendelser.v1", AT)])
    await closing.resolve(store, [Again(case(1).dlq_id, 1)], "detect", NOW)
    async with store.begin() as conn:
        assert await stranded.gids(conn, [pid("a")]) == set()
