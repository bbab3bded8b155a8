"""What processes cost: CPU seconds, theirs and their children's, between two looks."""

from collections.abc import Mapping
from typing import Self

import psutil


def cpu_s(pid: int) -> float:
    """User and system time of a process, of its children that live, and of those it has buried."""
    process = psutil.Process(pid)
    total = 0.0
    for one in (process, *process.children(recursive=True)):
        times = one.cpu_times()
        total += times.user + times.system + times.children_user + times.children_system
    return total


class Meter:
    """CPU of some processes by name, from now on."""

    def __init__(self, pids: Mapping[str, tuple[int, ...]]) -> None:
        """`pids`: what we call it -> its processes."""
        self._pids = pids
        self._start: dict[str, float] = {}
        self.start()

    def start(self) -> Self:
        self._start = self._now()
        return self

    def read(self, count: float) -> dict[str, float]:
        """Microseconds of CPU per message since the start, when there were `count` messages."""
        return {name: (total - self._start[name]) / count * 1e6 for name, total in self._now().items()}

    def _now(self) -> dict[str, float]:
        return {name: sum(map(cpu_s, pids)) for name, pids in self._pids.items()}
