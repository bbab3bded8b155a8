"""The store after all is done: it says the same as the topics, and has nothing left to do."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

from service import Service, until
from stress_messages import Message

from adapters.store import Store, avvik, claims
from adapters.store.rows import fetch
from schemas.avvik import Avvik

LEFT = ("unfinished", "outbox", "waiting")
"""Claims not carried out, changes not published, AppRecs that wait for their message."""
MANY = 1_000_000
EMPTY_S = 30.0


def check_store(
    service: Service,
    key: str,
    sent: Sequence[Message],
    answered: Mapping[str, bytes],
    told: Iterable[tuple[Avvik, bytes]],
) -> None:
    """One claim per message, carried out; the avvik as they were told last; nothing waits.

    A message may have been answered in the moment before a kill, and its claim not yet be marked as carried
    out: it is *uavklart*, and sending it again settles it, with the same answer.
    """
    raw = {one.msg_id: one.raw for one in sent}
    for msg_id in raw.keys() & asyncio.run(unresolved(url_of(service))):
        assert service.post(raw[msg_id], key).content == answered[msg_id]
    asyncio.run(_claimed(url_of(service), raw))
    assert asyncio.run(known(url_of(service), {one.id for one, _ in told})) == {
        one.id: value.decode() for one, value in told
    }
    until(lambda: not left(url_of(service)), EMPTY_S, lambda: f"left to do: {left(url_of(service))}")


def url_of(service: Service) -> str:
    return service.environment.get("PLO_DATABASE") or f"sqlite+aiosqlite:///{service.home / 'plo.db'}"


async def unresolved(url: str) -> set[str]:
    """MsgIds of claims that are not carried out."""
    store = await Store.open(url)
    try:
        return {one.msg_id for one in await claims.unresolved(store, datetime.now(UTC), MANY)}
    finally:
        await store.close()


async def _claimed(url: str, raw: Mapping[str, bytes]) -> None:
    store = await Store.open(url)
    try:
        found = [one.claim for one in await claims.find(store, raw)]
    finally:
        await store.close()
    assert {(one.msg_id, one.sha256, one.verdict) for one in found} == {
        (msg_id, sha256(value).hexdigest(), "godtatt") for msg_id, value in raw.items()
    }
    assert len(found) == len(raw)


async def known(url: str, ids: Iterable[UUID]) -> dict[UUID, str]:
    """The avvik with these ids, as the store has them."""
    store = await Store.open(url)
    try:
        bodies = await avvik.newest(store, MANY)
    finally:
        await store.close()
    parsed = {Avvik.model_validate_json(body).id: body for body in bodies}
    return {id_: parsed[id_] for id_ in ids}


def left(url: str) -> dict[str, int]:
    """How many rows there are in the tables that are to be empty, and are not."""

    async def count() -> dict[str, int]:
        store = await Store.open(url)
        try:
            async with store.read() as conn:
                rows = {table: await fetch(conn, f"SELECT 1 FROM {table}") for table in LEFT}  # noqa: S608 ours
                return {table: len(found) for table, rows_ in rows.items() if (found := list(rows_))}
        finally:
            await store.close()

    return asyncio.run(count())
