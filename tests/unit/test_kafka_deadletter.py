"""Dead letters: bytes unchanged, one reason, no growth, nothing of the patient."""

import socket
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.kafka.deadletter import dead_letter, dead_letter_id, without_reason
from adapters.kafka.reason import Failure
from adapters.kafka.records import Headers, Incoming, Record, text_of

NOW = datetime(2026, 2, 12, 14, 5, tzinfo=UTC)
FAILURE = Failure("PERMANENT_FORMAT", "xsd.missing", "Mangler MsgId.", "detect", "/mh:MsgHead:3", "T02")
INCOMING = Incoming("hendelser.v1", 2, 41, 1_770_000_000_000, b"k", b"{", (("ce_id", b"1"),))


def letter(source: Incoming | Record, failure: Failure = FAILURE) -> Record:
    """The dead letter of a record, at one fixed time."""
    return dead_letter(source, failure, group="detect", version="0.1.0", now=NOW)


def test_what_it_says() -> None:
    """Where it was, what is wrong, who gave it up: in our own headers and in those others know."""
    made = letter(INCOMING)
    assert (made.topic, made.key, made.value) == ("hendelser.v1.dlt", b"k", b"{")
    said = {name: (value or b"").decode() for name, value in made.headers}
    expected = {
        "ce_id": "1",
        "plo-dlq-schema": "1",
        "plo-dlq-class": "PERMANENT_FORMAT",
        "plo-dlq-code": "xsd.missing",
        "plo-dlq-apprec": "T02",
        "plo-dlq-where": "/mh:MsgHead:3",
        "plo-dlq-message": "Mangler MsgId.",
        "plo-dlq-stage": "detect",
        "plo-dlq-group": "detect",
        "plo-dlq-host": socket.gethostname(),
        "plo-dlq-version": "0.1.0",
        "plo-dlq-attempts": "1",
        "plo-dlq-first-failed-at": "2026-02-12T14:05:00.000Z",
        "plo-dlq-original-topic": "hendelser.v1",
        "plo-dlq-original-partition": "2",
        "plo-dlq-original-offset": "41",
        "plo-dlq-original-timestamp": "2026-02-02T02:40:00.000Z",
        "kafka_dlt-original-topic": "hendelser.v1",
        "kafka_dlt-original-offset": "41",
        "kafka_dlt-original-consumer-group": "detect",
        "__connect.errors.topic": "hendelser.v1",
        "__connect.errors.stage": "detect",
    }
    assert expected.items() <= said.items()
    assert "plo-dlq-exception" not in said


@pytest.mark.parametrize(
    ("receivers", "receiver"),
    [
        (b"90101", "90101"),
        (b"90101,90301", "90101"),
        (b"", None),
        (b"Ada Eksempelsen", None),
        (b"17054112345", None),
        (b"\xff\xfe", None),
        (None, None),
    ],
)
def test_its_first_receiver(receivers: bytes | None, receiver: str | None) -> None:
    """A HER-id beside those of all receivers, and nothing else that stands there; gone in a replay."""
    source = INCOMING._replace(headers=(("plo-her-receivers", receivers),))
    made = letter(source)
    assert text_of(made.headers, "plo-her-receiver") == receiver
    assert without_reason(made.headers) == source.headers
    assert letter(source._replace(headers=made.headers)).headers == made.headers


def test_id_is_the_same_every_time() -> None:
    """The same record in the same group has one id; another record or group has another."""
    ids = {
        dead_letter_id(INCOMING, "detect"),
        dead_letter_id(INCOMING._replace(value=b"else"), "detect"),
        dead_letter_id(INCOMING._replace(offset=42), "detect"),
        dead_letter_id(INCOMING._replace(partition=1), "detect"),
        dead_letter_id(INCOMING._replace(topic="avvik.v1"), "detect"),
        dead_letter_id(INCOMING, "route"),
    }
    assert len(ids) == 5


def test_at_the_door_the_content_tells() -> None:
    """Bytes that came no further than the door have no offset: their hash makes the id."""
    door = Record("meldinger.v1", b"k", b"<x/>")
    assert dead_letter_id(door, "receive") == dead_letter_id(door._replace(key=b"else"), "receive")
    assert dead_letter_id(door, "receive") != dead_letter_id(door._replace(value=b"<y/>"), "receive")
    assert text_of(letter(door).headers, "plo-dlq-original-offset") is None


def test_a_thousand_failures_do_not_add_headers() -> None:
    """The headers of the last failure replace those of the one before."""
    headers: Headers = INCOMING.headers
    for _ in range(1000):
        headers = letter(INCOMING._replace(headers=headers)).headers
    assert headers == letter(INCOMING).headers
    assert without_reason(headers) == INCOMING.headers


@pytest.mark.parametrize("text", ["æ" * 5000, "x" * 5000])
def test_long_texts_are_cut(text: str) -> None:
    """A reason never makes the headers larger than 8 KiB."""
    failure = replace(FAILURE, message=text, where=text)
    assert size(letter(INCOMING._replace(topic="t" * 249), failure).headers) <= 8192


def test_neither_key_nor_value() -> None:
    """aiokafka writes no record without both, so the value is empty and a header says that it was null."""
    made = letter(INCOMING._replace(key=None, value=None))
    assert (made.key, made.value) == (None, b"")
    assert text_of(made.headers, "plo-dlq-original-value") == "null"
    assert letter(INCOMING._replace(value=None)).value is None


HEADERS = st.lists(st.tuples(st.text(max_size=20), st.none() | st.binary(max_size=4000)), max_size=30)


@given(HEADERS, st.none() | st.binary(), st.none() | st.binary(min_size=1), st.integers(-1, 2**62))
def test_any_garbage(
    headers: list[tuple[str, bytes | None]], key: bytes | None, value: bytes | None, time: int
) -> None:
    """Whatever a record holds, its dead letter can be made, keeps its bytes, and has small headers."""
    clean = [(name.encode(errors="replace").decode(), one) for name, one in headers]
    source = Incoming("t", 0, 7, time, key, value, tuple(clean))
    made = letter(source)
    assert made.key == key
    assert made.value == (b"" if key is None and value is None else value)
    assert size(made.headers) <= 8192
    kept = [pair for pair in made.headers if pair in clean]
    assert [pair for pair in clean if pair in kept] == kept or len(kept) < len(clean)


def size(headers: Headers) -> int:
    """Bytes of headers, names included."""
    return sum(len(name.encode()) + len(value or b"") for name, value in headers)
