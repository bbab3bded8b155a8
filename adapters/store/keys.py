"""API keys: who may send, and on whose behalf. Only a hash is kept; the secret is shown once.

A secret is `plo_<id>_<256 random bits>`: the id finds the row, and the whole is compared in constant time.
With so many random bits a SHA-256 cannot be searched, so no slow password hash is needed on every request.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import column, select, table

from adapters.store.moments import micros, moment
from adapters.store.store import Store

TABLE = table(
    "api_keys", *map(column, ("id", "name", "sha256", "hers", "historikk", "created_at", "revoked_at"))
)


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key, without its secret.

    Attributes:
        name: for people.
        hers: level-1 HER-ids that it may speak for.
        historikk: what it sends is a backlog.
        created_at, revoked_at: UTC.
    """

    id: str
    name: str
    hers: frozenset[str]
    historikk: bool
    created_at: datetime
    revoked_at: datetime | None = None


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _key(row: Any) -> ApiKey:
    revoked = None if row.revoked_at is None else moment(row.revoked_at)
    hers = frozenset(orjson.loads(row.hers))
    return ApiKey(row.id, row.name, hers, bool(row.historikk), moment(row.created_at), revoked)


async def create(
    store: Store, name: str, hers: Iterable[str], historikk: bool, now: datetime
) -> tuple[str, str]:
    """Make a key; its id and its secret, which cannot be had again."""
    key_id = secrets.token_hex(4)
    secret = f"plo_{key_id}_{secrets.token_urlsafe(32)}"
    row = {
        "id": key_id,
        "name": name,
        "sha256": _hash(secret),
        "hers": orjson.dumps(sorted(set(hers))).decode(),
        "historikk": int(historikk),
        "created_at": micros(now),
    }
    async with store.write() as conn:
        await conn.execute(TABLE.insert().values(row))
    return key_id, secret


async def find(store: Store, secret: str) -> ApiKey | None:
    """The key with this secret; None when there is none, or it is revoked."""
    key_id = secret.removeprefix("plo_").partition("_")[0]
    if not (key_id.isascii() and key_id.isalnum()):
        return None  # a database may not even take it as text
    async with store.read() as conn:
        row = (await conn.execute(select(TABLE).where(TABLE.c.id == key_id))).one_or_none()
    if row is None or not hmac.compare_digest(row.sha256, _hash(secret)) or row.revoked_at is not None:
        return None
    return _key(row)


async def every(store: Store) -> list[ApiKey]:
    """All keys, revoked ones too, oldest first."""
    async with store.read() as conn:
        return [
            _key(row) for row in await conn.execute(select(TABLE).order_by(TABLE.c.created_at, TABLE.c.id))
        ]


async def revoke(store: Store, key_id: str, now: datetime) -> bool:
    """Refuse the key from now on; False when there is no such key, or it is revoked already."""
    open_key = (TABLE.c.id == key_id) & TABLE.c.revoked_at.is_(None)
    async with store.write() as conn:
        result = await conn.execute(TABLE.update().where(open_key).values(revoked_at=micros(now)))
    return result.rowcount == 1
