"""The parts of the service, each built from its settings: the one place that chooses real parts."""

from collections.abc import Callable, Coroutine, Mapping
from contextlib import nullcontext
from datetime import timedelta
from typing import Any

from adapters.inbox.callers import Callers
from adapters.inbox.folder import FolderInbox
from adapters.inbox.http import Intake
from adapters.inbox.shelf import Shelf
from adapters.kafka.burial import Burial
from adapters.kafka.consumer import Consumer
from adapters.kafka.subscription import Subscription
from adapters.receive import Source
from adapters.replays import Replays
from adapters.store import keys
from adapters.traced import traced_app
from broker.alive import alive
from broker.claimcheck import claim_check_of
from broker.console.part import console
from broker.consuming import consume, first_of
from broker.outside import VERSION, checks_of, in_one_line, now, outside, the_door
from broker.serve import listening, serve
from broker.settings import Settings
from broker.stranding import strandet
from broker.watching import watched
from consumers.clock import Clock
from consumers.detect import GROUP as DETECT
from consumers.detect import Detect
from consumers.retention import Retention
from consumers.route import GROUP as ROUTE
from consumers.route import Route
from consumers.settle import Settler
from schemas.agreements import load
from schemas.topics import HENDELSER, ROUTED, Topic, replays_of

FOLDER_INTERVAL_S = 0.5
SWEEP_INTERVAL_S = 6 * 3600.0


async def intake(settings: Settings, number: int) -> None:
    """POST /meldinger; several of these share the port."""
    name, address = f"intake-{number}", f"http://{settings.host}:{settings.http_port}"
    async with outside(settings, name) as (store, producer), the_door(settings, store, producer) as door:
        checks = checks_of(settings, store, producer)

        async def find(secret: str) -> Source | None:
            key = await keys.find(store, secret)
            return Source(key.id, key.hers, key.historikk, way="http") if key else None

        here = not settings.metrics_port
        app = traced_app(Intake(door.receive, Callers(find), checks, settings.max_message_bytes, here))
        async with (
            alive(settings, name, address, lambda: in_one_line(checks)) as stop,
            watched(settings, store, checks, PARTS) if number == 0 else nullcontext(),
        ):
            await serve(app, listening(settings.host, settings.http_port), stop)


async def folder(settings: Settings, number: int) -> None:
    """Carries the files of every configured folder to the door."""
    name = f"folder-{number}"
    async with outside(settings, name) as (store, producer), the_door(settings, store, producer) as door:
        checks = checks_of(settings, store, producer)
        inboxes = []
        for one in settings.folders:
            shelf = Shelf(one.path)
            shelf.make()
            source = Source(one.path.name, frozenset(one.her), one.historikk, way="mappe")
            inboxes.append(
                FolderInbox(shelf, door.receive, source, settings.folder_rest_s, settings.max_message_bytes)
            )
        address = ", ".join(str(one.path) for one in settings.folders)
        async with alive(settings, name, address, lambda: in_one_line(checks)) as stop:
            await first_of(stop.wait(), *(inbox.watch(FOLDER_INTERVAL_S) for inbox in inboxes))


async def detect(settings: Settings, number: int) -> None:
    """hendelser.v1 → avvik.v1, and what time brings."""
    name = f"{DETECT}-{number}"
    async with outside(settings, name) as (store, producer):
        settler = Settler(store, producer, load(settings.agreements_file), settings.produce_limit_s)
        limit_s, claim_check = settings.produce_limit_s, claim_check_of(settings)
        burial = Burial(producer, DETECT, VERSION, now, limit_s, claim_check)
        detector = Detect(store, settler, burial, now)
        subscription = Subscription(reads(DETECT, HENDELSER), DETECT, name, settings.batch_size)
        handle = Replays(store, DETECT, detector.handle, now).handle
        consumer = Consumer(settings.bootstrap, subscription, handle, detector.bury)
        clock = Clock(store, settler, lambda: consumer.assigned, now)
        time_passes = clock.run(settings.clock_interval_s)
        closed = timedelta(days=settings.strandet_days)
        tidying = Retention(store, claim_check.vault, now, closed).run(SWEEP_INTERVAL_S)
        checks = checks_of(settings, store, producer)
        await consume(settings, name, subscription.topics, consumer, checks, time_passes, tidying)


async def route(settings: Settings, number: int) -> None:
    """What each party may read."""
    name = f"{ROUTE}-{number}"
    async with outside(settings, name) as (store, producer):
        agreement = load(settings.agreements_file)
        known = frozenset(part.her for part in agreement.parts)
        limit_s, claim_check = settings.produce_limit_s, claim_check_of(settings)
        router = Route(producer, known, limit_s, claim_check, agreement.mailbox)
        burial = Burial(producer, ROUTE, VERSION, now, limit_s, claim_check)
        subscription = Subscription(reads(ROUTE, *ROUTED), ROUTE, name, settings.batch_size)
        handle = Replays(store, ROUTE, router.handle, now).handle
        consumer = Consumer(settings.bootstrap, subscription, handle, burial.bury)
        kafka = {"kafka": checks_of(settings, store, producer)["kafka"]}
        await consume(settings, name, subscription.topics, consumer, kafka)


def reads(group: str, *topics: Topic) -> tuple[str, ...]:
    """A consumer's own topics first, and where its dead letters are run again."""
    return tuple(topic.name for topic in (*topics, *replays_of(group)))


PARTS: Mapping[str, Callable[[Settings, int], Coroutine[Any, Any, None]]] = {
    "intake": intake,
    "folder": folder,
    "detect": detect,
    "route": route,
    "strandet": strandet,
    "console": console,
}
