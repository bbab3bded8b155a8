"""plo simulate, plo analyse and plo simulate score, one after the other: every fault is found."""

from pathlib import Path

import orjson
import pytest
from cli_runner import run_plo

from broker.cli.exits import USAGE
from consumers.rules import RULES


def simulated(folder: Path, *argv: str) -> Path:
    """A folder with a simulation."""
    ran = run_plo("simulate", *argv, "--out", str(folder))
    assert ran.code == 0, ran.err
    return folder


def analysed(folder: Path, home: Path) -> Path:
    """The avvik that plo analyse finds in it, as lines of JSON."""
    given = ("--received", str(folder / "received.csv"), "--agreement", str(folder / "avtaler.toml"))
    ran = run_plo("analyse", str(folder), *given, "--json", env={"PLO_HOME": str(home), "PLO_PLO20": "true"})
    assert ran.code == 0, ran.err
    found = folder.with_suffix(".jsonl")
    found.write_text("".join(line for line in ran.out.splitlines(True) if line.startswith("{")))
    return found


@pytest.mark.parametrize("faults", ["alle", "R-K07,R-K08,R-K05"])
def test_every_fault_is_found(tmp_path: Path, faults: str) -> None:
    """Of 60 stays: recall 100 % and precision at least 99 %, of all rules that run."""
    folder = simulated(tmp_path / "sim", "--stays", "60", "--seed", "14", "--faults", faults)
    found = analysed(folder, tmp_path / "home")
    run = ",".join(rule.id for rule in RULES if not rule.av)
    ran = run_plo("simulate", "score", str(folder / "truth.json"), str(found), "--alle", "--rules", run)
    assert ran.code == 0, ran.out


def test_flawless_stays_have_no_avvik(tmp_path: Path) -> None:
    """Noise and stories alone."""
    folder = simulated(tmp_path / "sim", "--stays", "40", "--seed", "5", "--faults", "ingen")
    assert analysed(folder, tmp_path / "home").read_text() == ""


def test_the_folder(tmp_path: Path) -> None:
    """The same every time; never on top of something else."""
    one = simulated(tmp_path / "a", "--stays", "5", "--seed", "3")
    other = simulated(tmp_path / "b", "--stays", "5", "--seed", "3")
    for name in ("truth.json", "received.csv", "avtaler.toml"):
        assert (one / name).read_bytes() == (other / name).read_bytes()
    files = sorted(path.name for path in (one / "meldinger").iterdir())
    assert files == sorted(path.name for path in (other / "meldinger").iterdir())
    stays = orjson.loads((one / "truth.json").read_bytes())["stays"]
    assert len(stays) == 5
    assert {*stays[0]} == {"stay", "story", "kommune", "hospital", "messages", "avvik"}
    again = run_plo("simulate", "--stays", "5", "--out", str(one))
    assert (again.code, again.err.splitlines()[0]) == (USAGE, f"{one} er ikke en tom mappe.")


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("--faults", "R-U99"), "Kan ikke bryte R-U99"),
        (("--faults", " ,"), "--faults er tom."),
        (("--faults", "R-T09"), "Kan ikke bryte R-T09"),
        (("--stays", "0"), "--stays har en verdi"),
        (("--stays", "99999"), "--stays kan være høyst 30000."),
    ],
)
def test_wrong_use(tmp_path: Path, argv: tuple[str, ...], said: str) -> None:
    """Exit code 2, and what was wrong; nothing is written."""
    ran = run_plo("simulate", *argv, "--out", str(tmp_path / "sim"))
    assert ran.code == USAGE
    assert ran.err.startswith(said)
    assert not (tmp_path / "sim").exists()


def test_either_a_folder_or_a_rate() -> None:
    """One of the two must be chosen."""
    assert run_plo("simulate", "--stays", "3").code == USAGE
