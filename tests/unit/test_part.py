"""A part that stopped itself: it ends with its code, or stays and says so where it would be started again."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
from servers import free_port
from service import until

from broker.run.beat import read

ROOT = Path(__file__).resolve().parents[2]
RUN = """
import sys
from adapters.kafka.guard import TooManyBugs
from broker import part
from broker.alive import alive

async def well():
    return None

async def falls(settings, number):
    if sys.argv[1] == "straks":
        raise TooManyBugs
    async with alive(settings, "detect-0", "hendelser.v1", well):
        raise TooManyBugs

part.PARTS = {"detect": falls}
sys.exit(part.main("detect", 0, stay=sys.argv[1] == "vent"))
"""


def started(home: Path, stay: str, port: int) -> subprocess.Popen[bytes]:
    (home / "run").mkdir()
    env = {**os.environ, "PLO_HOME": str(home), "PLO_METRICS_PORT": str(port), "PYTHONPATH": str(ROOT)}
    return subprocess.Popen((sys.executable, "-c", RUN, stay), env=env, stderr=subprocess.DEVNULL)


def test_it_ends_with_a_code_of_its_own(tmp_path: Path) -> None:
    """By which systemd and plo run leave it to a person, who is told why by plo status."""
    assert started(tmp_path, "slutt", free_port()).wait(60) == 3
    told = read(tmp_path / "run" / "detect-0.json", time.time())
    assert (told.pid, told.healthy) == (None, False)
    assert told.why == "stoppet seg selv: for mange uventede feil på rad"


def test_one_that_never_said_anything_ends_the_same_way(tmp_path: Path) -> None:
    """There is no file to leave a last word in."""
    assert started(tmp_path, "straks", free_port()).wait(60) == 3
    assert not list((tmp_path / "run").iterdir())


def test_it_stays_ill_where_it_would_be_started_again(tmp_path: Path) -> None:
    """Alive, so that nobody starts it anew; not ready, and seen to be ill; it ends when asked to."""
    port = free_port()
    process = started(tmp_path, "vent", port)
    try:
        until(lambda: ready(port) == 503, 60, "does not answer")
        assert "stoppet seg selv" in httpx.get(f"http://127.0.0.1:{port}/helse/klar").text
        assert httpx.get(f"http://127.0.0.1:{port}/helse/lever").status_code == 200
        shown = httpx.get(f"http://127.0.0.1:{port}/metrics").text
        assert 'plo_part_healthy{part="detect-0"} 0.0' in shown
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 3
    finally:
        process.kill()
        process.wait()


def ready(port: int) -> int:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/helse/klar").status_code
    except httpx.TransportError:
        return 0
