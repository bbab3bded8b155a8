"""A shadow run opened, run and told of: the work behind plo reprocess."""

import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from adapters.errors import Transient
from adapters.kafka import topics
from adapters.kafka.producer import Producer
from adapters.store import Store
from broker.analyse.intake import Histories
from broker.analyse.log_aside import log_aside
from broker.claimcheck import claim_check_of
from broker.cli.exits import AWAY, Stop
from broker.cli.lookback.reprocessed import tell
from broker.cli.reach import kafka_of, store_of
from broker.cli.screen import console
from broker.judging import context_of
from broker.reprocess.difference import Compared
from broker.reprocess.run import Run, judging
from broker.reprocess.shadow import Shadow
from broker.secret import pid_key
from schemas.agreements import Agreement
from schemas.topics import SHADOWED, shadow

if TYPE_CHECKING:
    from rich.progress import Progress

    from broker.settings import Settings


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be run again.

    Attributes:
        since: what was written at or after this moment, UTC.
        topic: meldinger.v1 or hendelser.v1.
        now: UTC; both answers are of this moment.
        agreement: the one in force.
    """

    since: datetime
    topic: str
    now: datetime
    agreement: Agreement


async def run(settings: "Settings", asked: Asked, *, as_json: bool) -> int:
    """Do it all, and print; how many avvik would be others than they are."""
    unread: set[str] = set()
    async with _opened(settings, asked) as opened:
        with _progress() as progress:
            task = progress.add_task("Leser på nytt", total=None)
            done = await opened.again(asked.topic, asked.since, unread, lambda: progress.advance(task))
            progress.update(task, description="Vurderer pasienter")
            found = await opened.differences(done)
    tell(asked.agreement, done, found, unread, as_json=as_json)
    return len(found)


@asynccontextmanager
async def _opened(settings: "Settings", asked: Asked) -> AsyncIterator[Run]:
    """A run on the store and Kafka of the settings. Raises Stop when one of them is away."""
    context = judging(context_of(settings, asked.agreement, asked.now), pid_key(settings))
    with log_aside(), tempfile.TemporaryDirectory(prefix="plo-skygge-") as folder:
        made = await Store.open(f"sqlite+aiosqlite:///{Path(folder) / 'plo.db'}")
        producer = Producer(settings.bootstrap, "plo-skygge", settings.produce_limit_s)
        try:
            async with store_of(settings) as real, kafka_of(settings) as reader:
                await topics.apply(settings.bootstrap, [shadow(topic) for topic in SHADOWED])
                await producer.start()
                writer = Shadow(producer, Histories(made), str(uuid4()))
                compared = Compared(real, made, asked.agreement, asked.now)
                limit_s, claim_check = settings.produce_limit_s, claim_check_of(settings)
                yield Run(reader, writer, compared, context, claim_check, limit_s)
        except Transient as exc:
            raise Stop(AWAY, f"Kafka svarer ikke: {exc}.", "Ingenting er endret. Se plo status.") from None
        finally:
            await producer.stop()
            await made.close()


@contextmanager
def _progress() -> "Iterator[Progress]":
    from rich.progress import Progress, TextColumn, TimeElapsedColumn

    screen = console(errors=True)
    shown = (TextColumn("{task.description}"), TextColumn("{task.completed:.0f}"), TimeElapsedColumn())
    with Progress(*shown, console=screen, transient=True, disable=not screen.is_terminal) as progress:
        yield progress
