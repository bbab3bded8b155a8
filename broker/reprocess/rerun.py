"""Messages through the door again, as they came: the same bytes, from anyone, received when they were."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, NamedTuple, get_args

from adapters.claimcheck.vault import Altered, Missing, Vault, content_of
from adapters.kafka.records import Incoming
from adapters.receive import Door, Source
from adapters.store import Store, history
from schemas.events import HENDELSER, AnyEvent, Hendelse, event_id

CAME: Final = Source("skygge", None, historie=False)
BACKLOG: Final = Source("skygge", None, historie=True)
AT_ONCE: Final = 64
TYPES: Final = tuple(one.model_fields["type"].default for one in get_args(AnyEvent))
SECURITY: Final = "SECURITY"
"""Class of a dead letter that was not its sender's to send: whoever sent it may no more send it now."""


class Sent(NamedTuple):
    """What names a message: its sender's level-1 HER-id and its MsgId."""

    sender: str
    msg_id: str


@dataclass(slots=True)
class Rerun:
    """What became of the messages.

    Attributes:
        messages: how many there were.
        sent: their names.
        pids: of the patients they were kept under.
        outcomes: (verdict then, verdict now) -> how many.
        gone: how many lie neither on Kafka nor in the claim-check store any more.
    """

    messages: int = 0
    sent: set[Sent] = field(default_factory=set)
    pids: set[str] = field(default_factory=set)
    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    gone: int = 0

    def noted(self, record: Incoming) -> None:
        """One more message of which the record tells."""
        self.messages += 1
        self.pids.add((record.key or b"").decode(errors="replace"))
        if name := sent_of(record):
            self.sent.add(name)


async def rerun(records: AsyncIterator[Incoming], door: Door, store: Store, vault: Vault) -> Rerun:
    """Give them to the door; `store` is the real one, read to know when each was received."""
    done, batch = Rerun(), list[Incoming]()
    async for record in records:
        if record.header("plo-dlq-class") == SECURITY:
            continue
        batch.append(record)
        if len(batch) == AT_ONCE:
            await _together(batch, door, store, vault, done)
            batch = []
    await _together(batch, door, store, vault, done)
    return done


async def _together(batch: Sequence[Incoming], door: Door, store: Store, vault: Vault, done: Rerun) -> None:
    known = await _known(batch, store)

    async def one(record: Incoming) -> None:
        done.noted(record)
        try:
            raw = await asyncio.to_thread(content_of, record, vault)
        except (Missing, Altered):
            done.gone += 1
            return
        source, at = _as_it_came(record, known)
        receipt = await door.receive(raw, source, at)
        then = "avvist" if record.topic.endswith(".dlt") else "godtatt"
        done.outcomes[then, "godtatt" if receipt.verdict == "godtatt" else "avvist"] += 1

    await asyncio.gather(*map(one, batch))


async def _known(batch: Sequence[Incoming], store: Store) -> dict[Sent, Hendelse]:
    """The events that these messages made when they came: an id tells of which message it is."""
    ids = {event_id(*name, type_) for record in batch if (name := sent_of(record)) for type_ in TYPES}
    async with store.read() as conn:
        bodies = await history.by_ids(conn, ids)
    events = [HENDELSER.validate_json(body) for body in bodies]
    return {name: event for event in events if (name := name_of(event))}


def sent_of(record: Incoming) -> Sent | None:
    """Which message a record is about; None where it cannot be read."""
    sender, msg_id = record.header("plo-her-sender"), record.header("plo-msg-id")
    return Sent(sender, msg_id) if sender and msg_id else None


def name_of(event: Hendelse) -> Sent | None:
    """Which message an event was made of; None for what a person did."""
    sender, msg_id = getattr(event, "sender", None), getattr(event, "msg_id", None)
    return Sent(sender, msg_id) if sender and msg_id else None


def _as_it_came(record: Incoming, known: dict[Sent, Hendelse]) -> tuple[Source, datetime]:
    name = sent_of(record)
    event = known.get(name) if name else None
    if event is None:
        return CAME, datetime.fromtimestamp(record.timestamp_ms / 1000, UTC)
    return (BACKLOG if getattr(event, "historie", False) else CAME), event.received_at
