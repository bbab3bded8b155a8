"""A message too large for a record lies in a store, and its records say where and what it is."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest
from builders import innlagt_xml
from fakes import FakeProducer
from judging import RECEIVED, judged

from adapters.claimcheck.folder import FolderVault
from adapters.claimcheck.ticket import Ticket, sha256_of, size_of, ticket_of
from adapters.claimcheck.vault import WITHOUT, Altered, ClaimCheck, Missing, content_of
from adapters.errors import Transient
from adapters.kafka.bad import Bad
from adapters.kafka.burial import Burial
from adapters.kafka.deadletter import MOST_HEADERS
from adapters.kafka.records import Headers, Incoming, Record
from adapters.outgoing import records_of
from consumers.route import Route
from schemas.topics import HEADROOM, MAX_RECORD, MAX_VALUE, MELDINGER, all_topics

CONTENT = b"<MsgHead/>" * 200_000
SHA256 = hashlib.sha256(CONTENT).hexdigest()
HEADERS: Headers = (("ce_id", b"1"), ("plo-her-receivers", b"90101,90301"))


@dataclass
class Shelf:
    """A store in memory; `away` makes it unreachable."""

    kept: dict[str, bytes] = field(default_factory=dict)
    away: bool = False

    def put(self, ref: str, content: bytes) -> None:
        if self.away:
            raise Transient("the store is away")
        self.kept[ref] = content

    def get(self, ref: str) -> bytes:
        try:
            return self.kept[ref]
        except KeyError:
            raise Missing(ref) from None

    def forget(self, before: datetime) -> int:
        raise AssertionError("nothing here deletes")


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def claim_check(shelf: Shelf) -> ClaimCheck:
    return ClaimCheck(shelf, MAX_VALUE)


def incoming(record: Record) -> Incoming:
    return Incoming(record.topic, 0, 7, 0, record.key, record.value, record.headers)


async def test_only_what_is_too_large_is_checked_in(claim_check: ClaimCheck, shelf: Shelf) -> None:
    """On the limit it stays in the record; one byte more, and the record is light and the store has it."""
    fits = Record("t", b"k", b"x" * MAX_VALUE, HEADERS)
    assert await claim_check.lighter(fits) is fits
    assert await claim_check.lighter(fits._replace(value=None)) == fits._replace(value=None)
    assert not shelf.kept
    heavy = fits._replace(value=b"x" * (MAX_VALUE + 1))
    light = await claim_check.lighter(heavy)
    assert (light.value, light.headers[: len(HEADERS)]) == (b"", HEADERS)
    assert content_of(light, shelf) == heavy.value
    assert await claim_check.lighter(light) is light


def test_the_headers_say_where_and_what() -> None:
    """Reference, hash and length as text; the reference follows from the hash."""
    light = Ticket.of(CONTENT).instead(Record("t", b"k", CONTENT, HEADERS))
    assert light.headers[len(HEADERS) :] == (
        ("plo-claim-ref", f"{SHA256[:2]}/{SHA256}".encode()),
        ("plo-claim-sha256", SHA256.encode()),
        ("plo-claim-bytes", b"2000000"),
    )
    assert ticket_of(light) == Ticket(SHA256, 2_000_000)
    assert (size_of(light), sha256_of(light)) == (2_000_000, SHA256)
    assert Ticket.of(b"other").instead(light).headers == (*HEADERS, *Ticket.of(b"other").headers)


@pytest.mark.parametrize(
    "headers",
    [
        (),
        (("plo-claim-sha256", b"../../etc/passwd"), ("plo-claim-bytes", b"5")),
        (("plo-claim-sha256", SHA256.encode()),),
        (("plo-claim-sha256", SHA256.encode()), ("plo-claim-bytes", b"-1")),
        (("plo-claim-sha256", SHA256.upper().encode()), ("plo-claim-bytes", b"5")),
        (("plo-claim-sha256", b"\xff"), ("plo-claim-bytes", None)),
    ],
)
def test_what_is_no_ticket_leads_nowhere(headers: Headers, tmp_path: Path) -> None:
    """Headers that others wrote open no file; such a record is empty, and nothing else."""
    assert ticket_of(Record("t", b"k", b"", headers)) is None
    assert content_of(Record("t", b"k", b"", headers), FolderVault(tmp_path)) == b""


def test_a_record_with_its_content_in_it_needs_no_store() -> None:
    """A ticket beside a value is somebody else's: the value counts."""
    record = Record("t", b"k", b"whole", Ticket.of(CONTENT).headers)
    assert content_of(record, WITHOUT.vault) == b"whole"
    assert (size_of(record), sha256_of(record)) == (5, hashlib.sha256(b"whole").hexdigest())


def test_what_is_read_is_verified(shelf: Shelf) -> None:
    """Gone, cut off or changed by one byte: an error that names the reference, never other content."""
    light = Ticket.of(CONTENT).instead(Record("t", b"k", CONTENT))
    ref = Ticket.of(CONTENT).ref
    with pytest.raises(Missing, match=ref):
        content_of(light, shelf)
    for wrong in (b"", CONTENT[:-1], b"?" + CONTENT[1:]):
        shelf.put(ref, wrong)
        with pytest.raises(Altered, match=ref):
            content_of(light, shelf)


def test_message_and_dead_letter_carry_the_ticket() -> None:
    """The record on meldinger.v1 and the dead letter are both light; two large dead letters are two."""
    first, second = (innlagt_xml(status=status) for status in ("N", "X"))
    (light, *_) = records_of(judged(first), first, RECEIVED, (), "1", Ticket.of(first))
    assert (light.topic, light.value, sha256_of(light)) == ("meldinger.v1", b"", Ticket.of(first).sha256)
    other = second.replace(b"Eksempel", b"Eksempler")
    letters = [records_of(judged(raw), raw, RECEIVED, (), "1", Ticket.of(raw))[0] for raw in (second, other)]
    assert {letter.topic for letter in letters} == {"meldinger.v1.dlt"}
    assert {letter.value for letter in letters} == {b""}
    told = [dict(letter.headers) for letter in letters]
    assert [one["plo-dlq-payload-sha256"] for one in told] == [one["plo-claim-sha256"] for one in told]
    assert len({one["plo-dlq-id"] for one in told}) == 2


async def test_route_passes_the_reference_on(claim_check: ClaimCheck, shelf: Shelf) -> None:
    """A party's record is as light as ours, with the same headers; the store is not asked."""
    producer = FakeProducer()
    route = Route(producer, {"90101", "90301"}, 1.0, claim_check)  # type: ignore[arg-type] # a fake
    light = Ticket.of(CONTENT).instead(Record(MELDINGER.name, b"pid", CONTENT, HEADERS))
    assert await route.handle([incoming(light)]) == []
    assert [one.topic for one in producer.sent] == ["part.90101.meldinger.v1", "part.90301.meldinger.v1"]
    assert {(one.value, one.headers) for one in producer.sent} == {(b"", light.headers)}
    assert not shelf.kept
    (bad,) = await route.handle([incoming(light._replace(headers=HEADERS))])
    assert bad.code == "record.unreadable"


async def test_route_makes_an_old_record_lighter(claim_check: ClaimCheck, shelf: Shelf) -> None:
    """A record from when the topics took 24 MB fits its parties' topics too; with the store away it waits."""
    producer = FakeProducer()
    route = Route(producer, {"90101"}, 1.0, claim_check)  # type: ignore[arg-type] # a fake
    old = incoming(Record(MELDINGER.name, b"pid", CONTENT, HEADERS))
    shelf.away = True
    with pytest.raises(Transient):
        await route.handle([old])
    shelf.away = False
    assert await route.handle([old]) == []
    (light,) = producer.sent
    assert content_of(light, shelf) == CONTENT


async def test_a_dead_letter_is_never_too_large(claim_check: ClaimCheck, shelf: Shelf) -> None:
    """What others wrote, however large, is buried; its headers still say all, within their own limit."""
    producer = FakeProducer()
    burial = Burial(producer, "route", "1", lambda: RECEIVED, 1.0, claim_check)  # type: ignore[arg-type] # a fake
    receivers = ",".join(str(90_000 + number) for number in range(2_000)).encode()
    source = Record(MELDINGER.name, b"pid", CONTENT, (("plo-her-receivers", receivers), *HEADERS))
    await burial.bury([Bad(incoming(source), "PERMANENT_FORMAT", "record.unreadable", "x")])
    await burial.bury([Bad(incoming(await claim_check.lighter(source)), "PERMANENT_FORMAT", "again", "x")])
    for letter in producer.sent:
        assert letter.value == b"" and content_of(letter, shelf) == CONTENT
        assert dict(letter.headers)["plo-dlq-payload-sha256"] == SHA256.encode()
        assert sum(len(name) + len(value or b"") for name, value in letter.headers) < MOST_HEADERS + 200


def test_every_topic_takes_what_kafka_takes_by_default() -> None:
    """1 MB, and for a dead letter its own headers besides; our largest value leaves room for those."""
    limits = {topic.name: topic.max_bytes for topic in all_topics(["90001"])}
    failed = {name for name in limits if name.endswith(".dlt") or ".replay." in name}
    assert {limits[name] for name in limits.keys() - failed} == {MAX_RECORD} == {1_048_588}
    assert {limits[name] for name in failed} == {MAX_RECORD + HEADROOM}
    assert MAX_VALUE + MOST_HEADERS < MAX_RECORD
