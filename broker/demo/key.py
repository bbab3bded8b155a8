"""The demo's API keys, for a backlog and for what is new: made once, kept in files that only we may read."""

import os
from datetime import datetime
from pathlib import Path
from typing import Final

from adapters.store import Store, keys
from broker.settings import Settings
from broker.simulate.parties import PARTIES

NAMES: Final = {False: "demo", True: "demo-direkte"}
"""Whether a key is for what is sent when it is written -> its name."""


def key_file(settings: Settings, live: bool = False) -> Path:
    """Where the secret is kept."""
    return settings.home / f"{NAMES[live]}.nokkel"


async def demo_key(settings: Settings, now: datetime, live: bool = False) -> str:
    """The secret of a key that may send for every party of the demo; made when there is none.

    What it sends is a backlog, unless `live`.

    Raises Transient when the store is away.
    """
    path = key_file(settings, live)
    store = await Store.open(settings.database_url)
    try:
        if path.exists():
            secret = path.read_text("ascii").strip()
            known = await keys.find(store, secret)
            if known and known.historikk != live and known.hers >= set(PARTIES):
                return secret
        _, secret = await keys.create(store, NAMES[live], PARTIES, not live, now)
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
