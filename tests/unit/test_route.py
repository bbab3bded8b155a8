"""Who may read what."""

import pytest
from fakes import FakeProducer

from adapters.kafka.records import Headers, Incoming
from consumers.route import Route
from schemas.topics import MELDINGER

HEADERS: Headers = (("ce_id", b"1"), ("plo-her-receivers", b"90101,90301"))


def incoming(topic: str, value: bytes | None, headers: Headers = ()) -> Incoming:
    return Incoming(topic, 0, 7, 0, b"pid", value, headers)


@pytest.fixture
def producer() -> FakeProducer:
    return FakeProducer()


@pytest.fixture
def route(producer: FakeProducer) -> Route:
    return Route(producer, {"90001", "90101", "90301"}, 1.0)  # type: ignore[arg-type] # a fake


async def test_a_message_goes_to_receiver_and_copies(route: Route, producer: FakeProducer) -> None:
    """Bytes, key and headers are passed on as they are, to each receiver once."""
    assert await route.handle([incoming(MELDINGER.name, b"<xml/>", HEADERS)]) == []
    assert [r.topic for r in producer.sent] == ["part.90101.meldinger.v1", "part.90301.meldinger.v1"]
    assert {(r.key, r.value, r.headers) for r in producer.sent} == {(b"pid", b"<xml/>", HEADERS)}


async def test_strangers_get_nothing(route: Route, producer: FakeProducer) -> None:
    """A receiver without an agreement has no topic."""
    headers = (("ce_id", b"1"), ("plo-her-receivers", b"999"))
    assert await route.handle([incoming(MELDINGER.name, b"<xml/>", headers)]) == []
    assert producer.sent == []


@pytest.mark.parametrize(
    ("topic", "value", "headers"),
    [
        ("meldinger.v1", b"<xml/>", ()),
        ("meldinger.v1", b"<xml/>", (("ce_id", b"1"), ("plo-her-receivers", b"\xff"))),
        ("meldinger.v1", b"<xml/>", (("ce_id", None), ("plo-her-receivers", b"90101"))),
        ("kvitteringer.v1", b"\xff\xfe", ()),
        ("kvitteringer.v1", None, ()),
        ("avvik.v1", b'{"type":"avvik.v1"}', ()),
        ("avvik.v1", b"[1]", ()),
    ],
)
async def test_what_says_not_whom_it_is_for_is_refused(
    route: Route, producer: FakeProducer, topic: str, value: bytes | None, headers: Headers
) -> None:
    """A record that cannot be read stops nobody else's."""
    good = incoming(MELDINGER.name, b"<xml/>", HEADERS)
    (bad,) = await route.handle([incoming(topic, value, headers), good])
    assert bad.error_class == "PERMANENT_FORMAT" and bad.incoming.topic == topic
    assert len(producer.sent) == 2
