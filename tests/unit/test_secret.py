"""The key behind the pseudonyms is made once, and only we may read it."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pydantic import SecretStr

from broker.secret import pid_key
from broker.settings import Settings


def test_made_once_with_mode_600(tmp_path: Path) -> None:
    """The first use makes the key; later ones read it, and nobody else may."""
    settings = Settings(home=tmp_path)
    first = pid_key(settings)
    assert len(first) == 64 and pid_key(settings) == first
    assert stat.S_IMODE((tmp_path / "pid.nokkel").stat().st_mode) == 0o600


def test_many_at_once_make_one(tmp_path: Path) -> None:
    """Processes that start together end with the same key."""
    settings = Settings(home=tmp_path)
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(lambda _: pid_key(settings), range(32)))) == 1


def test_settings_win(tmp_path: Path) -> None:
    """A key from settings is used, and no file is made."""
    settings = Settings(home=tmp_path, pid_secret=SecretStr("hemmelig"))
    assert pid_key(settings) == b"hemmelig" and not list(tmp_path.iterdir())
