"""The store and Kafka, opened for one command, and where the door is; away, they end it (exit code 3)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from broker.cli.exits import AWAY, Stop

if TYPE_CHECKING:
    from aiokafka import AIOKafkaConsumer

    from adapters.store import Store
    from broker.settings import Settings


@asynccontextmanager
async def store_of(settings: "Settings", *, make: bool = False) -> AsyncIterator["Store"]:
    """The store of the settings; `make`: a missing SQLite file may be made. Raises Stop: there is none."""
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
    """A reader of Kafka that belongs to no group and leaves no trace; it knows every topic's partitions.

    Raises Stop: Kafka does not answer.
    """
    from adapters.errors import Transient
    from broker.tracing.reading import open_reader

    try:
        reader = await open_reader(settings.bootstrap)
    except Transient:
        what = f"Kafka svarer ikke på {', '.join(settings.bootstrap)}."
        raise Stop(AWAY, what, "Start tjenesten med plo run, eller se plo status.") from None
    try:
        yield reader
    finally:
        await reader.stop()


def door_of(url: str | None, host: str, port: int) -> str:
    """Where messages are posted; to an address without a path, as plo run tells it, /meldinger is added."""
    given = url or f"http://{host}:{port}"
    root = given.rstrip("/")
    return f"{root}/meldinger" if root.count("/") == 2 and "?" not in root else given
