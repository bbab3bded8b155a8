"""Tilstand: metrics that tell how something is now, set anew each time it is looked at."""

from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar, cast

from prometheus_client import Gauge
from prometheus_client.multiprocess import mark_process_dead

from adapters.metrics import MADE

Labels = TypeVar("Labels", bound=tuple[str, ...])

_SHOWN: dict[str, set[tuple[str, ...]]] = {}
"""Which label values each tilstand has had in this process."""


def state(name: str, values: Mapping[Labels, float]) -> None:
    """Set the tilstand `name` as it is now: label values -> value. What is not among them becomes 0."""
    gauge = cast(Gauge, MADE[name])
    given: dict[tuple[str, ...], float] = {labels: value for labels, value in values.items()}
    for labels in {**dict.fromkeys(_SHOWN.get(name, ()), 0.0), **given}:
        (gauge.labels(*labels) if labels else gauge).set(given.get(labels, 0.0))
    _SHOWN.setdefault(name, set()).update(given)


def forget(name: str, folder: Path) -> None:
    """A process has ended: what it said of its state holds no longer; what it counted stays."""
    mark_process_dead(name, str(folder))  # type: ignore[no-untyped-call]
