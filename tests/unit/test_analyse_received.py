"""--received: when the files of an archive came."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from broker.analyse.received import Arrivals, NotReceived, read

AT = datetime(2026, 2, 12, 13, 5, tzinfo=UTC)


def csv(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "mottatt.csv"
    path.write_text(text, encoding=encoding)
    return path


@pytest.mark.parametrize(
    "text",
    ["2026-02-12T14:05:00", "2026-02-12T14:05:00+01:00", "2026-02-12T13:05:00Z", " 2026-02-12 14:05 "],
)
def test_a_time_is_oslos_unless_it_says_another_zone(tmp_path: Path, text: str) -> None:
    """And is UTC from then on."""
    (at,) = read(csv(tmp_path, f"file,received_at\na.xml,{text}\n")).values()
    assert (at, at.utcoffset()) == (AT, AT.utcoffset())


def test_a_file_as_spreadsheets_write_it(tmp_path: Path) -> None:
    """A BOM, line ends of Windows, quotes, empty lines, and names as Windows and the shell write them."""
    text = '\ufefffile,received_at\r\n"æ, ø.xml",2026-02-12T14:05\r\n\r\nnord\\b.xml,2026-02-12T14:05\r\n'
    found = read(csv(tmp_path, text + "./c.xml,2026-02-12T14:05\r\n"))
    assert found == {"æ, ø.xml": AT, "nord/b.xml": AT, "c.xml": AT}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "linje 1 skal være file,received_at"),
        ("fil,tid\na.xml,2026-02-12\n", "linje 1 skal være file,received_at"),
        ("file;received_at\na.xml;2026-02-12\n", "linje 1 skal være file,received_at"),
        ("file,received_at\na.xml,2026-02-12\nb.xml,i går\n", "linje 3: skal være fil,tid"),
        ("file,received_at\na.xml\n", "linje 2: skal være fil,tid"),
        ("file,received_at\n\na.xml,2026-02-12,x\n", "linje 3: skal være fil,tid"),
        ("file,received_at\na.xml,0001-01-01\n", "linje 2: skal være fil,tid"),
        ("file,received_at\na.xml,2026-02-12\n./a.xml,2026-02-13\n", "linje 3: filen står to ganger"),
    ],
)
def test_what_is_wrong_is_named_by_its_line(tmp_path: Path, text: str, told: str) -> None:
    """And never by what it says, which may be anything."""
    with pytest.raises(NotReceived) as caught:
        read(csv(tmp_path, text))
    assert str(caught.value).startswith(told)
    assert "i går" not in str(caught.value)


def test_what_is_no_csv_in_utf_8(tmp_path: Path) -> None:
    """Another encoding, an open quote, and a file that is not there."""
    told = "filen kan ikke leses som CSV i UTF-8"
    latin = csv(tmp_path, "file,received_at\næ.xml,2026-02-12\n", "latin-1")
    with pytest.raises(NotReceived, match=told):
        read(latin)
    with pytest.raises(NotReceived, match="filen finnes ikke"):
        read(tmp_path / "borte.csv")
    with pytest.raises(NotReceived, match=told):
        read(csv(tmp_path, 'file,received_at\n"a.xml,2026-02-12\n'))


def test_files_are_known_by_the_longest_end_of_their_name() -> None:
    """The archive may lie in any folder or zip; a line that no file has is counted."""
    other, third = AT.replace(day=13), AT.replace(day=14)
    arrivals = Arrivals({"a.xml": AT, "nord/a.xml": other, "/y/x/b.xml": third, "c.xml": AT})
    assert arrivals.of("arkiv/a.xml") == AT
    assert arrivals.of("arkiv.zip/nord/a.xml") == other
    assert arrivals.of("/y/x/b.xml") == third
    assert arrivals.of("x/b.xml") is None
    assert arrivals.unused == 1


@pytest.mark.parametrize("file", ["sim/nord/a.xml", "/x/sim/nord/a.xml", "sim.zip/nord/a.xml", "nord/a.xml"])
def test_the_folder_that_the_csv_was_written_from_does_not_matter(file: str) -> None:
    """What all its names begin with may be another today; what sets files apart may not."""
    arrivals = Arrivals({"sim/nord/a.xml": AT, "sim/nord/b.xml": AT, "sim/sor/a.xml": AT.replace(day=13)})
    assert arrivals.of(file) == AT
    assert arrivals.of("sim.zip/vest/a.xml") is None
