"""One part of the service in a process of its own: python -m broker.part <kind> <number>, or plo part."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
import uvloop

from adapters import tracing
from adapters.failpoint import arm
from adapters.kafka.guard import TooManyBugs
from broker import log
from broker.alive import alive
from broker.app import PARTS
from broker.outside import VERSION
from broker.run.beat import last_word
from broker.run.parts import STOPPED_ITSELF
from broker.settings import Settings

WHY = "for mange uventede feil på rad"
STOPPED = f"stoppet seg selv: {WHY}"


def main(kind: str, number: int, stay: bool = False) -> int:
    """Run one part until it is asked to end; 3 when it stopped itself for good.

    With `stay` it then remains, ill, until it is asked to end: what starts it again would have it go on
    to turn a whole topic into dead letters.
    """
    settings = Settings()
    name = f"{kind}-{number}"
    log.configure(settings.log_format, settings.log_level, name)
    arm(settings.failpoint)
    try:
        with traced(settings, name):
            uvloop.run(PARTS[kind](settings, number))
    except TooManyBugs:
        structlog.get_logger().critical("part.stopped", why=WHY)
        if stay:
            uvloop.run(stand(settings, name))
        else:
            last_word(settings.run_folder, name, STOPPED)
        return STOPPED_ITSELF
    except Exception:
        structlog.get_logger().exception("part.failed")
        return 1
    return 0


async def stand(settings: Settings, name: str) -> None:
    """Do nothing, and say why to who asks, until told to end."""

    async def why() -> str:
        return STOPPED

    async with alive(settings, name, "", why) as stop:
        await stop.wait()


@contextmanager
def traced(settings: Settings, name: str) -> Iterator[None]:
    """Send traces to PLO_OTLP while the body runs; where that is empty, OpenTelemetry is never imported."""
    if not settings.otlp:
        yield
        return
    from broker.otlp import Otlp

    tracer = Otlp(settings.otlp, name, VERSION)
    tracing.install(tracer)
    try:
        yield
    finally:
        tracing.install(None)
        tracer.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
