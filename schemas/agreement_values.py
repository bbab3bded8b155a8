"""Tests of single values of an agreement file."""

import re
from collections.abc import Callable
from datetime import date, datetime

Test = Callable[[object], bool]


def is_text(pattern: str) -> Test:
    """Text that is `pattern` throughout."""
    whole = re.compile(pattern)
    return lambda value: isinstance(value, str) and whole.fullmatch(value) is not None


def list_of(test: Test) -> Test:
    """A list, maybe empty, of values that pass `test`."""
    return lambda value: isinstance(value, list) and all(map(test, value))


def is_bool(value: object) -> bool:
    """true or false."""
    return isinstance(value, bool)


def is_date(value: object) -> bool:
    """A date without a time of day."""
    return isinstance(value, date) and not isinstance(value, datetime)
