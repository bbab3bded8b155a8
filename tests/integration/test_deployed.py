"""The systemd units: sound in the eyes of systemd, little that they may do, and every part."""

import subprocess
from pathlib import Path

import pytest
from deployed import DEPLOY

from broker.app import PARTS
from broker.cli.service.part import which
from broker.run.parts import parts_of
from broker.settings import Folder, Settings


def test_plo_run_and_systemd_have_every_part() -> None:
    """plo run starts each of them once there is a folder to fetch from; plo-part@ takes each by its name."""
    settings = Settings(folders=(Folder(path=Path("/x"), her=("90001",)),))
    assert {part.kind for part in parts_of(settings)} == set(PARTS)
    assert {which(f"{part}-0", 0) for part in PARTS} == {(part, 0) for part in PARTS}
    assert "plo part %i" in (DEPLOY / "plo-part@.service").read_text(encoding="utf-8")


@pytest.mark.parametrize("unit", ["plo-broker.service", "plo-part@.service"])
def test_systemd_reads_the_units(unit: str, tmp_path: Path) -> None:
    """No unknown line; and little that it may do."""
    for path in (*DEPLOY.glob("*.service"), *DEPLOY.glob("*.target")):
        text = path.read_text(encoding="utf-8").replace("/opt/plo-broker/.venv/bin/plo ", "/bin/true ")
        (tmp_path / path.name.replace("@.", "@detect-0.")).write_text(text, encoding="utf-8")
    placed = tmp_path / unit.replace("@.", "@detect-0.")
    beside = tmp_path / f"{placed.name}.d"
    beside.mkdir()
    (beside / "hemmelig.conf").write_bytes((DEPLOY / "plo-hemmelig.conf").read_bytes())
    done = subprocess.run(("systemd-analyze", "verify", "--man=no", placed), capture_output=True, text=True)
    assert done.returncode == 0 and str(tmp_path) not in done.stderr, done.stderr
    rated = ("systemd-analyze", "security", "--offline=yes", "--threshold=20", placed)
    assert subprocess.run(rated, capture_output=True).returncode == 0


def test_a_part_that_stopped_itself_is_left_to_a_person() -> None:
    """Exit code 3 is not started again, by systemd or by a loop of ours."""
    assert "RestartPreventExitStatus=3" in (DEPLOY / "plo-part@.service").read_text(encoding="utf-8")
