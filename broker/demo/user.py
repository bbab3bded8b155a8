"""The demo's user of the console: made once, its password kept in a file that only we may read, and shown."""

import secrets
from datetime import datetime
from pathlib import Path

from adapters.store import Store, users
from adapters.store.users import LOCAL, Account
from broker.console import accounts
from broker.console.who import Role
from broker.demo.key import keep
from broker.settings import Settings

NAME = "demo"


def password_file(settings: Settings) -> Path:
    """Where the password is kept."""
    return settings.home / "demo.passord"


async def demo_user(settings: Settings, now: datetime) -> str:
    """The password of the user demo, who may do everything; made when there is none.

    Raises Transient when the store is away.
    """
    path = password_file(settings)
    store = await Store.open(settings.database_url)
    try:
        async with store.read() as conn:
            known = await users.find(conn, NAME)
        if known and path.exists():
            return path.read_text("ascii").strip()
        password = "-".join(secrets.token_hex(2) for _ in range(4))
        if known:
            await accounts.set_password(store, NAME, password, NAME, now)
        else:
            one = Account(NAME, "Demo", LOCAL, None, frozenset({Role.ADMIN.value}), None, now)
            await accounts.create(store, one, password, NAME)
    finally:
        await store.close()
    keep(path, password)
    return password
