"""An installation that relays: UNN and a legekontor are its own, Tromsø answers for itself.

Kafka is a fake.
"""

from datetime import datetime
from typing import Any

from builders import FASTLEGE, TROMSO, UNN, innlagt_xml
from fakes import Clock, FakeProducer
from judging import context

from adapters.ledger import Ledger
from adapters.receive import Door, Receipt, Source
from adapters.store import Store, answers
from adapters.store.answers import Awaited
from schemas.agreements import Agreement, Part
from schemas.events import HENDELSER, KVITTERINGER, KvitteringMottatt

PARTS = (
    Part(UNN.her, UNN.name, "helseforetak", egen=True),
    Part(TROMSO.her, TROMSO.name, "kommune", kommunenr="5501"),
    Part(FASTLEGE.her, FASTLEGE.name, "fastlege", egen=True),
)
ANYBODY = Source("prøve", frozenset(part.her for part in PARTS))


class Desk:
    """The door, what it told, and what it still waits for; every message is sent at noon, 7 February."""

    def __init__(self, store: Store, producer: FakeProducer | None = None, **given: Any) -> None:
        self.store, self.clock, self.producer = store, Clock(), producer or FakeProducer()
        self.ledger = Ledger(store)
        judging = context(agreement=Agreement(parts=PARTS), **given)
        self.door = Door(judging, self.ledger, self.producer, self.clock, 1.0)

    async def receive(self, raw: bytes, at: str = "2026-02-07T12:01:00+00:00", **source: Any) -> Receipt:
        """Take a message in, at a moment, and finish all that follows from it."""
        self.clock.at = datetime.fromisoformat(at)
        receipt = await self.door.receive(raw, source.get("source", ANYBODY))
        await self.settle()
        return receipt

    async def settle(self) -> None:
        """Let everything be marked."""
        await self.ledger.close()
        self.ledger = self.door._ledger = Ledger(self.store)

    async def missing(self, at: str = "2099-01-01T00:00:00+00:00") -> list[Awaited]:
        """What nobody has answered."""
        return await answers.unanswered(self.store, datetime.fromisoformat(at), 100)

    def told(self) -> list[KvitteringMottatt]:
        """Received AppRecs on kvitteringer.v1."""
        facts = [KVITTERINGER.validate_json(one.value or b"") for one in self.producer.on("kvitteringer.v1")]
        return [fact for fact in facts if isinstance(fact, KvitteringMottatt)]

    def told_of_patients(self) -> list[KvitteringMottatt]:
        """Received AppRecs on hendelser.v1."""
        facts = [HENDELSER.validate_json(one.value or b"") for one in self.producer.on("hendelser.v1")]
        return [fact for fact in facts if isinstance(fact, KvitteringMottatt)]


def relayed(msg_id: str, **given: Any) -> bytes:
    """A message from UNN to Tromsø."""
    return innlagt_xml(msg_id=msg_id, gen_date="2026-02-07T12:00:00Z", **given)
