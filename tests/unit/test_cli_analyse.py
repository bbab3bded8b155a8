"""plo analyse: what is found in an archive of synthetic messages, and what is not."""

import zipfile
from pathlib import Path

import pytest
from archive_messages import EPIKRISE_LATE, TOLD_LATE, UTSKREVET, analysed, archive, named
from builders import apprec_xml

from broker.simulate.parties import HARSTAD, HOSPITAL, TROMSO

FIELDS = [
    "id", "rule", "rule_version", "kind", "state", "direction", "category", "severity", "confidence",
    "kommune", "stay", "messages", "deadline", "detected_at", "text",
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The archive."""
    return archive(tmp_path / "arkiv")


def test_lines_have_exactly_the_fields_of_the_contract(folder: Path) -> None:
    """In that order, one avvik a line, each id once."""
    ran = analysed(folder)
    assert ran.rows
    assert all(list(row) == FIELDS for row in ran.rows)
    assert len({row["id"] for row in ran.rows}) == len(ran.rows)
    assert not {row["state"] for row in ran.rows} & {"trukket"}


def test_what_must_be_found_is_found_and_no_more(folder: Path) -> None:
    """The late one is, with what it rests on; its like that came in time is not."""
    ran = analysed(folder)
    (row,) = named(ran, "R-U02")
    assert row["messages"] == [TOLD_LATE.msg_id]
    assert (row["kind"], row["state"], row["direction"]) == ("samhandling", "levert_sent", "til_UNN")
    assert (row["kommune"], row["category"], row["confidence"]) == (HARSTAD.her, "INNLAGT", "hoy")
    assert row["deadline"] == "2026-02-03T08:00:00+00:00"
    assert row["detected_at"] == "2026-02-03T14:00:00+00:00"
    (late,) = named(ran, "R-U18")
    assert EPIKRISE_LATE.msg_id in str(late["messages"])
    assert not named(ran, "R-U17") and not named(ran, "R-U11")


def test_now_is_the_moment_it_is_seen_from(folder: Path) -> None:
    """Before the limit nothing, after it what is missing, and when it comes late the same avvik as late."""
    before = analysed(folder, now="2026-02-12T23:00:00")
    missing = analysed(folder, now="2026-02-13T12:00:00")
    after = analysed(folder, now="2026-02-14T10:00:00")
    assert not named(before, "R-U17") and not named(before, "R-U18")
    (first,), (then,) = named(missing, "R-U17"), named(after, "R-U18")
    assert (first["state"], then["state"], first["id"]) == ("apen", "levert_sent", then["id"])
    assert "1 melding kom først etter 13. feb. 12.00" in missing.err
    assert "kom først etter" not in after.err


def test_before_the_first_message_there_is_nothing(folder: Path) -> None:
    """No avvik of messages that had not come."""
    ran = analysed(folder, now="2026-02-01")
    assert ran.rows == []
    assert "0 pasienter" in ran.err


@pytest.mark.parametrize("name", ["0-kvittering.xml", "z-kvittering.xml"])
@pytest.mark.parametrize(("status", "found"), [("1", 0), ("2", 1)])
def test_apprecs_are_tied_to_what_they_answer(folder: Path, name: str, status: str, found: int) -> None:
    """A refused LOG_UTSKREVET has not come (rules.md §12.5), whichever of the two is read first."""
    answer = apprec_xml(
        UTSKREVET.msg_id,
        status,
        errors=("X99",) if status == "2" else (),
        sender=TROMSO,
        receiver=HOSPITAL,
        gen_date="2026-02-05T13:06:00",
    )
    (folder / name).write_bytes(answer)
    assert len(named(analysed(folder), "R-U11")) == found


def test_a_zip_is_the_same_archive(folder: Path) -> None:
    """The same lines, in the same order."""
    packed = folder.with_suffix(".zip")
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        for path in sorted(folder.rglob("*.xml"), reverse=True):
            made.write(path, path.relative_to(folder))
    assert analysed(packed).out == analysed(folder).out


def test_a_message_twice_counts_once(folder: Path) -> None:
    """Under another name, it is the same message."""
    once = analysed(folder).out
    (folder / "igjen.xml").write_bytes(TOLD_LATE.xml)
    again = analysed(folder)
    assert again.out == once
    assert "9 meldinger: 0 avvist, 1 gjentatt." in again.err


def test_when_it_came_counts_where_that_is_known(folder: Path, tmp_path: Path) -> None:
    """A message sent in time but 30 h under way came too late (rules.md §12.2)."""
    name = "god/god-innlagt.xml"
    assert (folder / name).exists()
    csv = tmp_path / "mottatt.csv"
    csv.write_text(f"file,received_at\n{name},2026-02-03T15:42:00\nborte.xml,2026-02-03\n", encoding="utf-8")
    assert len(named(analysed(folder), "R-U02")) == 1
    ran = analysed(folder, "--received", str(csv))
    rows = named(ran, "R-U02")
    assert {row["kommune"] for row in rows} == {TROMSO.her, HARSTAD.her}
    assert "2026-02-03T14:42:00+00:00" in {row["detected_at"] for row in rows}
    assert "1 linje i --received gjelder filer som ikke er i arkivet." in ran.err


def test_when_the_messages_of_a_zip_came(folder: Path, tmp_path: Path) -> None:
    """Read in order of receipt, which is not theirs in the zip: the same is found as in the folder."""
    names = sorted(str(path.relative_to(folder)) for path in folder.rglob("*.xml"))
    lines = [f"{name},2026-02-20T{23 - number:02}:00" for number, name in enumerate(names)]
    (csv := tmp_path / "mottatt.csv").write_text("\n".join(["file,received_at", *lines]), encoding="utf-8")
    with zipfile.ZipFile(zipped := tmp_path / "arkiv.zip", "w") as opened:
        for name in names:
            opened.write(folder / name, name)
    given = ("--received", str(csv))
    expected, found = (analysed(place, *given, now="2026-03-01") for place in (folder, zipped))
    assert expected.rows and found.rows == expected.rows
    assert found.err == expected.err
