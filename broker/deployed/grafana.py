"""deploy/grafana/*.json, made from the table of boards."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import orjson

from broker.deployed.panel import Panel
from broker.deployed.panels import BOARDS

WIDE: Final = 24
HEIGHT: Final = {"stat": 4, "timeseries": 8}
SOURCE: Final = {"type": "prometheus", "uid": "${kilde}"}


def write(folder: Path) -> None:
    """Write every board to `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, (title, panels) in BOARDS.items():
        body = orjson.dumps(board(name, title, panels), option=orjson.OPT_INDENT_2)
        (folder / f"{name}.json").write_bytes(body + b"\n")


def board(name: str, title: str, panels: Sequence[Panel]) -> dict[str, Any]:
    """One board as Grafana imports it; it asks for the data source when it is opened."""
    return {
        "uid": f"plo-{name}",
        "title": title,
        "tags": ["plo-broker"],
        "timezone": "Europe/Oslo",
        "schemaVersion": 39,
        "editable": False,
        "refresh": "30s",
        "time": {"from": "now-6h", "to": "now"},
        "templating": {
            "list": [{"name": "kilde", "label": "Datakilde", "type": "datasource", "query": "prometheus"}]
        },
        "panels": list(_placed(panels)),
    }


def _placed(panels: Sequence[Panel]) -> Iterator[dict[str, Any]]:
    """From left to right, a new row when one is full."""
    x = y = height = 0
    for number, panel in enumerate(panels, 1):
        if x + panel.width > WIDE:
            x, y = 0, y + height
        height = HEIGHT[panel.shape]
        yield _shown(number, panel, {"x": x, "y": y, "w": panel.width, "h": height})
        x += panel.width


def _shown(number: int, panel: Panel, place: dict[str, int]) -> dict[str, Any]:
    steps: list[dict[str, Any]] = [{"color": "green", "value": None}]
    if panel.red is not None:
        steps.append({"color": "red", "value": panel.red})
    return {
        "id": number,
        "type": panel.shape,
        "title": panel.title,
        "description": panel.says,
        "gridPos": place,
        "datasource": SOURCE,
        "fieldConfig": {
            "defaults": {
                "unit": panel.unit,
                "min": 0,
                "thresholds": {"mode": "absolute", "steps": steps},
            },
            "overrides": [],
        },
        "targets": [
            {"refId": letter, "datasource": SOURCE, "expr": expr, "legendFormat": label}
            for letter, (label, expr) in zip("ABC", panel.asks, strict=False)
        ],
    }
