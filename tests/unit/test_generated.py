"""What is generated is what the code says today."""

from pathlib import Path

import pytest

from broker.deployed.panels import BOARDS
from broker.generated import ROOT, write

GENERATED = (
    *(f"schemas/json/{path.name}" for path in sorted((ROOT / "schemas" / "json").glob("*.json"))),
    *(f"deploy/grafana/{name}.json" for name in BOARDS),
    "docs/asyncapi.json",
    "docs/feilkoder.md",
    "docs/kommandoer.md",
    "docs/innstillinger.md",
    "docs/metrikker.md",
    "docs/regler.md",
)


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("generert")
    (root / "schemas").mkdir()
    write(root)
    return root


@pytest.mark.parametrize("name", GENERATED)
def test_not_stale(fresh: Path, name: str) -> None:
    """The committed file equals the one made now; `make docs` mends it."""
    assert (ROOT / name).read_text(encoding="utf-8") == (fresh / name).read_text(encoding="utf-8")


def test_every_generated_file_is_committed(fresh: Path) -> None:
    """And nothing is generated that is not looked at here."""
    made = {str(path.relative_to(fresh)) for path in fresh.rglob("*") if path.is_file()}
    assert made == set(GENERATED)
