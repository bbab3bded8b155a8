"""Keys go to the same partition as with any client that keeps Kafka's default."""

import aiokafka.partitioner
from hypothesis import given
from hypothesis import strategies as st

from adapters.kafka.partitions import murmur2, partition_of

OF_KAFKA = {
    b"21": -973932308,
    b"foobar": -790332482,
    b"a-little-bit-long-string": -985981536,
    b"a-little-bit-longer-string": -1486304829,
    b"lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8": -58897971,
    b"abc": 479470107,
}
"""From Kafka's own test (UtilsTest.testMurmur2)."""


def test_hash_of_kafka() -> None:
    """The values that Kafka's own test expects, there as 32 bits with sign."""
    assert {key: murmur2(key) for key in OF_KAFKA} == {key: h % 2**32 for key, h in OF_KAFKA.items()}


@given(st.binary(max_size=200), st.integers(1, 300))
def test_partition_of_aiokafka(key: bytes, partitions: int) -> None:
    """Any key, also an empty one, of any length: where aiokafka's partitioner would put it."""
    every = list(range(partitions))
    assert partition_of(key, partitions) == aiokafka.partitioner.DefaultPartitioner()(key, every, every)
