"""The table of metrics, and the tilstand that is set from what is seen."""

import os
import re
import subprocess
import sys
from pathlib import Path

from prometheus_client import REGISTRY

from adapters.metric_row import Metric
from adapters.metric_state import state
from adapters.metric_table import TABLE

ROOT = Path(__file__).resolve().parents[2]
LABELS = {
    *("type", "verdict", "repeated", "sender", "step", "error", "group", "topic", "partition"),
    *("error_class", "code", "rule", "change", "check", "part"),
}
"""What may be a label: each has few values, and none of them comes from a message."""


def value(name: str, **labels: str) -> float | None:
    return REGISTRY.get_sample_value(name, labels)


def test_each_is_named_once_and_told_in_a_sentence() -> None:
    """A name of ours, and a whole sentence of bokmål."""
    names = [one.name for one in TABLE]
    assert len(set(names)) == len(names) >= 20
    assert all(re.fullmatch(r"plo(_[a-z0-9]+)+", name) for name in names)
    assert all(re.fullmatch(r"[A-ZÆØÅ0-9].+ .+\.", one.says) for one in TABLE)


def test_labels_are_of_few_values() -> None:
    """Nothing is counted by patient, message id or file name."""
    assert {label for one in TABLE for label in one.labels} <= LABELS


def test_names_as_prometheus_has_them() -> None:
    """A counter ends in _total, a fordeling has three names."""
    assert Metric("plo_a", "teller", "En ting.").exposed == ("plo_a_total",)
    assert Metric("plo_b", "fordeling", "En ting.").exposed == ("plo_b_bucket", "plo_b_sum", "plo_b_count")


def test_what_is_no_longer_there_becomes_nothing() -> None:
    """A code without open dead letters shows 0, and not what it was when it last had some."""
    state("plo_dlt_open", {("t", "xsd.missing"): 3, ("t", "event.unreadable"): 1})
    state("plo_dlt_open", {("t", "event.unreadable"): 2})
    assert value("plo_dlt_open", topic="t", code="xsd.missing") == 0
    assert value("plo_dlt_open", topic="t", code="event.unreadable") == 2


SAY = """
import os
from adapters import metrics
metrics.waiting("g", True)
metrics.retried("g")
print(os.getpid())
"""
FORGET = """
import os, sys
from pathlib import Path
from adapters import metrics
from adapters.metric_state import forget
forget(sys.argv[1], Path(os.environ["PROMETHEUS_MULTIPROC_DIR"]))
print(metrics.exposition().decode())
"""


def run(code: str, folder: Path, *arguments: str) -> str:
    environment = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(folder), "PYTHONPATH": str(ROOT)}
    words = [sys.executable, "-c", code, *arguments]
    return subprocess.run(words, env=environment, check=True, cwd=ROOT, capture_output=True, text=True).stdout


def test_a_process_that_has_ended_waits_no_longer(tmp_path: Path) -> None:
    """What it said of its state goes with it; what it counted stays."""
    shown = run(FORGET, tmp_path, run(SAY, tmp_path).strip())
    assert "plo_consumer_waiting{" not in shown
    assert 'plo_retries_total{group="g"} 1.0' in shown
