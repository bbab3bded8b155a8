"""The demo's API key: made once, kept in a file that only we may read, and shown."""

import os
from datetime import datetime
from pathlib import Path

from adapters.store import Store, keys
from broker.settings import Settings
from broker.simulate.parties import PARTIES

NAME = "demo"


def key_file(settings: Settings) -> Path:
    """Where the secret is kept."""
    return settings.home / "demo.nokkel"


async def demo_key(settings: Settings, now: datetime) -> str:
    """The secret of a key that may send a backlog for every party of the demo; made when there is none.

    Raises Transient when the store is away.
    """
    path = key_file(settings)
    store = await Store.open(settings.database_url)
    try:
        if path.exists():
            secret = path.read_text("ascii").strip()
            known = await keys.find(store, secret)
            if known and known.historikk and known.hers >= set(PARTIES):
                return secret
        _, secret = await keys.create(store, NAME, PARTIES, True, now)
    finally:
        await store.close()
    keep(path, secret)
    return secret


def keep(path: Path, secret: str) -> None:
    """Write a secret to a file that only we may read."""
    draft = path.with_name(f".{path.name}")
    draft.unlink(missing_ok=True)
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(secret + "\n")
    draft.replace(path)
