"""Reading records whose header names are not UTF-8.

Kafka takes any bytes as a header's name, and librdkafka sends them; aiokafka 0.14 cannot read the batch
they are in, and its consumer then stands still for ever, with the whole partition behind it. Such a
batch is read once more with the names' bad bytes replaced; everything else in it stays as it is.
"""

import struct
from collections.abc import Iterator
from typing import Any, SupportsIndex, overload

from aiokafka.consumer import fetcher
from aiokafka.errors import CorruptRecordException
from aiokafka.record.default_records import _DefaultRecordBatchPy
from aiokafka.record.memory_records import MemoryRecords

LENGTH_AT = 8
OVERHEAD = 12
"""A batch is an int64, an int32 (its length from there), and that many bytes."""


class LenientRecords:
    """The batches of one partition in a fetch; stands in for aiokafka's MemoryRecords."""

    def __init__(self, data: bytes) -> None:
        self._records = MemoryRecords(data)
        self._data = data
        self._at = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._records, name)

    def next_batch(self) -> "Batch | None":
        """The next one, or None at the end."""
        batch = self._records.next_batch()
        begin = self._at
        if batch is None:
            return None
        self._at += OVERHEAD + struct.unpack_from(">i", self._data, begin + LENGTH_AT)[0]
        return Batch(batch, memoryview(self._data)[begin : self._at])


class Batch:
    """A batch that is read a second time when it cannot be read the first time."""

    def __init__(self, batch: Any, data: memoryview) -> None:
        self._batch = batch
        self._data = data

    def __getattr__(self, name: str) -> Any:
        return getattr(self._batch, name)

    def __next__(self) -> Any:
        return next(self._batch)

    def __iter__(self) -> Iterator[Any]:
        """Raises CorruptRecordException when more than a name is wrong."""
        try:
            return iter(list(self._batch))
        except (CorruptRecordException, UnicodeDecodeError):
            return iter(list(_LenientBatch(self._data)))


class _LenientBatch(_DefaultRecordBatchPy):  # type: ignore[misc] # ours to adapt, pinned below 0.15
    _buffer: bytearray

    def _maybe_uncompress(self) -> None:
        super()._maybe_uncompress()
        self._buffer = _Buffer(self._buffer)


class _Buffer(bytearray):
    """Bytes whose slices decode whatever they hold."""

    @overload
    def __getitem__(self, at: SupportsIndex) -> int: ...
    @overload
    def __getitem__(self, at: slice) -> bytearray: ...
    def __getitem__(self, at: SupportsIndex | slice) -> int | bytearray:
        found = super().__getitem__(at)
        return _Slice(found) if isinstance(found, bytearray) else found


class _Slice(bytearray):
    def decode(self, encoding: str = "utf-8", errors: str = "replace") -> str:
        return super().decode(encoding, "replace")


def install() -> None:
    """Have every consumer of this process read so."""
    fetcher.MemoryRecords = LenientRecords
