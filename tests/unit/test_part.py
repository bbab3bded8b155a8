"""A part that stopped itself: it ends with its code, or stays and says so where it would be started again."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx
from servers import free_port
from service import until

ROOT = Path(__file__).resolve().parents[2]
RUN = """
import sys
from adapters.kafka.guard import TooManyBugs
from broker import part

async def falls(settings, number):
    raise TooManyBugs

part.PARTS = {"detect": falls}
sys.exit(part.main("detect", 0, stay=sys.argv[1] == "vent"))
"""


def started(home: Path, stay: str, port: int) -> subprocess.Popen[bytes]:
    (home / "run").mkdir()
    env = {**os.environ, "PLO_HOME": str(home), "PLO_METRICS_PORT": str(port), "PYTHONPATH": str(ROOT)}
    return subprocess.Popen((sys.executable, "-c", RUN, stay), env=env, stderr=subprocess.DEVNULL)


def test_it_ends_with_a_code_of_its_own(tmp_path: Path) -> None:
    """By which systemd and plo run leave it to a person."""
    assert started(tmp_path, "slutt", free_port()).wait(60) == 3


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
