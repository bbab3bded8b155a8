"""One part of the service in a process of its own: python -m broker.part <kind> <number>, or plo part."""

import sys

import structlog
import uvloop

from adapters.failpoint import arm
from adapters.kafka.guard import TooManyBugs
from broker import log
from broker.app import PARTS
from broker.run.parts import STOPPED_ITSELF
from broker.settings import Settings


def main(kind: str, number: int) -> int:
    """Run one part until it is asked to end; 3 when it stopped itself for good."""
    settings = Settings()
    name = f"{kind}-{number}"
    log.configure(settings.log_format, settings.log_level, name)
    arm(settings.failpoint)
    try:
        uvloop.run(PARTS[kind](settings, number))
    except TooManyBugs:
        structlog.get_logger().critical("part.stopped", why="for mange uventede feil på rad")
        return STOPPED_ITSELF
    except Exception:
        structlog.get_logger().exception("part.failed")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
