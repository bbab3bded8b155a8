"""Single parts of the service, each started by hand: so that one may die and stay dead."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

import httpx
import orjson
from service import Service, until

START_S = 90.0


@dataclass
class Parts:
    """Parts of one installation, without anybody who starts them again."""

    service: Service
    _processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, *kinds: str, number: int = 0, **extra: str) -> None:
        """Start parts, and wait until they say that they are well."""
        started = {f"{kind}-{number}": self.spawn(kind, number, **extra) for kind in kinds}
        self._processes |= started
        for name, process in started.items():
            until(partial(self._well, name, process), START_S, f"{name} is not well")

    def spawn(self, kind: str, number: int = 0, **extra: str) -> subprocess.Popen[bytes]:
        """A started part that may not live to be well."""
        log = self.service.home / "logg" / f"{kind}-{number}.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        (self.service.home / "run").mkdir(exist_ok=True)
        with open(log, "ab") as file:
            command = (sys.executable, "-m", "broker.part", kind, str(number))
            return subprocess.Popen(command, env={**self.service.environment, **extra}, stderr=file)

    def stop(self, name: str) -> None:
        """Ask a part to end, and see that it ends in order."""
        process = self._processes.pop(name)
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0, self.service.screen()

    def end(self) -> None:
        """Nothing is left running."""
        for process in self._processes.values():
            process.kill()
            process.wait(10)

    def _well(self, name: str, process: subprocess.Popen[bytes]) -> bool:
        assert process.poll() is None, f"{name} ended:\n{self.service.screen()}"
        path = self.service.home / "run" / f"{name}.json"
        if not path.exists():
            return False
        said = orjson.loads(path.read_bytes())
        return said["pid"] == process.pid and not said["why"] and self._answers(name)

    def _answers(self, name: str) -> bool:
        if not name.startswith("intake"):
            return True
        try:
            return httpx.get(f"{self.service.url}/helse/klar").status_code == 200
        except httpx.TransportError:
            return False


@contextmanager
def by_hand(service: Service) -> Iterator[Parts]:
    """A prepared installation with Kafka running, and no part."""
    parts = Parts(service)
    try:
        service.plo("kafka", "start")
        service.plo("topics", "apply")
        yield parts
    finally:
        parts.end()
        service.end()
