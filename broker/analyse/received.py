"""When the files of an archive came: the CSV of --received, with the columns file and received_at."""

import csv
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from schemas.tid import OSLO

HEADER = ("file", "received_at")


class NotReceived(Exception):
    """The CSV cannot be used; the text says which line, and what is wrong there."""


def read(path: Path) -> dict[str, datetime]:
    """File, named as in the archive -> when it came; a time without a zone is Oslo's. Raises NotReceived."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as opened:
            return dict(_rows(csv.reader(opened)))
    except (OSError, UnicodeDecodeError, csv.Error):
        raise NotReceived("filen kan ikke leses som CSV i UTF-8") from None


def _rows(lines: "Iterator[list[str]]") -> Iterator[tuple[str, datetime]]:
    if tuple(next(lines, [])) != HEADER:
        raise NotReceived(f"linje 1 skal være {','.join(HEADER)}")
    for number, row in enumerate(lines, 2):
        if not row:
            continue
        try:
            file, at = row
            moment = datetime.fromisoformat(at.strip())
        except ValueError:
            raise NotReceived(f"linje {number}: skal være fil,tid, som a.xml,2026-02-12T14:05:00") from None
        yield file, moment if moment.tzinfo else moment.replace(tzinfo=OSLO)
