"""Records that nobody can make anything of, for every topic we read and each of its partitions."""

from collections.abc import Iterator, Mapping

from adapters.kafka.records import Headers, Record
from schemas.topics import INTERNAL

KEY = b"0" * 64
SOUND: Headers = (
    ("ce_id", b"1"),
    ("ce_source", b"/alien"),
    ("plo-enc", b"none"),
    ("plo-her-receivers", b"90001"),
)


def instead(name: str, value: bytes | None) -> Headers:
    """Sound headers, but for one."""
    return (*(pair for pair in SOUND if pair[0] != name), (name, value))


POISON: Mapping[str, Record] = {
    "null header": Record("", KEY, b"{}", instead("ce_id", None)),
    "null encryption": Record("", KEY, b"{}", instead("plo-enc", None)),
    "encrypted": Record("", KEY, b"\x8a\x01", instead("plo-enc", b"aes-256")),
    "header not UTF-8": Record("", KEY, b"{}", instead("plo-her-receivers", b"\xff\xfe")),
    "garbage": Record("", b"\xff\x00", bytes(range(256))),
    "not UTF-8 and no JSON": Record("", KEY, b'{"type": "\xff"}', (("x", b"\xff"),)),
    "wrong shape": Record("", KEY, b'{"type":"pasient_innlagt.v1","id":[],"pid":7}', (("x", None),)),
    "a list": Record("", KEY, b"[[[1]]]"),
    "empty": Record("", KEY, b"", SOUND),
    "no value": Record("", KEY, None, SOUND),
    "no key": Record("", None, b"{}", SOUND),
}


def poison() -> Iterator[tuple[Record, int]]:
    """Each of them for each partition of each topic."""
    for topic in INTERNAL:
        for partition in range(topic.partitions):
            for bad in POISON.values():
                yield Record(topic.name, bad.key, bad.value, bad.headers), partition
