"""API keys, on both databases."""

from datetime import timedelta

from store_contract import START

from adapters.store import Store, keys
from adapters.store.rows import fetch


async def test_a_key_is_known_by_its_secret_alone(store: Store) -> None:
    """The secret is not in the store; a wrong one, also with the right id, is nobody's."""
    key_id, secret = await keys.create(store, "Tromsø", ["90101", "90102"], True, START)
    found = await keys.find(store, secret)
    assert found == keys.ApiKey(key_id, "Tromsø", frozenset({"90101", "90102"}), True, START)
    for wrong in (
        "",
        "plo_",
        f"plo_{key_id}_",
        secret[:-1],
        f"{secret}x",
        secret[4:],
        "plo_\x00_x",
        "plo_æ_x",
    ):
        assert await keys.find(store, wrong) is None
    async with store.read() as conn:
        assert secret[-43:] not in str([tuple(row) for row in await fetch(conn, "SELECT * FROM api_keys")])


async def test_a_revoked_key_is_refused_and_still_listed(store: Store) -> None:
    """Revoking works once; the list is oldest first."""
    key_id, secret = await keys.create(store, "b", ["90101"], False, START)
    other, _ = await keys.create(store, "a", ["90201"], False, START + timedelta(hours=1))
    assert await keys.revoke(store, key_id, START + timedelta(hours=2))
    assert not await keys.revoke(store, key_id, START + timedelta(hours=3))
    assert not await keys.revoke(store, "nobody", START)
    assert await keys.find(store, secret) is None
    listed = await keys.every(store)
    assert [(key.id, key.revoked_at) for key in listed] == [
        (key_id, START + timedelta(hours=2)),
        (other, None),
    ]
