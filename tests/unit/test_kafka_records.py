"""Headers: CloudEvents of ours, and whatever others send."""

from datetime import UTC, datetime
from uuid import UUID

from adapters.kafka.records import Incoming, cloud_headers

NOW = datetime(2026, 2, 12, 14, 5, 0, 123000, tzinfo=UTC)


def test_cloud_headers() -> None:
    """CloudEvents 1.0 in binary mode, and that the value is not encrypted."""
    made = dict(cloud_headers(UUID(int=1), "pasient_innlagt.v1", NOW, "application/json"))
    assert made == {
        "ce_specversion": b"1.0",
        "ce_id": b"00000000-0000-0000-0000-000000000001",
        "ce_type": b"pasient_innlagt.v1",
        "ce_source": b"/plo-broker",
        "ce_time": b"2026-02-12T14:05:00.123000Z",
        "content-type": b"application/json",
        "plo-enc": b"none",
    }


def test_header_of_any_record() -> None:
    """The last of a name counts; null, none at all and what is no UTF-8 are None."""
    headers = (("a", b"1"), ("a", b"2"), ("null", None), ("odd", b"\xff"))
    record = Incoming("t", 0, 0, 0, None, None, headers)
    assert [record.header(name) for name in ("a", "null", "odd", "none")] == ["2", None, None, None]
