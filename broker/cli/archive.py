"""Messages in a zip, read one at a time and never unpacked to disk: no name in it can lead anywhere.

Bounded against archives made to hurt: how many entries, how much they become, and how much each grows.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, nullcontext
from functools import partial
from typing import Final

from adapters.errors import Problem, Rejected
from broker.cli.files import shown
from broker.message_source import Source
from broker.words import number, size

MAX_ENTRIES: Final = 200_000
MAX_DIRECTORY_BYTES: Final = 32 << 20
"""Of the list of entries at the end of the archive, which is read whole."""
MAX_TOTAL_BYTES: Final = 20_000_000_000
"""Of what all entries of one archive become."""
MAX_RATIO: Final = 250
"""How many times larger an entry may become; XML becomes 10 to 50 times larger."""
RATIO_FROM_BYTES: Final = 1_000_000
"""Smaller entries hurt nobody, however well they were packed."""

_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})  # others unpack without a bound
_ENCRYPTED: Final = 1
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)


def _rejected(code: str, text: str) -> Rejected:
    return Rejected(Problem(code, "T01", text))


class _Bounded(io.FileIO):
    """A file of which `zipfile` cannot read much at once before it is told that it may."""

    unbounded = False

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > MAX_DIRECTORY_BYTES and not self.unbounded:
            raise _rejected("file.archive_limit", _many())
        return super().read(-1 if size is None else size) or b""


def _many() -> str:
    return f"Arkivet har flere enn {number(MAX_ENTRIES)} filer, eller svært lange navn. Del det opp."


def _much() -> str:
    return f"Arkivet pakkes ut til mer enn {size(MAX_TOTAL_BYTES)}, og resten er ikke lest. Del det opp."


def entries(path: str, name: str, held: ExitStack | None = None) -> Iterator[Source]:
    """Each .xml in the archive, as "<name>/<its own name>"; an archive that cannot be read is one source.

    A zip in a zip is not opened: it is a source that says so. `held` closes the archive; without it, that is
    done when the next is asked for.
    """
    try:
        with nullcontext(held) if held else ExitStack() as open_:
            file = open_.enter_context(_Bounded(path))
            opened = open_.enter_context(zipfile.ZipFile(file))
            file.unbounded = True
            yield from _Archive(opened, name).sources()
    except Rejected as rejected:
        yield Source(name, partial(_refuse, rejected))
    except OSError:
        yield Source(name, partial(_refuse, _rejected("file.unreadable", "Filen kan ikke leses.")))
    except _BROKEN:
        text = "Arkivet er ikke en hel zip-fil. Lag det på nytt, eller oppgi meldingene som filer."
        yield Source(name, partial(_refuse, _rejected("file.archive_broken", text)))


def _refuse(rejected: Rejected, _max_bytes: int) -> bytes:
    raise rejected


class _Archive:
    """One opened archive, and how much of it has been unpacked."""

    def __init__(self, opened: zipfile.ZipFile, name: str) -> None:
        self._opened = opened
        self._name = name
        self._left = MAX_TOTAL_BYTES

    def sources(self) -> Iterator[Source]:
        inside = [entry for entry in self._opened.infolist() if _is_message(entry)]
        if len(self._opened.infolist()) > MAX_ENTRIES:
            raise _rejected("file.archive_limit", _many())
        if not inside:
            raise _rejected("file.archive_empty", "Fant ingen .xml-filer i arkivet.")
        for entry in inside:
            if self._left <= 0:
                raise _rejected("file.archive_limit", _much())
            yield Source(f"{self._name}/{_plain(entry.filename)}", partial(self._content, entry))

    def _content(self, entry: zipfile.ZipInfo, max_bytes: int) -> bytes:
        if entry.filename.lower().endswith(".zip"):
            text = "En zip inne i en zip leses ikke. Pakk ut den ytterste først."
            raise _rejected("file.archive_nested", text)
        if entry.flag_bits & _ENCRYPTED or entry.compress_type not in _METHODS:
            text = "Filen i arkivet er kryptert, eller pakket på en uvanlig måte. Pakk på nytt uten passord."
            raise _rejected("file.archive_method", text)
        raw = self._unpacked(entry, max_bytes)
        self._left -= len(raw)
        if self._left < 0:
            raise _rejected("file.archive_limit", _much())
        if len(raw) > max(RATIO_FROM_BYTES, MAX_RATIO * entry.compress_size):
            text = (
                f"Filen i arkivet blir mer enn {MAX_RATIO} ganger større når den pakkes ut, og er ikke lest."
            )
            raise _rejected("file.archive_limit", text)
        return raw

    def _unpacked(self, entry: zipfile.ZipInfo, max_bytes: int) -> bytes:
        try:
            with self._opened.open(entry) as stream:
                return stream.read(min(max_bytes, self._left) + 1)
        except (*_BROKEN, OSError):
            text = "Filen i arkivet er skadet. Lag arkivet på nytt."
            raise _rejected("file.archive_broken", text) from None


def _is_message(entry: zipfile.ZipInfo) -> bool:
    return not entry.is_dir() and entry.filename.lower().endswith((".xml", ".zip"))


def _plain(name: str) -> str:
    """The name without what would lead out of the archive: "../../etc/a.xml" is etc/a.xml."""
    steps = name.replace("\\", "/").split("/")
    return shown("/".join(step for step in steps if step not in ("", ".", "..")))
