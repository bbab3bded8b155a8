"""Metrics: declared in one table, exposed in Prometheus's text, and free of what messages say."""

import subprocess
import sys
from pathlib import Path

from prometheus_client import REGISTRY
from prometheus_client.parser import text_string_to_metric_families

from adapters import metrics

ROOT = Path(__file__).resolve().parents[2]


def value(name: str, **labels: str) -> float:
    """A sample as it stands, 0 when it was never counted."""
    return REGISTRY.get_sample_value(name, labels) or 0.0


def test_received_counts_by_what_became_of_it() -> None:
    """A message taken in counts once, by type, verdict and whether it came before."""
    labels = {"type": "LOG_INNLAGT", "verdict": "godtatt", "repeated": "nei"}
    before = value("plo_meldinger_total", **labels)
    metrics.received("LOG_INNLAGT", "godtatt", repeated=False)
    assert value("plo_meldinger_total", **labels) == before + 1


def test_unknown_type_is_never_a_label() -> None:
    """What a sender writes in Type may be anything, a name too: it is counted as annet."""
    metrics.received("OLA_NORDMANN 12345678901", "avvist", repeated=False)
    metrics.received("", "ulesbar", repeated=False)
    text = metrics.exposition()
    assert b"NORDMANN" not in text
    assert value("plo_meldinger_total", type="annet", verdict="avvist", repeated="nei") >= 1


def test_every_metric_is_explained() -> None:
    """Each metric of ours has a sentence."""
    ours = [
        family
        for family in text_string_to_metric_families(metrics.exposition().decode())
        if family.name.startswith("plo_")
    ]
    assert len(ours) >= 12
    assert all(family.documentation.endswith(".") and " " in family.documentation for family in ours)


def test_gauge_says_who_waits() -> None:
    """A consumer that stands still is seen, and seen no more when it goes on."""
    metrics.waiting("g", True)
    assert value("plo_consumer_waiting", group="g") == 1
    metrics.waiting("g", False)
    assert value("plo_consumer_waiting", group="g") == 0


COUNT = """
from adapters import metrics
metrics.received("LOG_DOD", "godtatt", repeated=False)
metrics.waiting("g", True)
"""
SHOW = """
from adapters import metrics
print(metrics.exposition().decode())
"""


def test_processes_are_added_up(tmp_path: Path) -> None:
    """With a shared folder, one process shows what all have counted, also those that are gone."""
    environment = {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path), "PYTHONPATH": str(ROOT)}
    for _ in range(2):
        subprocess.run([sys.executable, "-c", COUNT], env=environment, check=True, cwd=ROOT)
    shown = subprocess.run(
        [sys.executable, "-c", SHOW], env=environment, check=True, cwd=ROOT, capture_output=True, text=True
    ).stdout
    assert 'plo_meldinger_total{repeated="nei",type="LOG_DOD",verdict="godtatt"} 2.0' in shown
