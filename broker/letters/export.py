"""Taking dead letters out of the service: their bytes as they were, and what is known of each."""

import io
import os
import zipfile
from collections.abc import AsyncGenerator, Sequence
from pathlib import Path
from typing import Protocol

import orjson

from adapters.store import case_steps
from adapters.store.cases import Case
from broker.letters import edits, seen
from broker.letters.desk import Desk
from broker.letters.preview import original
from broker.letters.refused import Refused
from broker.letters.told import as_row, step_row
from broker.letters.who import Who

OWNER_ONLY = 0o600


class Target(Protocol):
    """Where files are put, for their owner alone to read."""

    def put(self, name: str, content: bytes) -> None:
        """A new file."""

    def close(self) -> None:
        """Everything is there."""

    def give_up(self) -> None:
        """Not everything is there."""


class Folder:
    """A new folder, or one that is empty."""

    def __init__(self, path: Path) -> None:
        """Raises Refused: there is something in it."""
        self._path = path
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(path.iterdir()):
            raise Refused(
                f"Mappen {path} er ikke tom.", "Velg en ny mappe, eller et navn som slutter på .zip."
            )

    def put(self, name: str, content: bytes) -> None:
        with open(_new(self._path / name), "wb") as file:
            file.write(content)

    def close(self) -> None:
        """Each file is written when it is put."""

    def give_up(self) -> None:
        """What is written stays."""


class Zip:
    """A new zip file, which has its name when it is whole."""

    def __init__(self, path: Path) -> None:
        """Raises Refused: it exists."""
        self._draft = path.with_name(f".{path.name}.{os.getpid()}")
        self._path = path
        if path.exists():
            raise Refused(f"{path} finnes fra før, og skrives ikke over.", "Velg et annet navn.")
        self._file = open(_new(self._draft), "w+b")  # noqa: SIM115 closed by close()
        self._zip = zipfile.ZipFile(self._file, "w", zipfile.ZIP_DEFLATED)

    def put(self, name: str, content: bytes) -> None:
        self._zip.writestr(name, content)

    def close(self) -> None:
        self._zip.close()
        self._file.close()
        self._draft.rename(self._path)

    def give_up(self) -> None:
        self._zip.close()
        self._file.close()
        self._draft.unlink(missing_ok=True)


def target_of(path: Path) -> Target:
    """A zip where the name says so, else a folder. Raises Refused."""
    try:
        return Zip(path) if path.suffix == ".zip" else Folder(path)
    except OSError:
        raise Refused(f"Kan ikke skrive {path}.", "Velg et sted du kan skrive.") from None


async def export(
    desk: Desk, letters: Sequence[Case], target: Target, who: Who
) -> AsyncGenerator[tuple[Case, Refused | None]]:
    """Write each: <id>.xml or .json as it was, <id>.rettet.… where edited; saker.jsonl at the end.

    Nothing half-written is left of a zip.
    """
    about = io.BytesIO()
    await seen.note(desk.store, letters, who, desk.now, "eksportert")
    try:
        for case in letters:
            yield case, await _put(desk, case, target)
            steps = await case_steps.of(desk.store, case.dlq_id)
            about.write(orjson.dumps({**as_row(case), "steps": [step_row(one) for one in steps]}) + b"\n")
        target.put("saker.jsonl", about.getvalue())
        target.close()
    except BaseException:
        target.give_up()
        raise


async def _put(desk: Desk, case: Case, target: Target) -> Refused | None:
    """None, or why its content could not be had."""
    try:
        content = await original(desk, await desk.letter(case))
        edited = await edits.current(desk, case)
    except Refused as refused:
        return refused
    ending = "json" if content.lstrip()[:1] == b"{" else "xml"
    target.put(f"{case.dlq_id}.{ending}", content)
    if edited is not None:
        target.put(f"{case.dlq_id}.rettet.{ending}", edited)
    return None


def _new(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
