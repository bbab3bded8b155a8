"""From a message on hendelser.v1 to its avvik on avvik.v1, while messages come at an even rate."""

import asyncio
import time
from datetime import datetime

from bench.stays import EVENTS, events, evidence
from bench.waking import Told, listening

from adapters.kafka.producer import Producer
from adapters.outgoing import in_json
from schemas.topics import HENDELSER

TICK_S = 0.02
"""Messages of so long are sent together."""
WARM_S = 2.0
"""Before any avvik is counted: at first all wait for each other."""


async def delays_s(
    bootstrap: str, producer: Producer, rate: float, lasts_s: float, first: int, begin: datetime
) -> list[float]:
    """The seconds of each avvik, at `rate` messages a second for so long; `first` gives other patients."""
    stays = max(9, int(rate * lasts_s) // EVENTS)
    messages, tells = events(stays, first, begin), evidence(stays, first, begin)
    async with listening(bootstrap) as listener:
        sent: dict[Told, float] = {}
        started = time.monotonic()
        for start in range(0, len(messages), each := max(1, int(rate * TICK_S))):
            await asyncio.sleep(started + start / rate - time.monotonic())
            batch = messages[start : start + each]
            now = time.time()
            if start / rate >= WARM_S:
                sent.update({tells[one.msg_id]: now for one in batch if one.msg_id in tells})
            await producer.send([in_json(HENDELSER.name, str(one.pid), one) for one in batch], 30)
        return [await listener.heard(one) - at for one, at in sent.items()]
