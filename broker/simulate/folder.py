"""A simulation in a folder: the archive, the truth, when the files came, and the agreement."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any, Final

import orjson

from broker.simulate.case import Case
from broker.simulate.posted import Posted, posted, truth
from broker.simulate.world import agreement

MESSAGES: Final = "meldinger"
TRUTH: Final = "truth.json"
RECEIVED: Final = "received.csv"
AGREEMENT: Final = "avtaler.toml"


def write(folder: Path, cases: Iterable[Case]) -> Iterator[Posted]:
    """Write it all, one stay in memory at a time; gives each message as it is written. Raises OSError.

    truth.json has a line for each stay; received.csv names the files as seen from the folder.
    """
    messages = folder / MESSAGES
    messages.mkdir(parents=True, exist_ok=True)
    (folder / AGREEMENT).write_text(agreement(), encoding="utf-8")
    with (folder / RECEIVED).open("w", encoding="utf-8") as received, (folder / TRUTH).open("wb") as told:
        received.write("file,received_at\n")
        told.write(b'{"stays":[')
        for number, case in enumerate(cases):
            for one in posted(case):
                (messages / one.name).write_bytes(one.xml)
                received.write(f"{MESSAGES}/{one.name},{one.at.isoformat(timespec='seconds')}\n")
                yield one
            _add(told, truth(case), number)
        told.write(b"\n]}\n")


def _add(told: IO[bytes], row: dict[str, Any], number: int) -> None:
    told.write((b",\n" if number else b"\n") + orjson.dumps(row))
