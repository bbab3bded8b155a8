"""structlog, without anything a message said.

An exception's own text may quote its input (pydantic does), so a log line holds the exception's class
and where it was raised, and nothing else of it (style.md pattern 15).
"""

import logging
import sys
from collections.abc import Iterable
from typing import Any, Literal

import structlog
from structlog.tracebacks import ExceptionDictTransformer
from structlog.typing import EventDict, Processor, WrappedLogger

DROPPED = ("exc_value", "exc_notes", "syntax_error")
"""What of an exception may quote its input; an XMLSyntaxError is a SyntaxError, with the line."""
QUIET = {
    "aiokafka": logging.ERROR,
    "aiokafka.consumer.group_coordinator": logging.CRITICAL,  # calls a group that forms an error
    "faststream": logging.WARNING,
    "asyncio": logging.WARNING,
    "sqlalchemy": logging.WARNING,
    "aiosqlite": logging.WARNING,  # at DEBUG it tells every statement with its values
    "uvicorn": logging.WARNING,
}
"""Loggers of others, and from which level they have something to say."""


def without_message(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Take the text of exceptions away; class and frames stay."""
    _strip(event.get("exception") or ())
    return event


def _strip(stacks: Iterable[dict[str, Any]]) -> None:
    for stack in stacks:
        for name in DROPPED:
            stack.pop(name, None)
        for inside in stack.get("exceptions") or ():  # of a group
            _strip(inside)


def in_one_line(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """For people: the exception's class and innermost place instead of a stack."""
    stacks = event.pop("exception", None)
    if stacks:
        frames = stacks[0]["frames"]
        where = f" {frames[-1]['filename'].rsplit('/', 1)[-1]}:{frames[-1]['lineno']}" if frames else ""
        event["error"] = stacks[0]["exc_type"] + where
    return event


SHARED: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False)),
    without_message,
)
"""What is done to every line, ours and those of others, whoever reads it."""


def configure(form: Literal["auto", "console", "json"], level: str, part: str) -> None:
    """Set up logging for this process, everything through one handler on standard error.

    Args:
        form: `auto` is console where a person watches, else JSON.
        part: name of this process in every line.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=SHARED,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_last(form)],
        )
    )
    logging.basicConfig(handlers=[handler], level=level, force=True)
    for name, lowest in QUIET.items():
        logging.getLogger(name).setLevel(lowest)
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.bind_contextvars(part=part)


def _last(form: str) -> tuple[Processor, ...]:
    """What makes text of a line: for people, or for programs."""
    watched = sys.stderr.isatty()
    if form == "console" or (form == "auto" and watched):
        return (in_one_line, structlog.dev.ConsoleRenderer(colors=watched))
    return (structlog.processors.JSONRenderer(),)
