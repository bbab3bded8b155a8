"""The four package names are generic; nothing else may answer to them (docs/adr/0001)."""

import importlib
from collections import Counter
from importlib.metadata import distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OURS = ("broker", "schemas", "adapters", "consumers")


@pytest.mark.parametrize("name", OURS)
def test_imported_from_here(name: str) -> None:
    """Each package is the one in this tree."""
    assert Path(str(importlib.import_module(name).__file__)).parent == ROOT / name


def test_no_dependency_ships_one_of_them() -> None:
    """No other distribution puts a package of these names beside ours."""
    found = {
        dist.name
        for dist in distributions()
        for file in dist.files or ()
        if file.parts and file.parts[0] in OURS and file.suffix == ".py"
    }
    assert found <= {"plo-broker"}


def test_a_test_is_found_by_its_file_name() -> None:
    """No two files of tests share a name, and no folder of tests is a package that could hide one of ours."""
    names = Counter(path.name for path in (ROOT / "tests").rglob("*.py"))
    tests = {name: number for name, number in names.items() if name.startswith("test_")}
    assert len(tests) > 200
    assert not [name for name, number in tests.items() if number > 1]
    assert "__init__.py" not in names
