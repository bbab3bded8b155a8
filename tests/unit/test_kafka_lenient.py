"""Batches that aiokafka cannot read, because a header's name is not UTF-8."""

import struct

import pytest
from aiokafka.errors import CorruptRecordException
from aiokafka.record.default_records import DefaultRecordBatchBuilder
from aiokafka.record.util import calc_crc32c

from adapters.kafka.lenient import LenientRecords

NAME = b"navnenavn"


def batch(count: int, compression: int = 0) -> bytes:
    """One batch of records, each with a header named navnenavn."""
    builder = DefaultRecordBatchBuilder(2, compression, False, -1, -1, 0, 1_000_000)
    for offset in range(count):
        builder.append(offset, 1000, b"k", str(offset).encode(), [(NAME.decode(), b"\xff"), ("null", None)])
    return bytes(builder.build())


def spoilt(data: bytes, bad: bytes) -> bytes:
    """The same batch with another name of the same length, and a checksum that is right."""
    changed = data.replace(NAME, bad)
    crc = calc_crc32c(changed[21:])
    return changed[:17] + struct.pack(">I", crc) + changed[21:]


def read(data: bytes) -> list[tuple[int, bytes | None, list[tuple[str, bytes | None]]]]:
    """Every record of every batch, as aiokafka's fetcher goes through them."""
    records = LenientRecords(data)
    found: list[tuple[int, bytes | None, list[tuple[str, bytes | None]]]] = []
    while records.has_next():
        one = records.next_batch()
        assert one is not None
        assert one.validate_crc()
        found.extend((record.offset, record.value, list(record.headers)) for record in one)
    assert records.next_batch() is None
    return found


@pytest.mark.parametrize("compression", [0, 1, 4], ids=["plain", "gzip", "zstd"])
def test_as_aiokafka_reads_it(compression: int) -> None:
    """What aiokafka can read is read as ever, over several batches."""
    found = read(batch(3, compression) + batch(2, compression))
    assert [value for _, value, _ in found] == [b"0", b"1", b"2", b"0", b"1"]
    assert found[0][2] == [("navnenavn", b"\xff"), ("null", None)]


def test_name_that_is_not_utf8() -> None:
    """Only the bad bytes of the name are replaced; the batches around it are untouched."""
    found = read(batch(1) + spoilt(batch(2), b"nav\xff\xfenavn") + batch(1))
    assert [value for _, value, _ in found] == [b"0", b"0", b"1", b"0"]
    assert found[1][2] == [("nav\ufffd\ufffdnavn", b"\xff"), ("null", None)]


def test_truly_broken() -> None:
    """A batch that is broken in another way is an error, not a guess."""
    data = batch(1)
    broken = spoilt(data.replace(b"\x12navnenavn", b"\x7fnavnenavn"), NAME)
    with pytest.raises((CorruptRecordException, ValueError)):
        read(broken)
