"""The store and Kafka, opened for one command; away, they end it with a sentence (exit code 3)."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from broker.cli.exits import AWAY, Stop
from broker.cli.scan import learn_topics

if TYPE_CHECKING:
    from aiokafka import AIOKafkaConsumer

    from adapters.store import Store
    from broker.settings import Settings

ANSWER_S = 5.0
"""How long Kafka may take to answer, in seconds."""
FETCH_BYTES = 4 * 1024 * 1024
"""Of one partition at a time; Kafka gives a larger record nevertheless."""


@asynccontextmanager
async def store_of(settings: "Settings", *, make: bool = False) -> AsyncIterator["Store"]:
    """The store of the settings; `make` says that a missing SQLite file may be made."""
    from adapters.errors import Transient
    from adapters.store import Store

    if make:
        settings.make_home()
    elif not settings.database.get_secret_value() and not (settings.home / "plo.db").exists():
        what = f"Her er ingen database ennå: {settings.home}."
        raise Stop(AWAY, what, "Start tjenesten med plo run, eller rett PLO_HOME.")
    try:
        opened = await Store.open(settings.database_url)
        try:
            yield opened
        finally:
            await opened.close()
    except Transient:
        raise Stop(AWAY, f"Databasen svarer ikke: {place(settings)}.", _hint(settings)) from None


def _hint(settings: "Settings") -> str:
    if settings.database_url.startswith("sqlite"):
        return "Kan mappen skrives i, og har disken plass? Se PLO_HOME og PLO_DATABASE i plo settings."
    return "Se PLO_DATABASE i plo settings."


def place(settings: "Settings") -> str:
    """Where the store is, without its password."""
    from sqlalchemy import make_url

    return make_url(settings.database_url).render_as_string(hide_password=True)


@asynccontextmanager
async def kafka_of(settings: "Settings") -> AsyncIterator["AIOKafkaConsumer"]:
    """A reader of Kafka that belongs to no group and leaves no trace; it knows every topic's partitions."""
    from aiokafka import AIOKafkaConsumer
    from aiokafka.errors import KafkaError

    from adapters.kafka.servers import reached

    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)  # what it has to say, we say in words
    reader = AIOKafkaConsumer(
        **reached(settings.bootstrap),
        client_id="plo-cli",
        enable_auto_commit=False,
        max_partition_fetch_bytes=FETCH_BYTES,
        fetch_max_wait_ms=50,
    )
    try:
        async with asyncio.timeout(ANSWER_S):
            await reader.start()
            await learn_topics(reader)
    except (KafkaError, TimeoutError, OSError):
        await reader.stop()
        what = f"Kafka svarer ikke på {', '.join(settings.bootstrap)}."
        raise Stop(AWAY, what, "Start tjenesten med plo run, eller se plo status.") from None
    try:
        yield reader
    finally:
        await reader.stop()
