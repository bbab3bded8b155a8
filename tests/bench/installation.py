"""One installation of the service for one measurement: chosen parts of it, on servers that are there."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bench.bodies import agreement_toml, examples
from bench.child import ROOT
from pydantic import SecretStr
from servers import free_port

from adapters.store import Store, keys
from broker.run.beat import read
from broker.run.keeper import environment_of
from broker.run.prepare import prepare
from broker.settings import Settings

READY_S = 30.0


@dataclass
class Installation:
    """Parts with a store of their own; no supervisor, so that only what is measured runs."""

    settings: Settings
    _parts: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, kind: str, number: int = 0) -> int:
        """Start a part and wait until it is well; its process id."""
        name = f"{kind}-{number}"
        with open(self.settings.home / f"{name}.log", "wb") as log:
            self._parts[name] = subprocess.Popen(
                (sys.executable, "-m", "broker.part", kind, str(number)),
                stdin=subprocess.DEVNULL,
                stderr=log,
                env=environment_of(self.settings),
                cwd=ROOT,
            )
        deadline = time.monotonic() + READY_S
        while not self._well(name):
            if time.monotonic() > deadline or self._parts[name].poll() is not None:
                raise RuntimeError((self.settings.home / f"{name}.log").read_text())
            time.sleep(0.05)
        return self._parts[name].pid

    def _well(self, name: str) -> bool:
        path = self.settings.run_folder / f"{name}.json"
        return path.exists() and read(path, time.time()).healthy

    def stop(self) -> None:
        for part in self._parts.values():
            part.terminate()
        for part in self._parts.values():
            part.wait(30)

    def key(self) -> str:
        """An API key that may send every example."""
        return asyncio.run(self._key())

    async def _key(self) -> str:
        store = await Store.open(self.settings.database_url)
        try:
            _, secret = await keys.create(store, "fart", set(examples().values()), False, datetime.now(UTC))
            return secret
        finally:
            await store.close()


@contextmanager
def installed(home: Path, kafka: str, database: str) -> Iterator[Installation]:
    """A new installation; `database` is "" for SQLite. Ended whatever happens."""
    home.mkdir(parents=True)
    (home / "run").mkdir()
    (home / "avtale.toml").write_text(agreement_toml(), encoding="utf-8")
    settings = Settings(
        home=home,
        http_port=free_port(),
        kafka=kafka,
        database=SecretStr(database),
        agreements=home / "avtale.toml",
        log_level="WARNING",
    )
    asyncio.run(prepare(settings, lambda _: None))
    installation = Installation(settings)
    try:
        yield installation
    finally:
        installation.stop()
