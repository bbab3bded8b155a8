"""The console as a part of the service. It comes up also while the store or Kafka is away, and says so."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import uvicorn

from adapters.errors import Transient
from adapters.kafka.producer import Producer
from adapters.store import Store
from broker.alive import alive
from broker.connection import Connection
from broker.console import anchors, letters_runs
from broker.console.app import build
from broker.console.desk import Desk
from broker.console.letters_kafka import Originals, letters_at
from broker.console.live import Live
from broker.console.oidc import oidc_of
from broker.console.proxies import Proxies
from broker.outside import Check, in_one_line, now, why_not
from broker.serve import listening, until
from broker.settings import Settings
from schemas.agreements import load

AGAIN_S = 2.0
"""Seconds between two tries to reach the store or Kafka at the start."""
FINISH_S = 5
"""Seconds that answers in hand may take at the end."""


async def console(settings: Settings, number: int) -> None:
    """The pages, on a port of their own."""
    name, live = f"console-{number}", Live()
    desk = Desk(settings, load(settings.agreements_file), now, live=live, oidc=oidc_of(settings))
    producer = Producer(settings.bootstrap, f"plo-{name}", settings.produce_limit_s)
    originals = Originals(settings.bootstrap)
    checks: dict[str, Check] = {
        "kafka": lambda: why_not(producer.ping),
        "store": lambda: why_not(lambda: _ping(desk)),
    }
    app = served(desk)
    async with alive(settings, name, settings.console_address, lambda: in_one_line(checks)) as stop:
        try:
            async with asyncio.TaskGroup() as group:
                beside = (
                    *_reaching(desk, producer, originals),
                    desk.health.watch(checks),
                    desk.kafka.watch(settings.bootstrap, now),
                    live.run(lambda: desk.store),
                    anchors.keep(desk),
                    letters_runs.watch(desk),
                )
                tasks = [group.create_task(one) for one in beside]
                await until(app, listening(settings.console_host, settings.console_port), stop, live.close)
                for task in tasks:
                    task.cancel()
        finally:
            await _let_go(desk, producer, originals)


def served(desk: Desk) -> uvicorn.Config:
    """How uvicorn serves it; whom a proxy speaks for, we see to ourselves."""
    return uvicorn.Config(
        Proxies(build(desk), desk),
        http=Connection,
        ws="none",
        lifespan="off",
        interface="asgi3",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=FINISH_S,
    )


async def _let_go(desk: Desk, producer: Producer, originals: Originals) -> None:
    """What was opened, closed again; the store last, as the others may ask it."""
    await originals.stop()
    await producer.stop()
    if desk.opened:
        await desk.opened.close()


async def _ping(desk: Desk) -> None:
    await desk.store.ping()


def _reaching(desk: Desk, producer: Producer, originals: Originals) -> tuple[Coroutine[Any, Any, None], ...]:
    """Until the store and Kafka have answered."""
    return _open(desk), _connect(desk, producer), _letters(desk, originals)


async def _open(desk: Desk) -> None:
    """The store, as soon as it answers."""
    while desk.opened is None:
        try:
            desk.opened = await Store.open(desk.settings.database_url)
        except Transient:
            await asyncio.sleep(AGAIN_S)


async def _connect(desk: Desk, producer: Producer) -> None:
    """Kafka, as soon as it answers."""
    while desk.producer is None:
        try:
            await producer.start()
            desk.producer = producer
        except Transient:
            await asyncio.sleep(AGAIN_S)


async def _letters(desk: Desk, originals: Originals) -> None:
    """The work with dead letters, as soon as both have answered."""
    while desk.letters is None:
        if desk.opened and desk.producer:
            desk.letters = letters_at(desk, desk.opened, desk.producer, originals)
        else:
            await asyncio.sleep(AGAIN_S)
