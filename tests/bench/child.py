"""A process of the bench, its cost counted apart: it says `klar`, `måler`, and a result in JSON."""

import json
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).resolve().parents[2]
READY, MEASURING = "klar", "måler"


class Child:
    """The parent's end: started and made ready at once, measured when told to."""

    def __init__(self, module: str, *arguments: str) -> None:
        """`module` is one of this folder; it must end with `give`."""
        self._process = subprocess.Popen(
            (sys.executable, "-m", f"bench.{module}", *arguments),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT / "tests",
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def ready(self) -> None:
        """Wait until it has made what it needs."""
        self._expect(READY)

    def go(self) -> None:
        """Let it begin; it warms up first."""
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()

    def measuring(self) -> None:
        """Wait until it is warm."""
        self._expect(MEASURING)

    def result(self) -> dict[str, Any]:
        """Wait for the end; what was measured."""
        return dict(json.loads(self._line()))

    def _expect(self, word: str) -> None:
        said = self._line()
        assert said == word, f"expected {word}: {said}"

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


def say(text: str) -> None:
    """The child's end: one line to the parent."""
    print(text, flush=True)


def await_go() -> None:
    """The child's end: ready, and waiting to be let go."""
    say(READY)
    sys.stdin.readline()


def give(**result: float) -> None:
    """The child's end: what was measured."""
    say(json.dumps(result))


def measured(module: str, processes: int, *arguments: str) -> list[dict[str, Any]]:
    """Run so many children of one kind at the same time; their results."""
    with ExitStack() as stack:
        children = [stack.enter_context(Child(module, *arguments)) for _ in range(processes)]
        for step in (Child.ready, Child.go, Child.measuring):
            for child in children:
                step(child)
        return [child.result() for child in children]


class Window:
    """The child's end: a warm-up, then the time that counts.

    Attributes:
        cpu_s: of this process, in the time that counts.
    """

    def __init__(self, warm_s: float, measure_s: float) -> None:
        self._warm_until = time.perf_counter() + warm_s
        self._measure_s = measure_s
        self._started: float | None = None
        self._cpu = 0.0
        self.wall_s = 0.0
        self.cpu_s = 0.0

    @property
    def warm(self) -> bool:
        return self._started is not None

    def over(self) -> bool:
        """Ask often; the first time after the warm-up it tells the parent, the last time it says True."""
        now = time.perf_counter()
        if self._started is None:
            if now >= self._warm_until:
                say(MEASURING)
                self._started, self._cpu = time.perf_counter(), time.process_time()
            return False
        if now - self._started < self._measure_s:
            return False
        self.wall_s, self.cpu_s = now - self._started, time.process_time() - self._cpu
        return True
