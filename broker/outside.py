"""What every part needs of the world: the clock, the store, Kafka, the door; and how they are."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from importlib.metadata import version

from adapters.errors import Transient
from adapters.kafka.producer import Producer
from adapters.ledger import Ledger
from adapters.messages.judge import Context
from adapters.receive import Door
from adapters.store import Store
from adapters.traced import door_of
from adapters.xml.validate import Schema
from broker import register, signatures
from broker.claimcheck import claim_check_of
from broker.room import LEAST, lack_of_room
from broker.secret import pid_key
from broker.settings import Settings
from schemas.agreements import load
from schemas.attachments import limits_of

VERSION = version("plo-broker")
ASK_S = 2.0
"""Seconds that the store or Kafka may take to answer when asked how it is."""

Check = Callable[[], Awaitable[str | None]]
"""None when it is well, else what is wrong, in words."""


def now() -> datetime:
    """The only clock of the service, UTC."""
    return datetime.now(UTC)


@asynccontextmanager
async def outside(settings: Settings, name: str) -> AsyncIterator[tuple[Store, Producer]]:
    """The store and Kafka, open. Raises Transient when one of them does not answer."""
    store = await Store.open(settings.database_url)
    producer = Producer(settings.bootstrap, f"plo-{name}", settings.produce_limit_s)
    try:
        await producer.start()
        yield store, producer
    finally:
        await producer.stop()
        await store.close()


@asynccontextmanager
async def the_door(settings: Settings, store: Store, producer: Producer) -> AsyncIterator[Door]:
    """The door, with what it needs to judge."""
    patients = register.register_of(settings)
    context = Context(
        agreement=load(settings.agreements_file),
        schema=Schema(settings.schemas_folder),
        pid_key=pid_key(settings),
        max_bytes=settings.max_message_bytes,
        received_at=now(),
        historie=False,
        speaks_for=frozenset(),
        software_version=VERSION,
        plo20=settings.plo20,
        patients=patients.knows if patients else None,
        signatures=signatures.signatures_of(settings),
        attachments=limits_of(settings.attachment_kinds, settings.attachment_bytes),
    )
    # It takes a second: built by the first message with a fault, it would hold up everybody else's.
    await asyncio.to_thread(lambda: context.schema.explaining)
    ledger = Ledger(store)
    door = door_of(context, ledger, producer, now, settings.produce_limit_s, claim_check_of(settings))
    try:
        async with (
            signatures.kept_current(context.signatures, settings, now),
            register.kept_current(patients, settings),
        ):
            yield door
    finally:
        await door.close()
        await ledger.close()


def checks_of(settings: Settings, store: Store, producer: Producer) -> dict[str, Check]:
    """Asks both, really; and the disk, where the store lies on it: a full one still answers what is asked."""
    checks: dict[str, Check] = {
        "kafka": lambda: why_not(producer.ping),
        "store": lambda: why_not(store.ping),
    }
    if not settings.database.get_secret_value():
        checks["disk"] = lambda: asyncio.to_thread(room, settings)
    return checks


def room(settings: Settings) -> str | None:
    """What is wrong with the disk that the state lies on."""
    return f"full: under {LEAST // 1_000_000} MB igjen" if lack_of_room(settings.home) else None


async def why_not(ask: Callable[[], Awaitable[object]]) -> str | None:
    """None when what is asked answers in time, else what went wrong."""
    try:
        async with asyncio.timeout(ASK_S):
            await ask()
    except Transient as exc:
        return str(exc)
    except TimeoutError:
        return f"svarte ikke på {ASK_S:.0f} s"
    return None


async def in_one_line(checks: dict[str, Check]) -> str | None:
    """Everything that is wrong, or None."""
    why = await asyncio.gather(*(check() for check in checks.values()))
    told = [f"{name}: {reason}" for name, reason in zip(checks, why, strict=True) if reason]
    return "; ".join(told) or None
