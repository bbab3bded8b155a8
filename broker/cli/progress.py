"""How far a long piece of work has come: one line on the terminal, gone when the work is done."""

import sys
import time
from collections.abc import Iterable, Iterator
from typing import Final, TypeVar

from broker import words

EVERY_S: Final = 0.5
CLEAR: Final = "\r\x1b[K"

Each = TypeVar("Each")


def followed(work: Iterable[Each], one: str, many: str) -> Iterator[Each]:
    """The same things, counted on the terminal as they pass; nothing where their own lines show it.

    That is where standard error is no terminal, or standard output is one.
    """
    if sys.stdout.isatty() or not sys.stderr.isatty():
        yield from work
        return
    told_at = time.monotonic()
    try:
        for count, each in enumerate(work, 1):
            if time.monotonic() - told_at > EVERY_S:
                told_at = time.monotonic()
                print(f"{CLEAR} {words.counted(count, one, many)} …", end="", file=sys.stderr, flush=True)
            yield each
    finally:
        print(CLEAR, end="", file=sys.stderr, flush=True)
