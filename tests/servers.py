"""Real servers for tests: Kafka, and PostgreSQL from Debian's package. One that is missing is a failure."""

import contextlib
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
import weakref
from pathlib import Path

import psutil

from broker.kafka_local import LocalKafka

BINARIES = Path("/usr/lib/postgresql")
SYSTEM_USER = "postgres"  # PostgreSQL refuses to run as root
FAST = "-c shared_buffers=32MB -c max_connections=60 -c max_wal_senders=0 -c wal_level=minimal -c jit=off"

_given: set[int] = set()


def free_port() -> int:
    """A port nobody listens on, not given out before, and below those of outgoing connections."""
    while True:
        port = 20_000 + secrets.randbelow(12_000)
        with socket.socket() as trial:
            try:
                trial.bind(("127.0.0.1", port))
            except OSError:
                continue
        if port not in _given:
            _given.add(port)
            return port


def jar_cache() -> Path:
    """Kafka's jars, kept between test runs: in PLO_TEST_CACHE, or in the user's cache."""
    return Path(os.environ.get("PLO_TEST_CACHE", Path.home() / ".cache" / "plo-broker")) / "kafka-jars"


def kafka_server(home: Path) -> LocalKafka:
    """A started Kafka on free ports; whoever asked for it stops it."""
    kafka = LocalKafka(home, jar_cache(), free_port(), free_port())
    kafka.start(print)
    return kafka


class Postgres:
    """A PostgreSQL server of our own, in a temporary folder, on a free port; fsync stays on.

    The data outlives stop() and kill(); server and folder go when the object does.
    """

    def __init__(self) -> None:
        self._bin = _binaries()
        self._as_user = _as_user()
        self._home = Path(tempfile.mkdtemp(prefix="plo-pg-"))
        self._data = self._home / "data"
        self._port = free_port()
        if self._as_user:
            shutil.chown(self._home, SYSTEM_USER, SYSTEM_USER)
        weakref.finalize(self, _erase, self._home)

    @property
    def url(self) -> str:
        """The address of the database that is there from the beginning."""
        return self._url("postgres")

    def start(self) -> None:
        """Start it, with a new and empty database the first time; waits until it answers."""
        if not self._data.exists():
            self._run("initdb", "-U", "plo", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        where = f"-p {self._port} -k {self._home} -c listen_addresses=127.0.0.1"
        self._run("pg_ctl", "start", "-w", "-t", "60", "-o", f"{where} {FAST}")

    def stop(self) -> None:
        """Stop it in good order; does nothing when it does not run."""
        if _server(self._home):
            self._run("pg_ctl", "stop", "-w", "-m", "fast")

    def kill(self) -> None:
        """SIGKILL to the server and all its processes, as when the power goes."""
        _kill(self._home)

    def new_database(self, name: str) -> str:
        """Create an empty database; returns its address."""
        self._run("createdb", "-h", "127.0.0.1", "-p", str(self._port), "-U", "plo", name, data=False)
        return self._url(name)

    def _url(self, database: str) -> str:
        return f"postgresql+asyncpg://plo@127.0.0.1:{self._port}/{database}"

    def _run(self, program: str, *arguments: str, data: bool = True) -> None:
        """Run one of PostgreSQL's programs; into a file, for the server would hold a pipe open for ever."""
        where = ("-D", str(self._data)) if data else ()
        command = [*self._as_user, str(self._bin / program), *where, *arguments]
        with tempfile.TemporaryFile("w+") as said:
            done = subprocess.run(command, stdout=said, stderr=said, cwd=self._home, check=False, timeout=120)
            said.seek(0)
            if done.returncode != 0:
                raise RuntimeError(f"{program} failed: {said.read()}")


def _binaries() -> Path:
    """The newest installed PostgreSQL."""
    if found := [path.parent for path in BINARIES.glob("*/bin/initdb")]:
        return max(found, key=lambda folder: int(folder.parent.name))
    raise RuntimeError(f"No PostgreSQL server below {BINARIES}: apt-get install -y postgresql")


def _as_user() -> list[str]:
    """What to put before a command so that it does not run as root."""
    if os.geteuid() != 0:
        return []
    try:
        pwd.getpwnam(SYSTEM_USER)
    except KeyError as exc:
        raise RuntimeError(
            f"Running as root, and there is no user {SYSTEM_USER} to start PostgreSQL"
        ) from exc
    return ["setpriv", f"--reuid={SYSTEM_USER}", f"--regid={SYSTEM_USER}", "--init-groups", "--"]


def _server(home: Path) -> psutil.Process | None:
    try:
        pid = int((home / "data" / "postmaster.pid").read_text().splitlines()[0])
        process = psutil.Process(pid)
        return process if str(home / "data") in process.cmdline() else None
    except (OSError, ValueError, IndexError, psutil.Error):
        return None


def _kill(home: Path) -> None:
    if server := _server(home):
        everyone = [server, *server.children(recursive=True)]
        for process in everyone:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(everyone, timeout=10)


def _erase(home: Path) -> None:
    _kill(home)
    shutil.rmtree(home, ignore_errors=True)
