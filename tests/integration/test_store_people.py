"""Users, sessions and tries to log in, on both databases."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection
from store_contract import START

from adapters.store import Store, oidc_logins, sessions, tries, users
from adapters.store.oidc_logins import Pending
from adapters.store.sessions import Limits
from adapters.store.tries import Answer
from adapters.store.users import LOCAL, Account

YES, NO = Answer.YES, Answer.NO

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
    changes: tuple[Callable[[AsyncConnection], Awaitable[bool]], ...] = (
        lambda conn: users.set_password(conn, "kari", "another"),
        lambda conn: users.disable(conn, "kari", START),
        lambda conn: users.disable(conn, "kari", None),
    )
    for change in changes:
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
            return await tries.add(conn, "kari", "192.0.2.1", START) is YES

    assert sum(await asyncio.gather(*(attempt() for _ in range(12)))) == 5
    async with store.begin() as conn:
        assert await tries.add(conn, "kari", "192.0.2.2", START) is YES
        assert await tries.add(conn, "kari", "192.0.2.1", START + tries.WINDOW) is YES


async def test_one_place_and_one_name_have_limits_of_their_own(store: Store) -> None:
    """Many names from one place, and one name from many places."""
    async with store.begin() as conn:
        from_one = [await tries.add(conn, f"u{number}", "192.0.2.1", START) for number in range(40)]
        of_one = [await tries.add(conn, "kari", f"198.51.100.{number}", START) for number in range(80)]
    assert (from_one.count(YES), of_one.count(YES)) == (30, 60)
    assert (from_one.count(NO), of_one.count(NO)) == (1, 1)


@pytest.mark.parametrize(
    ("addresses", "together"),
    [
        (("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:0db8:0001:0002::7"), True),
        (("2001:db8:1:2::1", "2001:db8:1:3::1", "2001:db8:1:4::1"), False),
        (("192.0.2.1", "::ffff:192.0.2.1", "192.0.2.1"), True),
        (("192.0.2.1", "192.0.2.2", "192.0.2.3"), False),
        (("", "", ""), True),
        (("testclient", "x" * 300, "fe80::1%eth0"), False),
    ],
)
def test_who_has_many_addresses_is_one(addresses: tuple[str, ...], together: bool) -> None:
    """Whoever has an IPv6 network has more addresses than any limit; it counts as one."""
    assert len({tries.place(address) for address in addresses}) == (1 if together else 3)


async def test_a_new_password_lets_its_owner_try_again(store: Store) -> None:
    """Somebody else's tries count no more, from wherever they came."""
    async with store.begin() as conn:
        for number in range(20):
            for _ in range(4):
                await tries.add(conn, "kari", f"192.0.2.{number}", START)
        assert await tries.add(conn, "kari", "198.51.100.1", START) is not YES
        await tries.forget_user(conn, "kari")
        assert await tries.add(conn, "kari", "198.51.100.1", START) is YES


async def test_logins_that_are_begun_and_never_ended(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Anybody may begin one: beyond a number of them the oldest are forgotten."""
    monkeypatch.setattr(oidc_logins, "MOST", 3)
    pending = Pending("nonce", "verifier", "/min")
    async with store.begin() as conn:
        for number in range(6):
            now = START + timedelta(seconds=number)
            await oidc_logins.begin(conn, str(number), "browser", pending, now)
        left = [await oidc_logins.take(conn, str(number), "browser", START) for number in range(6)]
    assert [one is not None for one in left] == [False] * 3 + [True] * 3


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
