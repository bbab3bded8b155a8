"""What came of a try, and what it cost the process. Reads /proc: Linux only."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

Made = TypeVar("Made")

MOST_S = 2.0
MOST_MB = 400


class Broken(Exception):
    """A promise that was not kept; no text of a message in it."""


@dataclass(frozen=True, slots=True)
class Tried:
    """How a message was taken.

    Attributes:
        status: of the HTTP answer.
        cpu_s: of the slower of judging and answering, seconds of CPU of this process.
        peak_mb: the most memory that the process has ever had, MB.
        fault: what is wrong with it: exception, promise, time, memory, death, hang; empty: nothing.
        told: of the fault; the last line tells it from others.
    """

    verdict: str = ""
    status: int = 0
    cpu_s: float = 0.0
    peak_mb: int = 0
    fault: str = ""
    told: str = ""


def timed(work: Callable[[], Made]) -> tuple[Made, float]:
    """What it made, and the seconds of CPU of the whole process that it took."""
    start = time.process_time()
    return work(), time.process_time() - start


def peak_mb() -> int:
    """The most memory that this process has had, MB."""
    (line,) = (line for line in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in line)
    return int(line.split()[1]) // 1024
