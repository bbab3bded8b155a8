"""plo analyse: the same message several times in an archive, with different times of receipt."""

from pathlib import Path

import pytest
from builders import innlagt_xml, utskrevet_xml
from cli_runner import run_plo

ON_TIME, LATE = "2026-02-07T12:01:00", "2026-02-09T12:00:00"


def found(folder: Path, files: dict[str, tuple[bytes, str]]) -> set[object]:
    """The rules that find something in these files: name -> bytes, and when it came."""
    archive = folder / "arkiv"
    archive.mkdir()
    for name, (raw, _) in files.items():
        (archive / name).write_bytes(raw)
    rows = "".join(f"{name},{at}\n" for name, (_, at) in files.items() if at)
    received = folder / "mottatt.csv"
    received.write_text(f"file,received_at\n{rows}", encoding="utf-8")
    words = ("analyse", str(archive), "--received", str(received), "--now", "2026-03-01", "--json")
    return {row["rule"] for row in run_plo(*words, env={"PLO_HOME": str(folder)}).rows}


@pytest.mark.parametrize("first", ["a.xml", "z.xml"])
@pytest.mark.parametrize("padding", [0, 150_000])
def test_the_earliest_receipt_counts(tmp_path: Path, first: str, padding: int) -> None:
    """Not the first file name: small messages, and large ones that may overtake each other."""
    raw = utskrevet_xml(gen_date="2026-02-07T12:00:00") + b"\n" * padding
    files = {f"{number}.xml": (raw, LATE) for number in range(5)}
    inn = (innlagt_xml(gen_date="2026-02-03T10:10:00"), "2026-02-03T10:11:00")
    assert "R-U12" not in found(tmp_path, {"inn.xml": inn, **files, first: (raw, ON_TIME)})


def test_a_time_that_is_known_counts_before_gendate(tmp_path: Path) -> None:
    """One copy is in the CSV, and another is not: when it came is known."""
    raw = utskrevet_xml(gen_date="2026-02-07T12:00:00")
    inn = (innlagt_xml(gen_date="2026-02-03T10:10:00"), "2026-02-03T10:11:00")
    assert "R-U12" in found(tmp_path, {"a.xml": (raw, ""), "b.xml": (raw, LATE), "inn.xml": inn})
