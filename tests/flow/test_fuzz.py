"""Half a minute of `make fuzz`, the same each time; and that it would find a fault."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fuzz import door, planted
from fuzz.cases import KINDS, Case, case
from fuzz.hunt import again, hunt
from fuzz.worker import Worker

SEED, CASES = 20250302, 700
STATUSES = {200, 202, 400, 403, 413}
PROBED = (b"sound", *planted.FAULTS, b"sound")


@pytest.fixture
def faulty() -> Iterator[Worker]:
    with Worker(planted.Subject, hang_s=5.0) as worker:
        yield worker


def test_the_door_stands(tmp_path: Path) -> None:
    """Nothing escapes, swells or takes for ever; every kind of wrong and of answer was tried."""
    with Worker(door.Subject) as worker:
        found = hunt((case(SEED, number) for number in range(CASES)), worker, tmp_path, SEED, print)
    assert not found.faults
    assert set(found.kinds) == set(KINDS) and found.kinds.total() == CASES
    assert set(found.verdicts) == door.VERDICTS - {"forbudt"}  # that one is said to callers: 403
    assert set(found.statuses) == STATUSES
    assert found.largest > 19_000_000


def test_every_kind_of_fault_is_found(faulty: Worker, tmp_path: Path) -> None:
    """What escapes, takes too long, swells, dies or hangs; whatever comes after it is tried all the same."""
    said: list[str] = []
    cases = [Case(number, "prøve", raw) for number, raw in enumerate(PROBED)]
    found = hunt(cases, faulty, tmp_path, SEED, said.append)
    assert [fault for fault, _ in found.faults] == [
        "time",
        "memory",
        "exception",
        "exception",
        "death",
        "hang",
    ]
    assert (
        found.verdicts["godtatt"] == len(PROBED) - 4
    )  # those with a fault that still told what they made of it
    assert [path.read_bytes() for path in found.kept] == list(planted.FAULTS)
    assert all(again(path) in text for path, text in zip(found.kept, said, strict=True))
    assert "KeyError i trip, tests/fuzz/planted.py" in found.kept[2].with_suffix(".txt").read_text()


def test_the_same_fault_is_kept_three_times(faulty: Worker, tmp_path: Path) -> None:
    """The rest is counted."""
    cases = [Case(number, "prøve", b"exception") for number in range(5)]
    found = hunt(cases, faulty, tmp_path, SEED, print)
    assert found.faults.total() == 5 and len(list(tmp_path.glob("*.xml"))) == 3


@pytest.mark.parametrize("number", range(0, 60, 7))
def test_a_case_is_the_same_each_time(number: int) -> None:
    """The seed and the number are all that it takes."""
    one, other = case(SEED, number), case(SEED, number)
    assert one.raw == other.raw and one.kind == other.kind
    assert one.raw != case(SEED + 1, number).raw
