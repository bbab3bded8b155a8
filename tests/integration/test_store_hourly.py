"""What came in and what stood open, hour by hour, on both databases."""

from datetime import timedelta
from uuid import UUID

from store_contract import START, avvik, claim

from adapters.store import Store, claims, hourly, messages
from adapters.store import avvik as findings
from adapters.store.cases import Case, State, save
from adapters.store.hourly import Lasted
from schemas.avvik import Avvik

HOUR = timedelta(hours=1)


def case(number: int, begun: float, changed: float, state: State = "apen", sender: str = "90101") -> Case:
    """A dead letter that failed `begun` hours after START, and changed last `changed` hours after it."""
    first, last = START + begun * HOUR, START + changed * HOUR
    return Case(
        str(UUID(int=number)), "meldinger.v1", 0, -1, 0, number, "receive", "receive",
        "PERMANENT_FORMAT", "xsd.missing", "T02", "", "", "m", "EPIKRISE", sender, 1, "0" * 64,
        first, last, 1, state, 0, 0, 0, "", last,
    )  # fmt: skip


async def test_messages_are_counted_by_the_hour(store: Store) -> None:
    """By verdict, from the start on; what came before it is not there."""
    rows = [
        (1, -1.0, "godtatt"),
        (2, 0.5, "godtatt"),
        (3, 0.9, "avvist"),
        (4, 2.0, "godtatt"),
        (5, 2.9, "godtatt"),
    ]
    await claims.take(
        store, [claim(n)._replace(claimed_at=START + at * HOUR, verdict=verdict) for n, at, verdict in rows]
    )
    found = await hourly.received(store, messages.Wanted(), START)
    assert found == {(0, "godtatt"): 1, (0, "avvist"): 1, (2, "godtatt"): 2}
    assert await hourly.received(store, messages.Wanted(parties=frozenset()), START) == {}
    found = await hourly.received(store, messages.Wanted(), START + 2 * HOUR, HOUR / 4)
    assert found == {(0, "godtatt"): 1, (3, "godtatt"): 1}


async def test_when_the_first_message_came(store: Store) -> None:
    """Of all that are known; nothing while there is none."""
    assert await hourly.first_received(store) is None
    await claims.take(store, [claim(n)._replace(claimed_at=START + n * HOUR) for n in (3, 2, 4)])
    assert await hourly.first_received(store) == START + 2 * HOUR


async def test_dead_letters_stand_from_hour_to_hour(store: Store) -> None:
    """Those of before the start stand from it on; what was closed before it is not counted."""
    rows = [
        case(1, -5, -5), case(2, 1.5, 1.5, "parkert"), case(3, -2, 3.5, "lost"), case(4, -9, -1, "forkastet"),
        case(5, 1.2, 1.2, sender="90001"),
    ]  # fmt: skip
    async with store.begin() as conn:
        await save(conn, rows)
    found = await hourly.stranded(store, None, START)
    assert sorted(found, key=lambda one: one.oldest) == [
        Lasted(-1, None, 1, START - 5 * HOUR),
        Lasted(-1, 3, 1, START - 2 * HOUR),
        Lasted(1, None, 2, START + 1.2 * HOUR),
    ]
    assert await hourly.stranded(store, frozenset({"90001"}), START) == [
        Lasted(1, None, 1, START + 1.2 * HOUR)
    ]


async def test_avvik_stand_from_their_deadline(store: Store) -> None:
    """One without a deadline, or with one to come, is over none; nor is one of another kommune counted."""
    now = START + 6 * HOUR
    made = [
        due(1, -3),
        due(2, 2, state="lukket", changed=4),
        due(3, 9),
        (avvik(4), avvik(4).model_dump_json()),
        due(5, 1, kommune="5503"),
    ]
    async with store.begin() as conn:
        await findings.upsert(conn, made)
    found = await hourly.overdue(store, frozenset({"5501"}), START, now)
    assert sorted((one.begun, one.ended, one.number) for one in found if one.ended is None) == [(-1, None, 1)]
    assert [(one.begun, one.ended) for one in found if one.ended is not None] == [(2, 4)]
    assert sum(one.number for one in await hourly.overdue(store, None, START, now)) == 3


async def test_what_a_backlog_began_and_ended_was_never_open_here(store: Store) -> None:
    """It was over before anyone could see it; what a backlog left open is as open as any."""
    old = [due(1, -3, state="trukket", changed=1), due(2, -3)]
    old = [(one.model_copy(update={"historie": True}), "") for one, _ in old]
    async with store.begin() as conn:
        await findings.upsert(conn, [(one, one.model_dump_json()) for one, _ in old])
    (left,) = await hourly.overdue(store, None, START, START + 6 * HOUR)
    assert (left.begun, left.ended, left.number) == (-1, None, 1)


def due(
    number: int, hours: float, state: str = "apen", changed: float = 0, kommune: str = "5501"
) -> tuple[Avvik, str]:
    """An avvik whose deadline is so long after START."""
    made = avvik(number).model_copy(
        update={
            "deadline": START + hours * HOUR,
            "state": state,
            "changed_at": START + changed * HOUR,
            "kommune": kommune,
        }
    )
    return made, made.model_dump_json()
