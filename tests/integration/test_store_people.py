"""Users, sessions and tries to log in, on both databases."""

import asyncio
from datetime import timedelta

from store_contract import START

from adapters.store import Store, oidc_logins, sessions, tries, users
from adapters.store.oidc_logins import Pending
from adapters.store.sessions import Limits
from adapters.store.users import LOCAL, Account

LIMITS = Limits(timedelta(minutes=30), timedelta(hours=12))
KARI = Account("kari", "Kari", LOCAL, "hash", frozenset({"leser", "drift"}), frozenset({"5501"}), START)


async def begun(store: Store) -> str:
    """The token of a session of Kari's."""
    async with store.begin() as conn:
        await users.create(conn, KARI)
        return await sessions.begin(conn, "kari", START)


async def alive(store: Store, token: str) -> bool:
    async with store.read() as conn:
        return await sessions.find(conn, token, LIMITS, START) is not None


async def test_an_account_is_kept_as_it_is(store: Store) -> None:
    """Once; another of the same name is refused."""
    async with store.begin() as conn:
        assert await users.create(conn, KARI)
        assert not await users.create(conn, KARI)
        assert await users.find(conn, "kari") == KARI and await users.every(conn) == [KARI]
        assert await users.find(conn, "ola") is None


async def test_the_store_does_not_hold_the_token(store: Store) -> None:
    """Who reads the table cannot log in with it."""
    token = await begun(store)
    async with store.read() as conn:
        found = await sessions.find(conn, token, LIMITS, START)
        assert found and found.account == KARI and found.sha256 != token
        assert await sessions.find(conn, found.sha256, LIMITS, START) is None


async def test_what_ends_every_session(store: Store) -> None:
    """A new password and a shut door do, also for who is let in again; another role does not."""
    for change in (
        lambda conn: users.set_password(conn, "kari", "another"),
        lambda conn: users.disable(conn, "kari", START),
        lambda conn: users.disable(conn, "kari", None),
    ):
        token = await begun(store)
        async with store.begin() as conn:
            await users.disable(conn, "kari", None)
            token = await sessions.begin(conn, "kari", START)
            assert await change(conn)
        assert not await alive(store, token)
    async with store.begin() as conn:
        token = await sessions.begin(conn, "kari", START)
        assert await users.set_roles(conn, "kari", "Kari", ["leser"], None)
    async with store.read() as conn:
        found = await sessions.find(conn, token, LIMITS, START)
    assert found and (found.account.roles, found.account.kommuner) == (frozenset({"leser"}), None)


async def test_tries_at_the_same_moment_count_each_other(store: Store) -> None:
    """Twelve at once from one place: five are let through, whichever; later they may try again."""

    async def attempt() -> bool:
        async with store.begin() as conn:
            return await tries.add(conn, "kari", "192.0.2.1", START)

    assert sum(await asyncio.gather(*(attempt() for _ in range(12)))) == 5
    async with store.begin() as conn:
        assert await tries.add(conn, "kari", "192.0.2.2", START)
        assert await tries.add(conn, "kari", "192.0.2.1", START + tries.WINDOW)


async def test_one_place_and_one_name_have_limits_of_their_own(store: Store) -> None:
    """Many names from one place, and one name from many places."""
    async with store.begin() as conn:
        from_one = [await tries.add(conn, f"u{number}", "192.0.2.1", START) for number in range(40)]
        of_one = [await tries.add(conn, "kari", f"198.51.100.{number}", START) for number in range(80)]
    assert (sum(from_one), sum(of_one)) == (30, 60)


async def test_a_login_under_way_is_used_once_by_its_browser(store: Store) -> None:
    """Not by another browser, not twice, not after a quarter of an hour."""
    pending = Pending("nonce", "verifier", "/min")
    async with store.begin() as conn:
        for state in ("one", "two"):
            await oidc_logins.begin(conn, state, "browser", pending, START)
        assert await oidc_logins.take(conn, "one", "another", START) is None
        assert await oidc_logins.take(conn, "one", "browser", START) == pending
        assert await oidc_logins.take(conn, "one", "browser", START) is None
        assert await oidc_logins.take(conn, "two", "browser", START + oidc_logins.LONGEST) is None
