"""Answers on both databases: who has answered what, whichever came first, the message or its AppRec."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest
from store_contract import START

from adapters.store import Store, answers
from adapters.store.answers import Awaited, Exchange, Given

LATER = START + timedelta(days=30)


def exchange(number: int = 1, receiver: str = "90101", service: str = "90102") -> Exchange:
    return Exchange(str(UUID(int=number)), "90001", receiver, service)


def awaited(number: int = 1, document_id: str = "", **whom: str) -> Awaited:
    """Message `number` to one receiver, sent as many hours after START."""
    return Awaited(exchange(number, **whom), "EPIKRISE", document_id, START + timedelta(hours=number))


async def missing(store: Store) -> list[Awaited]:
    return await answers.unanswered(store, LATER, 100)


async def test_what_is_awaited_is_unanswered_oldest_first(store: Store) -> None:
    """Noted twice it is there once; `before` and the limit are kept to."""
    await answers.expect(store, [awaited(3), awaited(1), awaited(2), awaited(1)])
    await answers.expect(store, [awaited(2)])
    await answers.expect(store, [])
    assert await missing(store) == [awaited(1), awaited(2), awaited(3)]
    assert await answers.unanswered(store, LATER, 1) == [awaited(1)]
    assert await answers.unanswered(store, START + timedelta(hours=2), 9) == [awaited(1), awaited(2)]
    assert await answers.unanswered(store, START, 9) == []


@pytest.mark.parametrize("apprec_first", [False, True])
async def test_an_answer_ends_the_waiting(store: Store, apprec_first: bool) -> None:
    """Whichever comes first; who answers is told when the message was sent, once that is known."""
    if apprec_first:
        assert await answers.give(store, [(exchange(), "a")]) == {exchange(): Given("a", None)}
        await answers.expect(store, [awaited()])
    else:
        await answers.expect(store, [awaited()])
        assert await answers.give(store, [(exchange(), "a")]) == {exchange(): Given("a", awaited().sent_at)}
    assert await missing(store) == []
    assert await answers.give(store, [(exchange(), "a")]) == {exchange(): Given("a", awaited().sent_at)}


async def test_the_first_answer_stays(store: Store) -> None:
    """In one call or in two; an exchange that nobody knows of is noted as well."""
    found = await answers.give(store, [(exchange(), "b"), (exchange(), "a"), (exchange(2), "c")])
    assert found == {exchange(): Given("b", None), exchange(2): Given("c", None)}
    assert await answers.give(store, [(exchange(), "a")]) == {exchange(): Given("b", None)}
    assert await answers.give(store, []) == {}


async def test_each_receiver_answers_for_itself(store: Store) -> None:
    """Another organisation, another service, another message of the same sender: each is its own."""
    three = [awaited(), awaited(service="90103"), awaited(receiver="90201"), awaited(2)]
    await answers.expect(store, three)
    await answers.give(store, [(exchange(), "a")])
    assert set(await missing(store)) == set(three[1:])


async def test_an_answer_without_a_service_is_the_organisations(store: Store) -> None:
    """Real AppRecs may name level 1 alone, and so may a message."""
    await answers.expect(store, [awaited(), awaited(2, service="")])
    await answers.give(store, [(exchange(service=""), "a"), (exchange(2), "b")])
    assert await missing(store) == []


async def test_messages_are_found_by_their_document(store: Store) -> None:
    """N, M and C of an epikrise share it; messages without one are never found by the empty id."""
    series = [awaited(number, document_id="77") for number in (2, 1)]
    await answers.expect(store, [*series, awaited(3), awaited(4, document_id="78")])
    assert await answers.of_documents(store, ["77", "99"]) == series[::-1]
    assert await answers.of_documents(store, [""]) == []
    assert await answers.of_documents(store, []) == []


async def test_message_and_answer_at_the_same_moment(store: Store) -> None:
    """However they meet, nothing that is answered is missing, and one answer of two is the first."""
    many = [awaited(number) for number in range(50)]
    one, other, _ = await asyncio.gather(
        answers.give(store, [(each.exchange, "a") for each in many]),
        answers.give(store, [(each.exchange, "b") for each in many[::-1]]),
        answers.expect(store, many),
    )
    assert await missing(store) == []
    assert {each: given.first for each, given in one.items()} == {
        each: given.first for each, given in other.items()
    }
