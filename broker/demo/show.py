"""plo run --demo: the messages of six stays go through the service, and one sees what comes of them."""

import asyncio
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Final

import httpx
from rich.console import Console

from broker.cli.finding import Names
from broker.demo.board import Board, Row
from broker.demo.guide import guide
from broker.demo.key import demo_key
from broker.demo.listen import Ear, Heard, listening
from broker.demo.post import LIMIT_S, Carrier, post_all
from broker.demo.press import pressed
from broker.demo.screen import Screen
from broker.settings import Settings
from broker.simulate.parties import PARTIES
from broker.simulate.stays import Message, script
from schemas.agreements import load
from schemas.avvik import Avvik

QUIET_S: Final = 1.5
"""So long after the last row the show is over, and one is told what to do next."""


async def show(settings: Settings, stop: asyncio.Event) -> None:
    """Run the demo until `stop` is set; `settings` are those of demo_settings.

    Raises Transient (the store is away) and Stop (Kafka is away) at the start only.
    """
    console = Console(highlight=False, markup=False, emoji=False)
    names = Names(load(settings.agreements_file))
    missing = [her for her in PARTIES if her not in names.agreement.own]
    if missing:
        console.print(
            f"Demoen sendes ikke: avtalefilen har ikke demoens parter (HER-id {', '.join(missing)}). "
            "Prøv med en annen PLO_HOME og uten PLO_AGREEMENTS."
        )
        return
    secret = await demo_key(settings, now())
    messages = script()
    board = Board(names, {message.msg_id: message.note for group in messages for message in group})
    with Screen(console) as screen, pressed(sys.stdin, screen.hold):
        async with listening(settings) as ear, carrier_of(settings, secret) as client:
            stage = Stage(board, screen, ear, stop)
            await stage.before()
            carrier = Carrier(client, f"{base_url(settings)}/meldinger", settings.home / "mappe" / "inn")
            posting = asyncio.create_task(post_all(messages, carrier.carry, stage.told))
            try:
                await stage.play(posting)
                if not stop.is_set():
                    screen.say(guide(settings, secret, example(messages)))
                    await stage.play(None)
            finally:
                posting.cancel()
                with suppress(asyncio.CancelledError):
                    await posting
