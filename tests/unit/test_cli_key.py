"""plo key: made, shown once, listed without its secret, revoked."""

import asyncio
from pathlib import Path

import pytest
from cli_runner import Ran, run_plo

from adapters.store import Store, keys


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home that does not exist yet: a key may be made before the first start."""
    return tmp_path / "hjem"


def plo(home: Path, *argv: str) -> Ran:
    return run_plo("key", *argv, env={"PLO_HOME": str(home)})


async def known(home: Path, secret: str) -> bool:
    """Whether the service would know the key."""
    store = await Store.open(f"sqlite+aiosqlite:///{home / 'plo.db'}")
    try:
        return await keys.find(store, secret) is not None
    finally:
        await store.close()


def test_a_key_lives_from_create_to_revoke(home: Path) -> None:
    """It works when made, is listed without its secret, and stops working when revoked."""
    (made,) = plo(home, "create", "EPJ Tromsø", "--her", "90101", "--historikk", "--json").rows
    secret, key_id = str(made["key"]), str(made["id"])
    assert asyncio.run(known(home, secret))

    (listed,) = plo(home, "list", "--json").rows
    assert (listed["id"], listed["name"], listed["her"]) == (key_id, "EPJ Tromsø", ["90101"])
    assert (listed["historikk"], listed["revoked_at"]) == (True, None)
    assert secret not in plo(home, "list").out

    assert plo(home, "revoke", key_id).code == 0
    assert not asyncio.run(known(home, secret))
    assert "✕ trukket" in plo(home, "list").out


def test_secret_is_shown_once_on_a_line_of_its_own(home: Path) -> None:
    """So that it can be copied; and the user is told that it will not be shown again."""
    ran = plo(home, "create", "EPJ", "--her", "90001")
    assert ran.out.splitlines()[0].strip().startswith("plo_")
    assert "vises ikke igjen" in ran.out


def test_a_stranger_is_told_of(home: Path) -> None:
    """A HER-id that is no party may be mistyped: the key is made, with a word about it."""
    ran = plo(home, "create", "EPJ", "--her", "90001", "--her", "12345")
    assert ran.code == 0
    assert "Merk: 12345 er ingen part i avtalen." in ran.out


def test_revoking_nothing_is_refused(home: Path) -> None:
    """An unknown id, or one revoked already: 1, and where to look."""
    plo(home, "create", "EPJ", "--her", "90001")
    ran = plo(home, "revoke", "00000000")
    assert ran.code == 1
    assert "plo key list" in ran.err
