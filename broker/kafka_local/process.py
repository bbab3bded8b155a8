"""The JVM as a process of the system: start it on its own, find it again, end it."""

import fcntl
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

FORMAT_LIMIT_S = 120
KILL_LIMIT_S = 10.0
POLL_S = 0.05


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Hold `lock`, so that two of us never start or stop the same Kafka at the same time."""
    with lock.open("w") as opened:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield


def spawn(command: list[str], log: Path) -> int:
    """Start `command` in a session of its own, so that it outlives us; returns its process id.

    Not subprocess.Popen: that object wants to be kept until the process has ended.
    """
    if log.exists():
        log.replace(log.with_suffix(".forrige.log"))
    output = (os.POSIX_SPAWN_OPEN, 1, str(log), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    return os.posix_spawn(
        command[0],
        command,
        _environment(),
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            output,
            (os.POSIX_SPAWN_DUP2, 1, 2),
        ],
        setsid=True,
    )


def run(command: list[str]) -> str | None:
    """Run `command` to its end; returns None when it went well, else what it said."""
    try:
        done = subprocess.run(  # noqa: S603 our own command, no shell
            command, capture_output=True, text=True, env=_environment(), timeout=FORMAT_LIMIT_S, check=False
        )
    except subprocess.TimeoutExpired:
        return f"ikke ferdig etter {FORMAT_LIMIT_S} s"
    return None if done.returncode == 0 else done.stderr + done.stdout


def _environment() -> dict[str, str]:
    """Ours, in UTF-8: Java reads file names by the locale, and a home folder may be named bjørn."""
    return {**os.environ, "LC_ALL": "C.UTF-8"}


def find(pid_file: Path, mark: str) -> psutil.Process | None:
    """The process of the pid file, if it lives and carries our `mark`; a reused pid does not."""
    try:
        process = psutil.Process(int(pid_file.read_text()))
        return process if mark in process.cmdline() and alive(process) else None
    except (OSError, ValueError, psutil.Error):
        return None


def alive(process: psutil.Process) -> bool:
    """Whether it still runs; takes the leavings of a dead child with it.

    A zombie does not run: its parent, plo run as a rule, has only to look. But one whose other threads
    are still ending holds its ports.
    """
    try:
        process.wait(timeout=0)
    except psutil.TimeoutExpired:
        pass
    else:
        return False
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE or process.num_threads() > 1)
    except psutil.NoSuchProcess:
        return False


def end(process: psutil.Process, timeout_s: float) -> None:
    """Ask it to stop; after `timeout_s` seconds, make it."""
    try:
        process.terminate()
        if not _ended(process, timeout_s):
            kill(process)
    except psutil.NoSuchProcess:
        pass


def kill(process: psutil.Process) -> None:
    """SIGKILL, and wait until it is gone."""
    try:
        process.kill()
        _ended(process, KILL_LIMIT_S)
    except psutil.NoSuchProcess:
        pass


def _ended(process: psutil.Process, timeout_s: float) -> bool:
    """Whether it ends within so many seconds."""
    deadline = time.monotonic() + timeout_s
    while alive(process):
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_S)
    return True


def tail(log: Path, lines: int = 12) -> str:
    """The last lines of a log; empty when there is none."""
    try:
        with log.open("rb") as opened:
            opened.seek(max(0, log.stat().st_size - 16_384))
            return "\n".join(opened.read().decode(errors="replace").splitlines()[-lines:])
    except OSError:
        return ""
