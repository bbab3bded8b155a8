"""The running product, as a person starts it: `plo run` in a process of its own, on ports of its own."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from servers import free_port, jar_cache

PLO = str(Path(sys.executable).with_name("plo"))
UNN, TROMSO, HARSTAD, FASTLEGE = "90001", "90101", "90201", "90301"
PARTIES = (UNN, TROMSO, HARSTAD, FASTLEGE)
START_S = 90.0


def until(what: Callable[[], bool], limit_s: float, why: str | Callable[[], str]) -> None:
    """Wait for what must come true; an AssertionError with `why`, as it is then, when it does not."""
    deadline = time.monotonic() + limit_s
    while not what():
        assert time.monotonic() < deadline, why() if callable(why) else why
        time.sleep(0.1)


@dataclass
class Service:
    """One installation; its state stays in `home` between starts.

    Attributes:
        extra: settings besides, PLO_… -> value; read anew at each start.
    """

    home: Path
    extra: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    console_port: int = field(default_factory=free_port)
    kafka_port: int = field(default_factory=free_port)
    controller_port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def bootstrap(self) -> str:
        return self.extra.get("PLO_KAFKA", f"127.0.0.1:{self.kafka_port}")

    @property
    def environment(self) -> dict[str, str]:
        ours = {
            "PLO_HOME": str(self.home),
            "PLO_HTTP_PORT": str(self.port),
            "PLO_CONSOLE_PORT": str(self.console_port),
            "PLO_KAFKA_PORT": str(self.kafka_port),
            "PLO_KAFKA_CONTROLLER_PORT": str(self.controller_port),
            "PLO_KAFKA_JARS": str(jar_cache()),
            "PLO_FOLDER_REST_S": "0.3",
            "COLUMNS": "120",
        }
        clean = {name: value for name, value in os.environ.items() if not name.startswith("PLO_")}
        return {**clean, **ours, **self.extra}

    def plo(self, *arguments: str, check: bool = True) -> str:
        """Run a command; what it printed."""
        done = subprocess.run(
            (PLO, *arguments), env=self.environment, capture_output=True, text=True, timeout=120
        )
        assert not check or done.returncode == 0, (
            f"{arguments}: {done.returncode}\n{done.stdout}{done.stderr}"
        )
        return done.stdout

    def start(self, *arguments: str) -> None:
        """Start it, and wait until it says that it is ready."""
        self.home.mkdir(parents=True, exist_ok=True)
        with open(self.home / "skjerm.txt", "ab") as screen:
            self.process = subprocess.Popen(
                (PLO, "run", *arguments),
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=screen,
                stderr=screen,
                start_new_session=True,
            )
        until(self.ready, START_S, lambda: f"not ready:\n{self.screen()}")

    def ready(self) -> bool:
        assert self.process is not None and self.process.poll() is None, f"ended:\n{self.screen()}"
        try:
            return httpx.get(f"{self.url}/helse/klar").status_code == 200 and all(self.parts().values())
        except httpx.TransportError:
            return False

    def parts(self) -> dict[str, bool]:
        """Whether each part that has said something is well."""
        files = (self.home / "run").glob("*.json")
        return {file.stem: not json.loads(file.read_bytes())["why"] for file in files}

    def screen(self) -> str:
        """What a person would have seen, and the logs."""
        texts = [self.home / "skjerm.txt", *sorted((self.home / "logg").glob("*.log"))]
        return "\n".join(text.read_text(errors="replace")[-3000:] for text in texts if text.exists())

    def stop(self) -> int:
        """Ctrl-C, and wait for the end; the exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(60)
        self.process = None
        return code

    def pid(self, part: str) -> int:
        """Process id of a part."""
        return int(json.loads((self.home / "run" / f"{part}.json").read_bytes())["pid"])

    def key(self, *hers: str, historikk: bool = False) -> str:
        """A new API key for these parties (all, when none is named)."""
        named = [word for her in hers or PARTIES for word in ("--her", her)]
        out = self.plo("key", "create", "prøve", *named, *(["--historikk"] if historikk else []), "--json")
        return str(json.loads(out)["key"])

    def post(self, raw: bytes, key: str) -> httpx.Response:
        """POST one message."""
        headers = {"Authorization": f"Bearer {key}"}
        return httpx.post(f"{self.url}/meldinger", content=raw, headers=headers, timeout=30)

    def end(self) -> None:
        """However it stands: nothing of it is left running."""
        if self.process is not None and self.process.poll() is None:
            try:
                self.stop()
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
        if "PLO_KAFKA" not in self.extra:
            self.plo("kafka", "stop", check=False)


@contextmanager
def running(home: Path, **extra: str) -> Iterator[Service]:
    """A started service, ended whatever happens."""
    service = Service(home, dict(extra))
    try:
        service.start()
        yield service
    finally:
        service.end()
