"""The messages that a command line names, one at a time: files, folders, zips and standard input."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from functools import partial
from typing import Final

from adapters.errors import Problem, Rejected
from broker.cli.exits import USAGE, Stop
from broker.message_source import Source

STDIN: Final = "-"
CHUNK: Final = 1 << 16
UNREADABLE: Final = Problem("file.unreadable", "T01", "Filen kan ikke leses. Se rettighetene på den.")
NO_FOLDER: Final = Problem("file.unreadable", "T01", "Mappen kan ikke leses. Se rettighetene på den.")


def sources(places: Sequence[str], held: ExitStack | None = None) -> Iterator[Source]:
    """What the places hold, in order, read as it is asked for: never more than one message in memory.

    Of a folder each .xml and .zip below it. Zips stay open until `held` is closed, so that their messages
    can be read in any order. Raises Stop when a place does not exist or a folder holds none: a check of
    nothing says nothing.
    """
    for place in places:
        _look(place)
    for place in places:
        if place == STDIN:
            yield Source(STDIN, _of_stdin)
        elif os.path.isdir(place):
            for path in _below(place):
                yield from _of_file(path, held)
        else:
            yield from _of_file(place, held)


def files_of(places: Sequence[str]) -> list[str]:
    """The .xml files meant, and `-` for standard input; raises Stop as `sources` does."""
    found: list[str] = []
    for place in places:
        _look(place)
        here = [path for path in _below(place) if not _is_zip(path)] if os.path.isdir(place) else [place]
        found += here
    return found


def content_of(file: str, max_bytes: int) -> bytes:
    """The bytes of a file or of standard input, at most one more than `max_bytes`."""
    return _of_stdin(max_bytes) if file == STDIN else _content(file, max_bytes)


def shown(name: str) -> str:
    """A name as a terminal may have it: bytes that are no text, and signs that steer it, as �."""
    if name.isascii() and name.isprintable():
        return name
    text = os.fsencode(name).decode("utf-8", "replace")
    return text if text.isprintable() else "".join(sign if sign.isprintable() else "�" for sign in text)


def _of_stdin(max_bytes: int) -> bytes:
    return sys.stdin.buffer.read(max_bytes + 1)


def _of_file(path: str, held: ExitStack | None) -> Iterator[Source]:
    if not _is_zip(path):
        yield Source(shown(path), partial(_content, path))
        return
    from broker.cli.archive import entries

    yield from entries(path, shown(path), held)


def _is_zip(path: str) -> bool:
    return path.lower().endswith(".zip")


def _content(path: str, max_bytes: int) -> bytes:
    """In one call of the system for what nearly every file is."""
    try:
        opened = os.open(path, os.O_RDONLY)
    except PermissionError:
        if os.path.isdir(path):
            raise Rejected(NO_FOLDER) from None
        raise
    try:
        size = min(os.fstat(opened).st_size, max_bytes)
        raw = os.read(opened, size + 1)
        return raw if len(raw) <= size else _rest(opened, raw, max_bytes)
    except IsADirectoryError:
        raise Rejected(NO_FOLDER) from None
    finally:
        os.close(opened)


def _rest(opened: int, raw: bytes, max_bytes: int) -> bytes:
    """Of a pipe, or of a file that grows."""
    parts, left = [raw], max_bytes + 1 - len(raw)
    while left > 0 and (more := os.read(opened, min(left, CHUNK))):
        parts.append(more)
        left -= len(more)
    return b"".join(parts)


def _look(place: str) -> None:
    """Raises Stop for a place that cannot be looked in."""
    if os.path.isdir(place):
        if next(_below(place), None) is None:
            raise Stop(
                USAGE,
                f"Fant ingen .xml-filer i {shown(place)}.",
                "Oppgi en fil, eller en mappe med meldinger.",
            )
    elif place != STDIN and not os.path.exists(place):
        hint = "Oppgi en fil, en mappe, eller - for standard inn. Finnes den: se rettighetene på mappen."
        raise Stop(USAGE, f"Fant ikke {shown(place)}.", hint)
    elif place != STDIN and not os.path.isfile(place):  # a pipe or a device may have no end
        hint = "Oppgi - for å lese én melding fra standard inn."
        raise Stop(USAGE, f"{shown(place)} er ingen fil eller mappe.", hint)


def _below(folder: str) -> Iterator[str]:
    """Every .xml and .zip below a folder, by name; a folder that cannot be looked in stands for itself."""
    inside: list[os.DirEntry[str]] | None = None
    with suppress(OSError), os.scandir(folder) as opened:
        inside = sorted(opened, key=lambda entry: entry.name)
    if inside is None:
        yield folder
    for entry in inside or ():
        if entry.is_dir(follow_symlinks=False):
            yield from _below(entry.path)
        elif entry.name.lower().endswith((".xml", ".zip")) and os.path.isfile(entry.path):
            yield entry.path
