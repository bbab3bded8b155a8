"""Messages of 20 MB are judged in time and in little memory, whatever they are made of."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from giants import GIANTS

from broker.run.keeper import ALLOCATOR

TESTS = Path(__file__).parents[1]
MOST_MB, MOST_S = 400, 2.0
TAKEN_IN = {"a PDF", "a PDF in lines", "a PDF in an epikrise", "a PDF in CDATA", "a PDF in UTF-16"}


@pytest.fixture(scope="module")
def taken() -> dict[str, Any]:
    """What judging each of them took, by name; each in a process of its own, one after the other."""
    out = subprocess.run(
        [sys.executable, "-m", "giants_child"],
        cwd=TESTS,
        env={**ALLOCATOR, "PYTHONPATH": f"{TESTS.parent}:{TESTS}", "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
        timeout=280,
    ).stdout
    return {row["name"]: row for row in map(json.loads, out.splitlines())}


@pytest.mark.parametrize("name", GIANTS)
def test_no_giant_takes_the_service_down(taken: dict[str, Any], name: str) -> None:
    """Judged, its attachments read and itself laid in the store: under 400 MB and 2 s of CPU."""
    row = taken[name]
    mb, seconds = f"{row['start']} → {row['peak']} MB", f"{row['cpu_s']:.2f} s CPU, {row['s']:.2f} s"
    what = " ".join((row["verdict"], *row["codes"], *row["kinds"]))
    print(f"{name:<34} {row['bytes'] / 1e6:4.1f} MB  {mb:<14} {seconds:<22} {what}")
    assert row["peak"] < MOST_MB
    assert row["cpu_s"] < MOST_S


@pytest.mark.parametrize("name", sorted(TAKEN_IN))
def test_a_message_of_twenty_megabytes_with_one_pdf_is_taken_in(taken: dict[str, Any], name: str) -> None:
    """In whatever way the file is written down."""
    assert (taken[name]["verdict"], taken[name]["kinds"]) == ("godtatt", ["pdf"])
    assert taken[name]["bytes"] > 19_900_000
