"""The list of messages: filters and pages, on both databases."""

from typing import Any
from uuid import UUID

import pytest
from store_contract import claim, pid

from adapters.store import Store, claims, messages

CLAIMS = (
    claim(1)._replace(receivers="90101,90301", source="http:k1"),
    claim(2)._replace(sender="90001", receivers="90201", message_type="LOG_INNLAGT"),
    claim(3)._replace(verdict="avvist", pid=pid("b")),
    claim(4)._replace(verdict="avvist", receivers="9010"),
)


@pytest.fixture
async def claimed(store: Store) -> Store:
    await claims.take(store, CLAIMS)
    return store


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({}, [4, 3, 2, 1]),
        ({"msg_id": CLAIMS[1].msg_id.upper()}, [2]),
        ({"msg_id": "0000"}, [4, 3, 2, 1]),
        ({"sender": "90001"}, [2]),
        ({"receiver": "90101"}, [1]),
        ({"receiver": "90301"}, [1]),
        ({"types": frozenset({"LOG_INNLAGT"})}, [2]),
        ({"verdicts": frozenset({"avvist"})}, [4, 3]),
        ({"since": CLAIMS[1].claimed_at, "until": CLAIMS[3].claimed_at}, [3, 2]),
        ({"parties": frozenset({"90201"})}, [2]),
        ({"parties": frozenset({"90101"})}, [4, 3, 1]),
        ({"parties": frozenset()}, []),
    ],
)
async def test_messages_are_filtered(claimed: Store, wanted: dict[str, Any], expected: list[int]) -> None:
    """By each filter, newest first."""
    asked = messages.Wanted(**wanted)
    found = await messages.listed(claimed, asked)
    assert [UUID(one.msg_id).int for one in found] == expected
    assert await messages.count(claimed, asked) == len(expected)


async def test_a_file_of_more_than_a_statement_has_room_for(store: Store) -> None:
    """PostgreSQL takes 32 767 parameters: whoever takes all messages as a file names none of them."""
    many = 33_000
    await claims.take(store, [claim(number) for number in range(many)])
    found = await messages.every(store, messages.Wanted(), 100_000)
    assert [UUID(one.msg_id).int for one in found] == list(reversed(range(many)))
    assert await messages.every(store, messages.Wanted(), 50) == await messages.listed(
        store, messages.Wanted()
    )


async def test_messages_come_in_pages(claimed: Store) -> None:
    """Each page begins after the last line of the one before; a line says what the claim says."""
    first = await messages.listed(claimed, messages.Wanted(), 3)
    second = await messages.listed(claimed, messages.Wanted(), 3, first[-1].place)
    assert [UUID(one.msg_id).int for one in (*first, *second)] == [4, 3, 2, 1]
    last = second[0]
    assert (last.receivers, last.source, last.claimed_at) == (
        ("90101", "90301"),
        "http:k1",
        CLAIMS[0].claimed_at,
    )
    assert (first[1].receivers, first[1].source) == ((), "")
    assert await messages.count(claimed, messages.Wanted(), most=2) == 2


async def test_refused_messages_of_a_patient(claimed: Store) -> None:
    """Those that no event tells of."""
    assert [UUID(one.msg_id).int for one in await messages.refused(claimed, [pid("b"), pid("x")])] == [3]
