"""A message too large for a record, through the door: in the store before anything is told of it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest
from builders import innlagt_xml, rapport_xml
from fakes import Clock, FakeProducer
from giants import FILE, filled, pdf
from judging import context

from adapters.claimcheck.folder import FolderVault
from adapters.claimcheck.ticket import Ticket, ticket_of
from adapters.claimcheck.vault import ClaimCheck, content_of
from adapters.errors import Transient
from adapters.ledger import Ledger
from adapters.receive import Door, Source
from adapters.store import Store, claims
from schemas.topics import MAX_VALUE

ANYBODY = Source("prøve", frozenset({"90001", "90101"}))


@pytest.fixture
def vault(tmp_path: Path) -> FolderVault:
    return FolderVault(tmp_path / "meldinger")


@pytest.fixture
async def door(store: Store, producer: FakeProducer, vault: FolderVault) -> AsyncIterator[Door]:
    ledger = Ledger(store)
    made = Door(context(), ledger, producer, Clock(), 1.0, ClaimCheck(vault, MAX_VALUE))
    yield made
    await made.close()
    await ledger.close()


def large(msg_id: str, size: int = 2_000_000) -> bytes:
    return filled(FILE, pdf, size, rapport_xml(msg_id=msg_id, attachment="Notat.pdf"))


async def test_its_record_is_light_and_the_store_has_it(
    door: Door, producer: FakeProducer, vault: FolderVault
) -> None:
    """Answered as any other; the event and the receipt are told whole."""
    raw = large(str(uuid4()))
    receipt = await door.receive(raw, ANYBODY)
    assert receipt.verdict == "godtatt" and b'<Status V="1"' in receipt.apprec
    light, *rest = producer.sent
    assert light.value == b"" and content_of(light, vault) == raw
    assert rest and all(record.value and ticket_of(record) is None for record in rest)


async def test_it_is_kept_before_it_is_told_of(
    door: Door, producer: FakeProducer, vault: FolderVault
) -> None:
    """Kafka away: the store has it already, and the second try tells of it, once."""
    raw = large(str(uuid4()))
    producer.away = True
    with pytest.raises(Transient):
        await door.receive(raw, ANYBODY)
    assert vault.get(Ticket.of(raw).ref) == raw
    producer.away = False
    assert (await door.receive(raw, ANYBODY)).verdict == "godtatt"
    assert len(producer.on("meldinger.v1")) == 1


async def test_with_the_store_away_nothing_is_promised(
    door: Door, producer: FakeProducer, store: Store, tmp_path: Path
) -> None:
    """503, no claim and no record; those that need no store go on meanwhile; afterwards it is taken in."""
    msg_id = str(uuid4())
    raw = large(msg_id)
    (tmp_path / "meldinger").write_bytes(b"in the way")
    answers = await asyncio.gather(
        door.receive(raw, ANYBODY), door.receive(innlagt_xml(), ANYBODY), return_exceptions=True
    )
    assert isinstance(answers[0], Transient)
    assert not isinstance(answers[1], BaseException) and answers[1].verdict == "godtatt"
    assert not await claims.find(store, [msg_id])
    (tmp_path / "meldinger").unlink()
    assert (await door.receive(raw, ANYBODY)).verdict == "godtatt"
    assert len(producer.on("meldinger.v1")) == 2


@pytest.mark.parametrize("wrong", ["head", "xml"])
async def test_a_refused_one_is_a_light_dead_letter(
    door: Door, producer: FakeProducer, vault: FolderVault, wrong: str
) -> None:
    """Its bytes are kept unchanged in the store; each refused one has a letter of its own."""
    raws = [large(str(uuid4())), large(str(uuid4()))]
    bad = [raw.replace(b"<MsgInfo>", b"<MsgInfo><x/>") if wrong == "head" else raw[:-20] for raw in raws]
    for raw in bad:
        assert (await door.receive(raw, ANYBODY)).verdict == ("avvist" if wrong == "head" else "ulesbar")
    letters = producer.on("meldinger.v1.dlt")
    assert [content_of(letter, vault) for letter in letters] == bad
    assert {letter.value for letter in letters} == {b""}
    assert len({dict(letter.headers)["plo-dlq-id"] for letter in letters}) == 2


async def test_on_the_limit_it_stays_in_its_record(
    door: Door, producer: FakeProducer, tmp_path: Path
) -> None:
    """A million bytes go to Kafka as they are."""
    raw = large(str(uuid4()), MAX_VALUE)
    raw += b" " * (MAX_VALUE - len(raw))
    await door.receive(raw, ANYBODY)
    assert producer.sent[0].value == raw and not (tmp_path / "meldinger").exists()
    await door.receive(raw + b" ", Source("annen", ANYBODY.speaks_for))
    assert (tmp_path / "meldinger").exists()
