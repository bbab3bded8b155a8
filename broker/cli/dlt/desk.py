"""The desk at which plo dlt works: the store and Kafka, opened for one command."""

import getpass
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING

from broker.cli import start
from broker.cli.exits import REFUSED, Stop

if TYPE_CHECKING:
    from broker.letters.desk import Desk
    from broker.letters.who import Who
    from broker.settings import Settings


@asynccontextmanager
async def desk_of(settings: "Settings") -> AsyncIterator["Desk"]:
    """Everything that working with dead letters needs. Raises Stop when something of it is away."""
    from adapters.failpoint import arm
    from adapters.kafka.places import Places
    from adapters.kafka.producer import Producer
    from broker.claimcheck import claim_check_of
    from broker.cli.reach import kafka_of, store_of
    from broker.judging import context_of
    from broker.letters.desk import Desk

    arm(settings.failpoint)
    context = context_of(settings, start.agreement(settings), start.now())
    claim_check = claim_check_of(settings)
    async with store_of(settings) as store, kafka_of(settings) as reader:
        producer = Producer(settings.bootstrap, "plo-dlt", settings.produce_limit_s)
        try:
            await producer.start()
            yield Desk(
                store, producer, Places(reader), claim_check, context, start.now, settings.produce_limit_s
            )
        finally:
            await producer.stop()


def who_of(by: str | None, why: str, *, admin: bool = False, needed: bool = True) -> "Who":
    """Who does it, and why. Raises Stop."""
    from broker.letters.who import checked

    with told():
        return checked(by or getpass.getuser(), why, admin=admin, needed=needed)


@contextmanager
def told() -> Iterator[None]:
    """What is refused, as the end of the command."""
    from broker.letters.refused import Refused

    try:
        yield
    except Refused as refused:
        raise Stop(REFUSED, refused.what, refused.hint) from None
