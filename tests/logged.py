"""What the service logs, as it logs it, for tests."""

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from broker import log


@contextmanager
def logged() -> Iterator[io.StringIO]:
    """The lines, our own words and those of libraries; afterwards all is as it was."""
    root, names = logging.getLogger(), [None, *log.QUIET]
    before = (root.handlers[:], [logging.getLogger(name).level for name in names])
    told = io.StringIO()
    log.configure("json", "DEBUG", "prøve")
    structlog.configure(cache_logger_on_first_use=False)  # or other tests would log here
    (handler,) = root.handlers
    handler.setStream(told)  # type: ignore[attr-defined] # basicConfig was given a StreamHandler
    try:
        yield told
    finally:
        structlog.reset_defaults()
        structlog.contextvars.clear_contextvars()
        root.handlers[:] = before[0]
        for name, level in zip(names, before[1], strict=True):
            logging.getLogger(name).setLevel(level)
