"""docs/feilkoder.md names every code that a refused message can get, and no other."""

import re
from pathlib import Path

from schemas.codes import APPREC_FEIL

ROOT = Path(__file__).resolve().parents[2]
KINDS = "xml|xsd|msgid|type|sender|receiver|patient|apprec|status|event|record|file"
WRITTEN = re.compile(rf'"((?:{KINDS})\.[a-z_]+)"')
COMPLAINT = re.compile(r'fault\.problem\("([a-z_]+)"')
ROW = re.compile(r"^\| `([a-z_.]+)` \| (\S+) \| .+ \| .+ \|$", re.MULTILINE)
NOT_FAULTS = {"record.dead_lettered", "type.checked"}
"""Names of log lines."""


def used() -> set[str]:
    """Codes as they stand in the source."""
    sources = [
        path.read_text(encoding="utf-8")
        for package in ("adapters", "consumers", "broker")
        for path in (ROOT / package).rglob("*.py")
        if package != "broker" or path.parent.name == "cli"
    ]
    codes = {code for text in sources for code in WRITTEN.findall(text)}
    return (codes | {f"xsd.{code}" for text in sources for code in COMPLAINT.findall(text)}) - NOT_FAULTS


def test_every_code_is_explained() -> None:
    """A code without a row leaves the sender alone with it; a row without a code is wrong."""
    documented = dict(ROW.findall((ROOT / "docs" / "feilkoder.md").read_text(encoding="utf-8")))
    assert documented
    assert set(documented) == used()
    assert {code for code in documented.values() if code != "–"} <= set(APPREC_FEIL)
