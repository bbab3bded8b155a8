"""plo run --demo: six stays of last winter and the patients of today, and what the service finds of them."""

import asyncio
import sys
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from itertools import chain
from typing import Any

import httpx
from rich.console import Console

from broker.demo.board import Board
from broker.demo.guide import guide, taken_over
from broker.demo.key import demo_key
from broker.demo.listen import listening
from broker.demo.place import folder_of, url_of
from broker.demo.post import LIMIT_S, Carrier, post_all
from broker.demo.press import pressed
from broker.demo.screen import Screen
from broker.demo.shift import Shift, begun, sent_file
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
    fresh = await demo_key(settings, now(), live=True)
    groups, shift = script(), begun(sent_file(settings), now)
    coming = (*chain.from_iterable(groups), *(one.message for one in shift.waiting))
    board = Board(names, {message.msg_id: message.note for message in coming})
    with Screen(console) as screen, pressed(sys.stdin, screen.hold):
        async with listening(settings) as ear, carrying(settings, secret, fresh) as carrier:
            stage = Stage(board, screen, ear, carrier.carry, stop)
            await stage.before()
            await _act(stage, post_all(groups, stage.send))
            await _act(stage, _take_over(stage, shift))
            if not stop.is_set():
                screen.say(guide(settings, secret, password, groups, shift.is_new))
            await _act(stage, shift.follow(stage.send))
            await stage.play(None)


async def _act(stage: Stage, work: Coroutine[Any, Any, None]) -> None:
    """Play until the work is done and all of it has been shown."""
    async with started(work) as posting:
        await stage.play(posting)


async def _take_over(stage: Stage, shift: Shift) -> None:
    """Send what is due of the wards, and tell how much that was."""
    at, due = now(), shift.due()
    backlog = [*chain.from_iterable(due)]
    stage.board.quiet |= {message.msg_id for message in backlog}
    stage.screen.say(f"\n {taken_over(len(backlog), shift.is_new)}")
    await post_all(due, stage.send)
    shift.done(at)


@asynccontextmanager
async def carrying(settings: Settings, secret: str, fresh: str) -> AsyncIterator[Carrier]:
    """The two ways in, with the demo's keys: for a backlog, and for what is new."""
    headers = {"authorization": f"Bearer {secret}", "content-type": "application/xml"}
    async with httpx.AsyncClient(headers=headers, timeout=LIMIT_S, trust_env=False) as client:
        yield Carrier(client, url_of(settings), folder_of(settings), {"authorization": f"Bearer {fresh}"})


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
