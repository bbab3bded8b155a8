"""A folder of the AppRecs that would have been sent: one file for each, whole or not there at all."""

import os
import re
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from broker import words
from broker.cli.exits import USAGE, Stop

LONGEST: Final = 120
"""Characters of a file name before its ending."""

_UNUSUAL = re.compile(r"[^\w.-]+")


class AppRecs:
    """Files in one folder, named after the messages they answer.

    Attributes:
        written: how many.
        replaced: how many of them took the place of a file that was there before.
    """

    def __init__(self, folder: Path, places: Sequence[str]) -> None:
        """Raises Stop when the folder cannot be used, or lies in a folder that is checked."""
        if any(_inside(folder, Path(place)) for place in places if os.path.isdir(place)):
            what = f"{folder} ligger i en mappe som sjekkes, så kvitteringene ville blitt sjekket neste gang."
            raise Stop(USAGE, what, "Oppgi en mappe utenfor.")
        self._folder = folder
        self._names: set[str] = set()
        self.written = 0
        self.replaced = 0
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            raise self._stop() from None

    def write(self, name: str, apprecs: Sequence[bytes]) -> None:
        """The answers to the message `name`. Raises Stop when a file cannot be written."""
        for apprec in apprecs:
            target = self._folder / self._unused(name)
            try:
                self.replaced += target.exists()
                _write(target, apprec)
            except OSError:
                raise self._stop() from None
            self.written += 1

    def in_words(self) -> str:
        """What was done: "3 AppRec-er skrevet i svar/. 1 fil lå der fra før og er erstattet."."""
        said = f"{words.counted(self.written, 'AppRec', 'AppRec-er')} skrevet i {self._folder}."
        if self.replaced:
            there = words.counted(self.replaced, "fil lå der fra før og er", "filer lå der fra før og er")
            said += f" {there} erstattet."
        return said

    def _unused(self, name: str) -> str:
        """A file name of its own for each AppRec of this run, whatever the messages are called."""
        stem = re.sub(r"(?i)\.xml$", "", _UNUSUAL.sub("_", name).strip("._"))[-LONGEST:] or "melding"
        chosen, number = f"{stem}.apprec.xml", 1
        while chosen.lower() in self._names:
            number += 1
            chosen = f"{stem}.apprec-{number}.xml"
        self._names.add(chosen.lower())
        return chosen

    def _stop(self) -> Stop:
        return Stop(USAGE, f"Kan ikke skrive i {self._folder}.", "Oppgi en mappe du har rettigheter til.")


def _inside(folder: Path, other: Path) -> bool:
    return folder.resolve().is_relative_to(other.resolve())


def _write(target: Path, content: bytes) -> None:
    """Under a name of its own first, so that nobody sees half a file under the right one."""
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.replace(temporary, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise
