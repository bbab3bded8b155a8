"""Who may use the console. Passwords are argon2id hashes, and only the login asks for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import column, select, table
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.moments import micros, moment

COLUMNS = ("id", "name", "origin", "password", "roles", "kommuner", "created_at", "disabled_at")
TABLE = table("users", *map(column, COLUMNS))
SESSIONS = table("sessions", column("user_id"))
LOCAL, OIDC = "lokal", "oidc"


@dataclass(frozen=True, slots=True)
class Account:
    """A row of the table.

    Attributes:
        id: what one logs in as, lower case.
        name: for people.
        origin: `lokal`, or `oidc`: logs in elsewhere.
        password: argon2id hash; None for those.
        roles: names of roles.
        kommuner: kommunenummer that the person is limited to; None for all.
        created_at, disabled_at: UTC.
    """

    id: str
    name: str
    origin: str
    password: str | None
    roles: frozenset[str]
    kommuner: frozenset[str] | None
    created_at: datetime
    disabled_at: datetime | None = None


def account(row: Any) -> Account:
    """The account that a row of the table holds."""
    return Account(
        row.id,
        row.name,
        row.origin,
        row.password,
        frozenset(orjson.loads(row.roles)),
        None if row.kommuner is None else frozenset(orjson.loads(row.kommuner)),
        moment(row.created_at),
        None if row.disabled_at is None else moment(row.disabled_at),
    )


async def create(conn: AsyncConnection, one: Account) -> bool:
    """Add the account; False when the id is taken. `conn` is in a write transaction."""
    if await find(conn, one.id):
        return False
    row = {
        "id": one.id,
        "name": one.name,
        "origin": one.origin,
        "password": one.password,
        "roles": _list(one.roles),
        "kommuner": _limits(one.kommuner),
        "created_at": micros(one.created_at),
        "disabled_at": None if one.disabled_at is None else micros(one.disabled_at),
    }
    await conn.execute(TABLE.insert().values(row))
    return True


async def find(conn: AsyncConnection, user_id: str) -> Account | None:
    """The account, disabled or not."""
    row = (await conn.execute(select(TABLE).where(TABLE.c.id == user_id))).one_or_none()
    return None if row is None else account(row)


async def every(conn: AsyncConnection) -> list[Account]:
    """All accounts, by id."""
    return [account(row) for row in await conn.execute(select(TABLE).order_by(TABLE.c.id))]


async def set_password(conn: AsyncConnection, user_id: str, password: str) -> bool:
    """Change the hash of a local account, and end its sessions; False when there is no such account."""
    ours = (TABLE.c.id == user_id) & (TABLE.c.origin == LOCAL)
    done = await conn.execute(TABLE.update().where(ours).values(password=password))
    await end_sessions(conn, user_id)
    return done.rowcount == 1


async def keep_hash(conn: AsyncConnection, user_id: str, password: str) -> None:
    """The same password, hashed with today's parameters: sessions go on."""
    await conn.execute(TABLE.update().where(TABLE.c.id == user_id).values(password=password))


async def set_roles(
    conn: AsyncConnection, user_id: str, name: str, roles: Iterable[str], kommuner: frozenset[str] | None
) -> bool:
    """Change what the account is called and may do, from its next request on; False when it is not there."""
    values = {"name": name, "roles": _list(roles), "kommuner": _limits(kommuner)}
    done = await conn.execute(TABLE.update().where(TABLE.c.id == user_id).values(values))
    return done.rowcount == 1


async def disable(conn: AsyncConnection, user_id: str, at: datetime | None) -> bool:
    """Shut the account out from `at`, or with None let it in again; its sessions end at once."""
    values = {"disabled_at": None if at is None else micros(at)}
    done = await conn.execute(TABLE.update().where(TABLE.c.id == user_id).values(values))
    await end_sessions(conn, user_id)
    return done.rowcount == 1


async def end_sessions(conn: AsyncConnection, user_id: str) -> None:
    """Log the account out everywhere."""
    await conn.execute(SESSIONS.delete().where(SESSIONS.c.user_id == user_id))


def _list(values: Iterable[str]) -> str:
    return orjson.dumps(sorted(set(values))).decode()


def _limits(kommuner: frozenset[str] | None) -> str | None:
    return None if kommuner is None else _list(kommuner)
