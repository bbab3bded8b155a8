"""Who is calling: one look-up for many calls at the same moment, and none of them suffers for another."""

import asyncio
from collections.abc import Callable

import pytest

from adapters.errors import Transient
from adapters.inbox import callers
from adapters.inbox.callers import Callers
from adapters.receive import Source

SOURCE = Source("k1", frozenset({"90101"}))


class Book:
    """Keys as the store answers them, slowly."""

    def __init__(self, answer: Callable[[str], Source | None]) -> None:
        self.answer = answer
        self.asked: list[str] = []
        self.open = asyncio.Event()

    async def find(self, secret: str) -> Source | None:
        self.asked.append(secret)
        await self.open.wait()
        return self.answer(secret)


def known(secret: str) -> Source | None:
    return SOURCE if secret == "right" else None  # noqa: S105 not a secret


def away(secret: str) -> Source | None:
    raise Transient("away")


async def asking(who: Callers, *keys: bytes) -> list[asyncio.Task[Source | None]]:
    """Calls that have come as far as the store."""
    tasks = [asyncio.create_task(who.known(b"Bearer " + key)) for key in keys]
    await asyncio.sleep(0.01)
    return tasks


async def test_one_look_up_for_many() -> None:
    """Sixty-four calls with one key ask once, another key asks for itself, and the next call not at all."""
    book = Book(known)
    who = Callers(book.find)
    tasks = await asking(who, *[b"right"] * 64, b"wrong")
    book.open.set()
    assert await asyncio.gather(*tasks) == [SOURCE] * 64 + [None]
    assert await who.known(b"Bearer right") == SOURCE
    assert sorted(book.asked) == ["right", "wrong"]


async def test_one_gives_up() -> None:
    """The call that began the look-up goes away: the others get their answer."""
    book = Book(known)
    first, second = await asking(Callers(book.find), b"right", b"right")
    first.cancel()
    book.open.set()
    assert await second == SOURCE
    assert book.asked == ["right"]


async def test_away_is_not_remembered() -> None:
    """All that wait are told the store is away; the next call asks again."""
    book = Book(away)
    who = Callers(book.find)
    book.open.set()
    for one in await asyncio.gather(*await asking(who, b"right", b"right"), return_exceptions=True):
        assert isinstance(one, Transient)
    book.answer = known
    assert await who.known(b"Bearer right") == SOURCE


async def test_revoked_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key's standing is asked for again when it has been remembered for long enough."""
    monkeypatch.setattr(callers, "REMEMBER_S", 0.0)
    book = Book(known)
    who = Callers(book.find)
    book.open.set()
    assert await who.known(b"Bearer right") == SOURCE
    book.answer = lambda _: None
    assert await who.known(b"Bearer right") is None
