"""The key behind the pseudonyms is made once, and only we may read it."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cli_runner import run_plo
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


def test_secrets_may_lie_in_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As systemd and Kubernetes lay them; what is set as a variable counts before them."""
    (tmp_path / "PLO_PID_SECRET").write_text("fra fil\n")
    (tmp_path / "PLO_DATABASE").write_text("postgresql://plo:fil@db/plo")
    monkeypatch.setenv("PLO_SECRETS_DIR", str(tmp_path))
    monkeypatch.setenv("PLO_DATABASE", "postgresql://plo:variabel@db/plo")
    settings = Settings()
    assert pid_key(settings) == b"fra fil"
    assert settings.database_url == "postgresql://plo:variabel@db/plo"


def test_a_folder_of_secrets_that_is_not_there(tmp_path: Path) -> None:
    """Is told of: without its database the service would begin on an empty one."""
    shown = run_plo("settings", env={"PLO_SECRETS_DIR": str(tmp_path / "mangler")})
    assert shown.code == 2 and "PLO_SECRETS_DIR" in shown.err


def test_a_secret_that_cannot_be_read(tmp_path: Path) -> None:
    """Is told of as what it is; here bytes that are no text."""
    (tmp_path / "PLO_PID_SECRET").write_bytes(b"\xff\xfe")
    shown = run_plo("settings", env={"PLO_SECRETS_DIR": str(tmp_path)})
    assert shown.code == 2 and "filene i PLO_SECRETS_DIR" in shown.err
