"""The files in which processes count: they have their room beforehand, and none is killed for want of it."""

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from adapters.metric_files import KINDS, ROOM, take
from adapters.metric_row import Metric
from adapters.metric_table import TABLE

ROOT = Path(__file__).resolve().parents[2]
COUNT = """
import sys
from pathlib import Path
from adapters.metric_files import share
print("delt" if share(Path(sys.argv[1]), "detect-0") else "alene")
from adapters import metrics
metrics.waiting("g", True)
metrics.retried("g")
metrics.answered(0.1)
print("ferdig")
"""
SHOW = "from adapters import metrics\nprint(metrics.exposition().decode())"
MOST = {
    **{"sender": 500, "verdict": 4, "type": 60, "repeated": 2, "topic": 8, "partition": 6, "group": 8},
    **{
        "rule": 80,
        "change": 8,
        "code": 100,
        "error_class": 1,
        "step": 5,
        "error": 20,
        "check": 5,
        "part": 40,
    },
}
"""A generous number of values of each label; a code has its one error_class."""


def run(code: str, folder: Path, most_bytes: int = resource.RLIM_INFINITY) -> str:
    """What a process prints that may write no file longer than `most_bytes`."""
    done = subprocess.run(
        (sys.executable, "-c", code, folder),
        env={**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(folder), "PYTHONPATH": str(ROOT)},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, resource.RLIM_INFINITY)),
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, (done.returncode, done.stderr)
    return done.stdout


def test_every_page_has_its_place_on_the_disk(tmp_path: Path) -> None:
    """A file with holes in it would kill who writes there when the disk is full (SIGBUS)."""
    assert run(COUNT, tmp_path).split() == ["delt", "ferdig"]
    files = sorted(tmp_path.iterdir())
    assert [one.name for one in files] == sorted(f"{kind}_detect-0.db" for kind in KINDS)
    for one in files:
        assert one.stat().st_size == ROOM and one.stat().st_blocks * 512 >= ROOM


def test_a_part_without_room_counts_alone_and_goes_on(tmp_path: Path) -> None:
    """And leaves no half file that who adds up would stumble over."""
    assert run(COUNT, tmp_path, most_bytes=ROOM // 2).split() == ["alene", "ferdig"]
    assert not list(tmp_path.iterdir())
    assert "plo_retries" not in run(SHOW, tmp_path)


def test_who_is_started_again_counts_on(tmp_path: Path) -> None:
    """In the same files: a part that falls every minute of a night does not fill the disk with them."""
    run(COUNT, tmp_path)
    run(COUNT, tmp_path)
    assert len(list(tmp_path.iterdir())) == len(KINDS)
    assert 'plo_retries_total{group="g"} 2.0' in run(SHOW, tmp_path)


def test_room_that_is_had_is_not_asked_for_again(tmp_path: Path) -> None:
    """A full disk takes nothing from a part that is started again; a file that got none is gone."""
    path = tmp_path / "counter_x.db"
    take(path)
    path.write_bytes(b"x" + path.read_bytes()[1:])
    take(path)
    assert path.read_bytes()[:1] == b"x" and path.stat().st_size == ROOM
    with pytest.raises(OSError):
        take(tmp_path / "mangler" / "counter_x.db")


def test_the_table_fits() -> None:
    """With 500 parties and every code: a file that grew would have holes."""
    for kind, file in (("teller", "counter"), ("tilstand", "gauge"), ("fordeling", "histogram")):
        needed = sum(size(one) for one in TABLE if one.kind == kind)
        assert 0 < needed < ROOM, file


def size(metric: Metric) -> int:
    """Bytes of its values in a file: each has its name, labels and sentence, and twenty besides."""
    series = 1
    for label in metric.labels:
        series *= MOST[label]
    series *= len(metric.bounds) + 3 if metric.kind == "fordeling" else 1
    one = len(f'["{metric.name}", "{metric.exposed[0]}", {{}}, "{metric.says}"]'.encode()) + 40
    return series * (one + sum(len(label) + 30 for label in metric.labels))
