"""make docs: every document that is made from the code, made anew (a test fails when one is stale)."""

import sys
from pathlib import Path

from broker.cli import documents
from broker.deployed import grafana, metrics
from broker.faults.document import document
from consumers.catalogue import catalogue
from schemas import asyncapi
from schemas import catalogue as facts

ROOT = Path(__file__).resolve().parent.parent


def write(root: Path) -> None:
    """Write all of them below `root`. Raises Breaking, and writes nothing, when a reader would break."""
    facts.generate(root / "schemas" / "json")
    docs = root / "docs"
    docs.mkdir(exist_ok=True)
    asyncapi.generate(docs)
    documents.write(docs)
    (docs / "feilkoder.md").write_text(document(), encoding="utf-8")
    (docs / "metrikker.md").write_text(metrics.document(), encoding="utf-8")
    grafana.write(root / "deploy" / "grafana")
    (docs / "regler.md").write_text(catalogue(), encoding="utf-8")


if __name__ == "__main__":
    try:
        write(ROOT)
    except facts.Breaking as exc:
        sys.exit(f"Not written, a reader would break:\n{exc}\nMake a new class, ….v2 (docs/adr/0003).")
