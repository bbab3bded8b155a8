"""A dead letter in words, from its headers alone."""

from datetime import UTC, datetime

import pytest

from adapters.kafka.deadletter import dead_letter
from adapters.kafka.reason import Failure
from adapters.kafka.records import Incoming, Record
from broker.cli.dlt.search import ranges_of
from broker.cli.exits import Stop
from broker.letters.stranded import Stranded, begins, stranded_of

NOW = datetime(2026, 2, 12, 13, 5, tzinfo=UTC)
CANARY = b"<Melding>KANARIFUGL</Melding>"
FAILURE = Failure("PERMANENT_FORMAT", "xsd.missing", "Noe mangler.", "receive", apprec="T02")


def letter(*headers: tuple[str, bytes | None]) -> Incoming:
    """A message refused at the door, as it lies on Kafka, with more headers."""
    source = Record("meldinger.v1", b"nokkel", CANARY, (("plo-msg-id", b"0b88a160"), *headers))
    record = dead_letter(source, FAILURE, group="receive", version="0.1.0", now=NOW)
    at_ms = int(NOW.timestamp() * 1000)
    return Incoming(record.topic, 4, 10_233, at_ms, record.key, record.value, record.headers)


def test_headers_in_words() -> None:
    """Class, code, place and times as people say them."""
    one = stranded_of(letter())
    told = dict(one.in_words(NOW))
    assert (one.kind, one.code, one.topic) == ("Feil form", "xsd.missing", "meldinger.v1")
    assert told["MsgId"] == "0b88a160"
    assert told["kode i AppRec"] == "T02"
    assert told["første gang"] == "tor. 12. feb. 14.05"
    assert told["ligger på"] == "meldinger.v1.dlt [4] @ 10\u00a0233"
    assert told["størrelse"] == "29 byte"


def test_content_is_never_told() -> None:
    """Neither the bytes nor anything of them, to people or programs."""
    one = stranded_of(letter())
    assert "KANARIFUGL" not in repr(one) + str(one.as_row()) + str(dict(one.in_words(NOW)))


def test_row_for_programs() -> None:
    """ISO time, where it lies, and every reason."""
    row = stranded_of(letter()).as_row()
    assert (row["at"], row["topic"], row["offset"]) == (
        "2026-02-12T13:05:00+00:00",
        "meldinger.v1.dlt",
        10_233,
    )
    assert (row["class"], row["code"], row["plo-msg-id"]) == ("PERMANENT_FORMAT", "xsd.missing", "0b88a160")


@pytest.mark.parametrize("garbage", [("plo-her-sender", b"\xff\xfe"), ("plo-her-sender", None), ("x", None)])
def test_headers_that_are_garbage_are_left_out(garbage: tuple[str, bytes | None]) -> None:
    """Others may write to our topics; the rest of the headers are still told."""
    one = stranded_of(letter(garbage))
    assert one.code == "xsd.missing"
    assert "plo-her-sender" not in one.about


def test_nothing_can_command_the_terminal() -> None:
    """Escape codes in a header are shown as dots."""
    assert stranded_of(letter(("plo-her-sender", b"\x1b[2J90001"))).about["plo-her-sender"] == "·[2J90001"


def test_a_record_without_our_headers_is_told_of_too() -> None:
    """Somebody else's record on a .dlt topic has no reason, but a place."""
    one: Stranded = stranded_of(Incoming("avvik.v1.dlt", 0, 1, -1, None, None, ()))
    assert (one.kind, one.id, one.size) == ("Ukjent grunn", "", 0)


def test_ids_may_be_shortened() -> None:
    """D-1A2B, 1a2b, or all of it; an empty one is nobody's."""
    record = letter()
    full = stranded_of(record).id
    assert begins(record, full)
    assert begins(record, f"D-{full[:6].upper()}")
    assert not begins(record, "D-")
    assert not begins(record, "zz")


def test_topic_may_be_named_with_or_without_dlt() -> None:
    """--emne meldinger.v1 and meldinger.v1.dlt are the same; an unknown one is refused."""
    assert [one.topic for one in ranges_of("hendelser.v1", 5)] == ["hendelser.v1.dlt"]
    assert ranges_of("hendelser.v1.dlt", 5) == ranges_of("hendelser.v1", 5)
    assert len(ranges_of(None, 5)) == 4
    with pytest.raises(Stop):
        ranges_of("tull", 5)
