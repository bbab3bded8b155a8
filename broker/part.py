"""One part of the service in a process of its own: python -m broker.part <kind> <number>."""

import gc
import sys

import structlog
import uvloop

from adapters.failpoint import arm
from adapters.kafka.guard import TooManyBugs
from broker import log
from broker.app import PARTS
from broker.run.parts import STOPPED_ITSELF
from broker.settings import Settings

GC_THRESHOLDS = (20_000, 20, 50)
"""Objects between two looks for cycles, not 700: our work leaves hardly any, and looking was 6 to 8 % of
the CPU of the intake (measured)."""


def spare_gc() -> None:
    """Look for cycles seldom, and never again in what was made during start-up: that stays."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GC_THRESHOLDS)


def main(kind: str, number: int) -> int:
    """Run one part until it is asked to end; 3 when it stopped itself for good."""
    settings = Settings()
    name = f"{kind}-{number}"
    log.configure(settings.log_format, settings.log_level, name)
    arm(settings.failpoint)
    spare_gc()
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
