"""The key behind patient pseudonyms: from settings, or made once in a file that only we may read."""

import os
import secrets
from pathlib import Path

from broker.settings import Settings

BYTES = 32


def pid_key(settings: Settings) -> bytes:
    """The HMAC key (identifiers.md §4).

    It must outlive everything else: another key gives every patient another pid, and no stay goes on.
    """
    given = settings.pid_secret.get_secret_value()
    if given:
        return given.encode()
    path = settings.home / "pid.nokkel"
    settings.make_home()
    if not path.exists():
        make(path)
    return path.read_bytes()


def make(path: Path) -> None:
    """Write a new key; of several processes that try at once, the first one's key stands."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(handle, "wb") as file:
        file.write(secrets.token_hex(BYTES).encode())
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
