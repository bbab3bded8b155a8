"""The patients that our own parties know, as a file of pids that somebody else keeps up to date (E35).

One pid a line (schemas.fact.Pid), and nothing else: no number of a person belongs there. Blank lines, and
lines that begin with #, are passed over.
"""

import re
from collections.abc import Iterator
from pathlib import Path

_PID = re.compile(rb"[0-9a-f]{64}")
MOST_FAULTS = 10
"""Lines that an error names at most."""


class RegisterError(Exception):
    """The file cannot be used; its text, bokmål, says why and names the lines, never what stands there."""


class Register:
    """Holds pids; safe in any thread.

    Attributes:
        pids: each as 32 bytes, half of what its text takes; may be replaced at any time.
    """

    def __init__(self, pids: frozenset[bytes]) -> None:
        self.pids = pids

    def knows(self, pid: str) -> bool:
        """Whether the patient is there."""
        return bytes.fromhex(pid) in self.pids


def load(file: Path) -> frozenset[bytes]:
    """The pids of the file. Raises RegisterError: it cannot be read, holds something else, or nothing."""
    try:
        lines = file.read_bytes().splitlines()
    except OSError:
        raise RegisterError(f"Pasientregisteret {file} kan ikke leses.") from None
    given = {number: line.strip() for number, line in enumerate(lines, 1)}
    told = {number: line for number, line in given.items() if line and not line.startswith(b"#")}
    if wrong := [number for number, line in told.items() if not _PID.fullmatch(line)]:
        raise RegisterError("\n".join(_sentences(file, wrong)))
    if not told:
        raise RegisterError(f"Pasientregisteret {file} er tomt: da ble hver epikrise avvist.")
    return frozenset(map(bytes.fromhex, map(bytes.decode, told.values())))


def _sentences(file: Path, wrong: list[int]) -> Iterator[str]:
    for number in wrong[:MOST_FAULTS]:
        yield f"{file}, linje {number}: ikke et pseudonym (64 tegn, 0-9 og a-f)."
    if len(wrong) > MOST_FAULTS:
        yield f"… og {len(wrong) - MOST_FAULTS} linjer til."
