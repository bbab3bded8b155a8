"""Logs hold nothing a message said, whoever writes them and however."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog
from logged import logged
from lxml import etree

SECRET = "Ola\nNordmann 13116900216"  # noqa: S105 a name


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    with logged() as told:
        yield told


def broken() -> Exception:
    """Everything an exception can quote: text, notes, cause, a line of XML, and those in its group."""
    try:
        etree.fromstring(f"<a><{SECRET.split()[0]}></a>")
    except etree.XMLSyntaxError as fault:
        deep = ExceptionGroup(SECRET, [ExceptionGroup(SECRET, [ValueError(SECRET), fault])])
    deep.add_note(SECRET)
    deep.__cause__ = SyntaxError(SECRET, (SECRET, 1, 1, SECRET))
    return deep


@pytest.mark.parametrize("library", [False, True])
def test_an_exception_tells_its_class_alone(lines: io.StringIO, library: bool) -> None:
    """Ours and those of libraries, in groups of groups: classes and places, no texts."""
    try:
        raise broken()
    except Exception:
        if library:
            logging.getLogger("uvicorn.error").exception("failed")
        else:
            structlog.get_logger().exception("failed")
    said = lines.getvalue()
    assert "Ola" not in said and "Nordmann" not in said and "ExceptionGroup" in said and "ValueError" in said


def test_one_line_is_one_line(lines: io.StringIO) -> None:
    """A value with a line in it does not look like two lines of log."""
    structlog.get_logger("x").warning("folder.waiting", folder='a"}\n{"event": "all is well"}')
    (line,) = lines.getvalue().splitlines()
    assert json.loads(line)["event"] == "folder.waiting"


def test_statements_are_never_told(lines: io.StringIO) -> None:
    """The store's driver tells every statement with its values at DEBUG; not here."""
    for name in ("aiosqlite", "sqlalchemy.engine", "aiokafka.producer", "asyncio"):
        logging.getLogger(name).debug("INSERT %s", SECRET)
        logging.getLogger(name).info("INSERT %s", SECRET)
    assert lines.getvalue() == ""
