"""Accounts made and changed, from the terminal and from the page: checked, done and noted in one place."""

import asyncio
import re
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from adapters.store import Store, audit, tries, users
from adapters.store.users import Account
from broker.console import passwords
from broker.console.who import Role

ID: Final = re.compile(r"[a-z][a-z0-9._@-]{1,62}")
KOMMUNE: Final = re.compile(r"\d{4}")
ADMIN_SEES_ALL: Final = (
    "Rollen admin gjelder alle kommuner: brukerne og revisjonsloggen kan ikke deles opp. Velg drift og "
    "koordinator i stedet, eller la kommunene stå tomme."
)


class Refused(Exception):
    """The account cannot be so; the text says why, for the one who asked."""


class Misnamed(Refused):
    """There is no account of that name, or there is one already."""


def checked_id(text: str) -> str:
    """The id of a new account. Raises Refused."""
    user_id = text.strip().lower()
    if not ID.fullmatch(user_id):
        raise Refused("Brukernavnet må begynne med en bokstav a–z; ellers bokstaver, tall og . _ @ -")
    return user_id


def checked_roles(
    roles: Iterable[str], kommuner: Iterable[str]
) -> tuple[frozenset[str], frozenset[str] | None]:
    """Roles and kommuner, None for all of them. Raises Refused."""
    named, limits = frozenset(roles), frozenset(one.strip() for one in kommuner if one.strip())
    if not named or not named <= {role.value for role in Role}:
        raise Refused(f"Velg minst én rolle av {', '.join(Role)}.")
    if not all(KOMMUNE.fullmatch(one) for one in limits):
        raise Refused("Et kommunenummer har fire sifre.")
    if limits and Role.ADMIN in named:
        raise Refused(ADMIN_SEES_ALL)
    return named, limits or None


async def create(store: Store, one: Account, password: str, who: str) -> None:
    """Add a local account with its password. Raises Refused: too weak, or the name is taken."""
    if weak := passwords.too_weak(password, one.id):
        raise Refused(weak)
    kept = await asyncio.to_thread(passwords.make, password)
    made = Account(one.id, one.name, users.LOCAL, kept, one.roles, one.kommuner, one.created_at)
    async with store.begin() as conn:
        if not await users.create(conn, made):
            raise Misnamed(f"Brukeren {one.id} finnes fra før.")
        await audit.note(conn, one.created_at, who, "bruker.laget", one.id, _told(one.roles, one.kommuner))


async def change(store: Store, one: Account, who: str, now: datetime) -> None:
    """Give the account another name, other roles or kommuner. Raises Refused."""
    async with store.begin() as conn:
        if not await users.set_roles(conn, one.id, one.name, one.roles, one.kommuner):
            raise Misnamed(f"Ingen bruker heter {one.id}.")
        await audit.note(conn, now, who, "bruker.roller", one.id, _told(one.roles, one.kommuner))


async def set_password(store: Store, user_id: str, password: str, who: str, now: datetime) -> None:
    """Another password; every session of the account ends. Raises Refused."""
    if weak := passwords.too_weak(password, user_id):
        raise Refused(weak)
    kept = await asyncio.to_thread(passwords.make, password)
    async with store.begin() as conn:
        if not await users.set_password(conn, user_id, kept):
            raise Misnamed(f"Ingen bruker med passord her heter {user_id}.")
        await tries.forget_user(conn, user_id)
        await audit.note(conn, now, who, "passord.satt", user_id)


async def disable(store: Store, user_id: str, who: str, now: datetime, *, enable: bool = False) -> None:
    """Shut the account out, or let it in again. Raises Refused."""
    async with store.begin() as conn:
        if not await users.disable(conn, user_id, None if enable else now):
            raise Misnamed(f"Ingen bruker heter {user_id}.")
        await audit.note(conn, now, who, "bruker.åpnet" if enable else "bruker.stengt", user_id)


def _told(roles: Iterable[str], kommuner: frozenset[str] | None) -> str:
    """ "drift, leser; 5501"."""
    limits = f"; {', '.join(sorted(kommuner))}" if kommuner else ""
    return ", ".join(sorted(roles)) + limits
