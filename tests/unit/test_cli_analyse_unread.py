"""plo analyse, where something in the archive cannot be read: what it held is missing, and that is told."""

import io
import zipfile
from pathlib import Path

import pytest
from archive_messages import NOW, archive, named
from cli_runner import Ran, run_plo


def broken_zip() -> bytes:
    """The first half of a zip, as of a copy that was cut."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as zipped:
        zipped.writestr("a.xml", b"<a/>" * 1000)
    return made.getvalue()[:2000]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Good messages, and among them a broken zip."""
    made = archive(tmp_path / "arkiv")
    (made / "februar.zip").write_bytes(broken_zip())
    return made


def looked(folder: Path, *more: str) -> Ran:
    return run_plo("analyse", str(folder), "--now", NOW, *more, env={"PLO_HOME": str(folder.parent / "hjem")})


def test_a_broken_zip_among_good_files(folder: Path) -> None:
    """The rest is analysed; the file is named, and the exit code says that the sums are not whole."""
    ran = looked(folder, "--json")
    assert len(named(ran, "R-U02")) == 1
    assert "avvist file.archive_broken: 1" in ran.err
    assert f"Ikke lest, og ikke med i tallene: 1 fil ({folder}/februar.zip)." in ran.err
    assert ran.code == 1


def test_people_are_told_too(folder: Path) -> None:
    """The same sentence below the tables, and of many files the first three."""
    for name in ("a", "b", "c"):
        (folder / f"{name}.zip").write_bytes(broken_zip())
    ran = looked(folder)
    told = " ".join(ran.out.split())
    assert f"tallene: 4 filer ({folder}/a.zip, {folder}/b.zip, {folder}/c.zip …)." in told
    assert ran.code == 1


def test_the_report_says_so(folder: Path, tmp_path: Path) -> None:
    """How many, but no name: names of files may name people."""
    report = tmp_path / "rapport.html"
    assert looked(folder, "--html", str(report)).code == 1
    page = report.read_text(encoding="utf-8")
    assert "1 fil lot seg ikke lese, og er ikke med i tallene." in page
    assert "februar" not in page


def test_what_is_refused_was_read(folder: Path) -> None:
    """A message that breaks the schema was judged, and is a finding: nothing is missing."""
    (folder / "februar.zip").unlink()
    (folder / "a.xml").write_bytes(b"<a>")
    ran = looked(folder, "--json")
    assert "1 avvist" in ran.err and "Ikke lest" not in ran.err
    assert ran.code == 0
