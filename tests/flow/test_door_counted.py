"""What the door counts: each step, each sender of the agreement, and what it refuses as a dead letter."""

from uuid import uuid4

import pytest
from answering import Desk, relayed
from builders import UNN
from prometheus_client import REGISTRY

from adapters.errors import Transient


def value(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


def dead_letters() -> float:
    """Of any cause."""
    found = next(one for one in REGISTRY.collect() if one.name == "plo_dead_letters")
    return sum(one.value for one in found.samples if one.name == "plo_dead_letters_total")


async def test_a_message_is_counted_by_sender_and_step(desk: Desk) -> None:
    """Once at each step; the sender as it stands in the agreement."""
    steps = [value("plo_steg_sekunder_count", step=name) for name in ("judge", "claim", "produce")]
    before = value("plo_avsender_meldinger_total", sender=UNN.her, verdict="godtatt")
    await desk.receive(relayed(str(uuid4())))
    assert value("plo_avsender_meldinger_total", sender=UNN.her, verdict="godtatt") == before + 1
    assert [value("plo_steg_sekunder_count", step=name) for name in ("judge", "claim", "produce")] == [
        one + 1 for one in steps
    ]


async def test_what_is_refused_is_a_dead_letter_once(desk: Desk) -> None:
    """Counted when Kafka has it; a second delivery of the same bytes is not another."""
    before = dead_letters()
    senders = value("plo_avsender_meldinger_total", sender="annet", verdict="ulesbar")
    raw = b"<MsgHead>" + str(uuid4()).encode()
    for _ in range(2):
        assert (await desk.receive(raw)).verdict == "ulesbar"
    assert dead_letters() == before + 1
    assert value("plo_avsender_meldinger_total", sender="annet", verdict="ulesbar") == senders + 2


async def test_what_kafka_has_not_is_no_dead_letter(desk: Desk) -> None:
    """Kafka is away: nothing was promised, and nothing stranded."""
    before = dead_letters()
    desk.producer.away = True
    with pytest.raises(Transient):
        await desk.receive(b"<MsgHead>" + str(uuid4()).encode())
    assert dead_letters() == before
