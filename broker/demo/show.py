"""plo run --demo: the messages of six stays go through the service, and one sees what comes of them."""

import asyncio
import sys
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any

import httpx
from rich.console import Console

from broker.demo.board import Board
from broker.demo.guide import guide
from broker.demo.key import demo_key
from broker.demo.listen import listening
from broker.demo.place import folder_of, url_of
from broker.demo.post import LIMIT_S, Carrier, post_all
from broker.demo.press import pressed
from broker.demo.screen import Screen
from broker.demo.stage import Stage, now
from broker.demo.user import demo_user
from broker.names import Names
from broker.settings import Settings
from broker.simulate.parties import PARTIES
from broker.simulate.stays import script
from schemas.agreements import load


async def show(settings: Settings, stop: asyncio.Event) -> None:
    """Run the demo until `stop` is set; `settings` are those of demo_settings.

    Raises Transient (the store is away) and Stop (Kafka is away) at the start only.
    """
    console = Console(highlight=False, markup=False, emoji=False)
    names = Names(load(settings.agreements_file))
    if missing := [her for her in PARTIES if her not in names.agreement.own]:
        console.print(
            f"Demoen sendes ikke: avtalefilen har ikke demoens parter (HER-id {', '.join(missing)}). "
            "Prøv uten PLO_AGREEMENTS, med en egen PLO_HOME."
        )
        return
    secret, password = await demo_key(settings, now()), await demo_user(settings, now())
    groups = script()
    board = Board(names, {message.msg_id: message.note for group in groups for message in group})
    with Screen(console) as screen, pressed(sys.stdin, screen.hold):
        async with listening(settings) as ear, carrying(settings, secret) as carrier:
            stage = Stage(board, screen, ear, carrier.carry, stop)
            await stage.before()
            async with started(post_all(groups, stage.send)) as posting:
                await stage.play(posting)
            if not stop.is_set():
                screen.say(guide(settings, secret, password, groups))
                await stage.play(None)


@asynccontextmanager
async def carrying(settings: Settings, secret: str) -> AsyncIterator[Carrier]:
    """The two ways in, with the demo's key."""
    headers = {"authorization": f"Bearer {secret}", "content-type": "application/xml"}
    async with httpx.AsyncClient(headers=headers, timeout=LIMIT_S, trust_env=False) as client:
        yield Carrier(client, url_of(settings), folder_of(settings))


@asynccontextmanager
async def started(work: Coroutine[Any, Any, None]) -> AsyncIterator["asyncio.Task[None]"]:
    """A task that ends with the body at the latest."""
    task = asyncio.create_task(work)
    try:
        yield task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
