"""What the door and the store have to say, on standard error: standard output is for the answer."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from structlog.tracebacks import ExceptionDictTransformer

from broker.log import in_one_line, without_message


@contextmanager
def log_aside() -> Iterator[None]:
    """Errors alone, a line each, without anything a message said; afterwards as it was before."""
    before = structlog.get_config()
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False)),
            without_message,
            in_one_line,
            structlog.dev.ConsoleRenderer(colors=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger("ERROR"),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    try:
        yield
    finally:
        structlog.configure(**before)
