"""The console for tests: a store of its own, a browser without a screen, and somebody who is logged in."""

import re
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import pytest
from argon2 import PasswordHasher
from fakes import Clock

from adapters.store import Store, users
from adapters.store.users import Account
from broker.console import passwords
from broker.console.app import build
from broker.console.desk import Desk
from broker.console.live import Live
from broker.settings import Settings
from schemas.agreements import load

PASSWORD = "riktig hest batteri stift"  # noqa: S105
ADDRESS = "http://127.0.0.1:8490"
START = datetime(2026, 2, 12, 13, 5, tzinfo=UTC)


CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
NOBODY = CHEAP.hash("")


@cache
def hashed() -> str:
    """The hash of PASSWORD."""
    return CHEAP.hash(PASSWORD)


@contextmanager
def quick() -> Iterator[None]:
    """Passwords hashed with parameters that cost next to nothing: in tests nobody guesses."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "hasher", lambda: CHEAP)
        patch.setattr(passwords, "nobody", lambda: NOBODY)
        yield


class Browser:
    """Somebody at the console; follows no redirect by itself.

    Attributes:
        client: cookies and all.
        desk: what the console works with.
        clock: the console's clock.
    """

    def __init__(self, desk: Desk, clock: Clock, client: httpx.AsyncClient) -> None:
        self.desk, self.clock, self.client = desk, clock, client

    async def get(self, path: str, **how: Any) -> httpx.Response:
        """A page, as a browser asks for it."""
        headers = {"accept": "text/html", **how.pop("headers", {})}
        return await self.client.get(path, headers=headers, **how)

    async def post(self, path: str, data: Mapping[str, Any] | None = None, **how: Any) -> httpx.Response:
        """Send a form of the page `on` (else Min side), with that page's token."""
        page = await self.get(how.pop("on", "/min"))
        return await self.client.post(path, data={"_csrf": token_of(page.text), **(data or {})}, **how)

    async def log_in(self, name: str, password: str = PASSWORD, neste: str = "") -> httpx.Response:
        """Log in with the form."""
        fields = {"bruker": name, "passord": password, "neste": neste}
        return await self.post("/logg-inn", fields, on="/logg-inn")

    async def another(self) -> "Browser":
        """Another browser at the same console."""
        return Browser(self.desk, self.clock, _client(self.desk))


def token_of(page: str) -> str:
    """The token of the forms of a page; "" when it has none."""
    found = re.search(r'name="_csrf" value="([^"]+)"', page)
    return found[1] if found else ""


def _client(desk: Desk) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app=build(desk), raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url=desk.settings.console_address)


async def add_user(store: Store, name: str, *roles: str, kommuner: frozenset[str] | None = None) -> None:
    """An account with PASSWORD."""
    async with store.begin() as conn:
        made = Account(name, name.title(), users.LOCAL, hashed(), frozenset(roles), kommuner, START)
        await users.create(conn, made)


@asynccontextmanager
async def console(folder: Path, **settings: Any) -> AsyncIterator[Browser]:
    """A console on an empty SQLite store, and a browser that is not logged in."""
    chosen = Settings(home=folder, **settings)
    chosen.make_home()
    store, clock = await Store.open(chosen.database_url), Clock(START)
    desk = Desk(chosen, load(chosen.agreements_file), clock, store, live=Live())
    browser = Browser(desk, clock, _client(desk))
    try:
        with quick():
            yield browser
    finally:
        await browser.client.aclose()
        await store.close()


@asynccontextmanager
async def logged_in(
    folder: Path, *roles: str, kommuner: frozenset[str] | None = None, **settings: Any
) -> AsyncIterator[Browser]:
    """As `console`, with the user kari logged in, who has these roles (else leser)."""
    async with console(folder, **settings) as browser:
        await add_user(browser.desk.store, "kari", *(roles or ("leser",)), kommuner=kommuner)
        answer = await browser.log_in("kari")
        assert answer.status_code == 303, answer.text
        yield browser
