"""When the files of an archive came: the CSV of --received, with the columns file and received_at."""

import csv
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime
from itertools import takewhile
from pathlib import Path

from schemas.tid import OSLO

HEADER = ["file", "received_at"]


class NotReceived(Exception):
    """The CSV cannot be used; the text says which line, and what is wrong there."""


class Arrivals:
    """When files came, UTC.

    A file is looked up by its whole name, else by the longest end of it: "arkiv/nord/a.xml", "nord/a.xml",
    "a.xml"; and the folders that all names of the CSV begin with may be left out too. So it does not matter
    where the archive lay when the CSV was written, nor whether it is a zip now.
    """

    def __init__(self, times: Mapping[str, datetime]) -> None:
        self._times = times
        self._used: set[str] = set()
        self._roots = _roots(times)

    def __len__(self) -> int:
        return len(self._times)

    def of(self, file: str) -> datetime | None:
        """When `file` came; None where nothing tells."""
        end = file
        while self._times and end:
            for root in self._roots:
                if at := self._times.get(root + end):
                    self._used.add(root + end)
                    return at
            end = end.partition("/")[2]
        return None

    @property
    def unused(self) -> int:
        """How many lines were about files that were never asked for."""
        return len(self._times) - len(self._used)


def _roots(files: Collection[str]) -> tuple[str, ...]:
    """ "", "arkiv/", "arkiv/nord/": the beginnings of the folders that all files are in."""
    first, last = (end.split("/")[:-1] for end in (min(files, default=""), max(files, default="")))
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))
    shared = [folder for folder, _ in alike]  # by the first and the last, and so by all between them
    return tuple("".join(f"{folder}/" for folder in shared[:depth]) for depth in range(len(shared) + 1))


def read(path: Path) -> dict[str, datetime]:
    """File -> when it came, UTC; a time without a zone is Oslo's. Raises NotReceived."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as opened:
            return _times(csv.reader(opened, strict=True))
    except FileNotFoundError:
        raise NotReceived("filen finnes ikke") from None
    except (OSError, UnicodeDecodeError, csv.Error):
        raise NotReceived("filen kan ikke leses som CSV i UTF-8") from None


def _times(lines: Iterator[list[str]]) -> dict[str, datetime]:
    if next(lines, []) != HEADER:
        raise NotReceived(f"linje 1 skal være {','.join(HEADER)}")
    times: dict[str, datetime] = {}
    for number, row in enumerate(lines, 2):
        if not row:
            continue
        file, at = _row(number, row)
        if file in times:
            raise NotReceived(f"linje {number}: filen står to ganger")
        times[file] = at
    return times


def _row(number: int, row: list[str]) -> tuple[str, datetime]:
    try:
        file, text = row
        at = datetime.fromisoformat(text.strip())
        local = at if at.tzinfo else at.replace(tzinfo=OSLO)
        return file.strip().replace("\\", "/").removeprefix("./"), local.astimezone(UTC)
    except (ValueError, OverflowError):
        raise NotReceived(f"linje {number}: skal være fil,tid, som a.xml,2026-02-12T14:05:00") from None
