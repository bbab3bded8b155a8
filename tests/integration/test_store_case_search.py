"""Cases as the console asks for them, on both databases."""

from datetime import timedelta

from cases import AT, case, found, keep

from adapters.store import Store, case_search
from adapters.store.case_search import Selection

NOW = AT + timedelta(days=1)


async def test_the_newer_ways_to_ask(store: Store) -> None:
    """By class, by consumer, by change, and by several of each kind at once; what nobody knows has none."""
    await keep(
        store,
        case(1, error_class="SECURITY", reader="receive", topic="meldinger.v1", sender=""),
        case(2, sender="90101", changed_at=NOW),
        case(3, error_class="BUG", code="bug", sender="90102"),
        case(4, reader="route", code=""),
    )
    assert await found(store, classes=("SECURITY", "BUG")) == [1, 3]
    assert await found(store, readers=("receive",)) == [1]
    assert await found(store, readers=("route", "receive")) == [1, 4]
    assert await found(store, senders=("90101", "90102")) == [2, 3]
    assert await found(store, senders=("",)) == [1]
    assert await found(store, codes=("",)) == [4]
    assert await found(store, changed=case(4).changed_at) == [2]
    assert await found(store, changed=case(3).changed_at, senders=("90001",)) == [4]
    assert await found(store, ids=("0000000",), classes=("BUG",), codes=("bug",)) == [3]
    assert await found(store, ids=("D-00000003-0000-0000",)) == [3]
    assert await found(store, ids=("d-0000_003",)) == []
    heaps = await case_search.count(store, Selection(classes=("SECURITY",)))
    assert [(one.reader, one.sender, one.number) for one in heaps] == [("receive", "", 1)]
    page = await case_search.find(store, Selection(), 2, 1)
    assert [one.record_offset for one in page] == [2, 3]
