"""plo check on zips: what is in them, and those that were made to hurt or are broken."""

import struct
import zipfile
from pathlib import Path

import pytest
from cli_runner import EXAMPLES, Ran, run_plo

from broker.cli import archive
from broker.cli.files import sources

GOOD = next(EXAMPLES.rglob("Pasientlogistikk_Innlagt_pasient_v1-6_Ny.xml")).read_bytes()


def packed(path: Path, *entries: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as made:
        for name, content in entries:
            made.writestr(name, content)
    return path


def problem(ran: Ran, number: int = 0) -> str:
    """Our code of the first problem of a row."""
    problems = ran.rows[number]["problems"]
    assert isinstance(problems, list)
    return str(problems[0]["code"])


def test_messages_in_a_zip_are_named_after_both(tmp_path: Path) -> None:
    """Inner folders too; what is no .xml is passed over; nothing is unpacked to disk."""
    path = packed(tmp_path / "suite.zip", ("case1/a.xml", GOOD), ("b.XML", b"<a>"), ("les.txt", b"x"))
    ran = run_plo("check", "--json", str(path))
    assert [row["file"] for row in ran.rows] == [f"{path}/case1/a.xml", f"{path}/b.XML"]
    assert [row["verdict"] for row in ran.rows] == ["godtatt", "avvist"]
    assert ran.code == 1
    assert f"{path.name}/case1/a.xml" in run_plo("check", str(path)).out
    assert [file.name for file in tmp_path.iterdir()] == ["suite.zip"]


def test_zips_in_a_folder_are_looked_into(tmp_path: Path) -> None:
    """In the order of their names, among the files."""
    packed(tmp_path / "b.zip", ("inne.xml", GOOD))
    (tmp_path / "a.xml").write_bytes(GOOD)
    (tmp_path / "c.xml").write_bytes(GOOD)
    ran = run_plo("check", "--json", str(tmp_path))
    names = [str(row["file"]).removeprefix(f"{tmp_path}/") for row in ran.rows]
    assert (ran.code, names) == (0, ["a.xml", "b.zip/inne.xml", "c.xml"])


def test_a_name_cannot_lead_out_of_the_archive(tmp_path: Path) -> None:
    """Neither on screen nor as a file of --apprec; signs that steer a terminal are not shown."""
    path = packed(
        tmp_path / "x.zip", ("../../../etc/a.xml", GOOD), ("\\\\b\x1b[31m.xml", GOOD), ("/c.xml", GOOD)
    )
    out = tmp_path / "svar"
    ran = run_plo("check", "--json", "--apprec", str(out), str(path))
    assert [str(row["file"]).removeprefix(str(path)) for row in ran.rows] == [
        "/etc/a.xml",
        "/b�[31m.xml",
        "/c.xml",
    ]
    assert len(list(out.iterdir())) == 3
    assert {file.name for file in tmp_path.iterdir()} == {"x.zip", "svar"}


@pytest.mark.parametrize("content", [b"", b"PK\x05\x06", b"ikke en zip" * 100])
def test_what_is_no_zip_gets_a_sentence(tmp_path: Path, content: bytes) -> None:
    """One row for the archive, and the others are still checked."""
    (tmp_path / "a.zip").write_bytes(content)
    (tmp_path / "b.xml").write_bytes(GOOD)
    ran = run_plo("check", "--json", str(tmp_path))
    assert (ran.code, problem(ran), ran.rows[1]["verdict"]) == (1, "file.archive_broken", "godtatt")
    assert "✗ ikke lest" in run_plo("check", str(tmp_path / "a.zip")).out


def test_a_damaged_entry_gets_a_sentence_and_the_next_is_read(tmp_path: Path) -> None:
    """Its bytes are not what its checksum says."""
    path = packed(tmp_path / "a.zip", ("a.xml", GOOD), ("b.xml", GOOD), method=zipfile.ZIP_STORED)
    raw = bytearray(path.read_bytes())
    raw[raw.index(b"<MsgInfo>")] = ord("[")
    path.write_bytes(raw)
    ran = run_plo("check", "--json", str(path))
    assert (problem(ran), ran.rows[1]["verdict"]) == ("file.archive_broken", "godtatt")


def test_what_cannot_be_unpacked_within_bounds_is_not(tmp_path: Path) -> None:
    """Encrypted, packed in a way without a bound, a zip in a zip, and one without messages."""
    inner = packed(tmp_path / "inner", ("a.xml", GOOD)).read_bytes()
    packed(tmp_path / "a.zip", ("inner.zip", inner))
    packed(tmp_path / "b.zip", ("a.xml", GOOD), method=zipfile.ZIP_BZIP2)
    locked = bytearray(packed(tmp_path / "c.zip", ("a.xml", GOOD)).read_bytes())
    struct.pack_into("<H", locked, locked.index(b"PK\x01\x02") + 8, 1)
    (tmp_path / "c.zip").write_bytes(locked)
    packed(tmp_path / "d.zip", ("les.txt", b"x"))
    ran = run_plo("check", "--json", str(tmp_path))
    assert [problem(ran, number) for number in range(4)] == [
        "file.archive_nested",
        "file.archive_method",
        "file.archive_method",
        "file.archive_empty",
    ]


def test_a_bomb_goes_off_in_a_sentence(tmp_path: Path) -> None:
    """Ten megabytes of blanks in ten kilobytes; a message that is merely packed well is read."""
    bomb = GOOD.replace(b"<MsgInfo>", b"<MsgInfo>" + b" " * 10_000_000)
    well = GOOD.replace(b"<MsgInfo>", b"<MsgInfo>" + b" " * 900_000)
    ran = run_plo("check", "--json", str(packed(tmp_path / "a.zip", ("a.xml", bomb), ("b.xml", well))))
    assert problem(ran) == "file.archive_limit"
    assert ran.rows[1]["verdict"] == "godtatt"


def test_an_archive_of_too_much_is_read_up_to_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What came before is checked, and a last row says that the rest was not."""
    monkeypatch.setattr(archive, "MAX_TOTAL_BYTES", 3 * len(GOOD))
    path = packed(tmp_path / "a.zip", *((f"{number}.xml", GOOD) for number in range(9)))
    ran = run_plo("check", "--json", str(path))
    assert [row["verdict"] for row in ran.rows] == ["godtatt"] * 3 + ["avvist"]
    assert problem(ran, 3) == "file.archive_limit"


def test_too_many_entries_are_not_even_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By their number, and by the size of the list before it is read."""
    path = packed(tmp_path / "a.zip", *((f"{number}.xml", b"<a/>") for number in range(200)))
    monkeypatch.setattr(archive, "MAX_ENTRIES", 199)
    assert problem(run_plo("check", "--json", str(path))) == "file.archive_limit"
    monkeypatch.setattr(archive, "MAX_ENTRIES", 200)
    monkeypatch.setattr(archive, "MAX_DIRECTORY_BYTES", 5_000)
    assert problem(run_plo("check", "--json", str(path))) == "file.archive_limit"


def test_one_message_at_a_time(tmp_path: Path) -> None:
    """Asking for the next is what opens it: nothing is read ahead."""
    path = packed(tmp_path / "a.zip", *((f"{number}.xml", GOOD) for number in range(3)))
    for source in sources([str(path)]):
        assert source.content(10**6) == GOOD
        assert source.content(10) == GOOD[:11]
