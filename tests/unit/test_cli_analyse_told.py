"""plo analyse: what it tells besides the avvik, what it leaves behind, and how it is used wrongly."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from signal import SIGTERM
from uuid import uuid4

import pytest
from archive_messages import GOOD, NOW, TOLD_LATE, UTSKREVET, analysed, archive, named
from cli_runner import run_plo
from lxml import html
from thin_stay import Stay

from broker.simulate.head import Party
from broker.simulate.people import person


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The archive."""
    return archive(tmp_path / "arkiv")


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files are put."""
    made = tmp_path / "midlertidig"
    made.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(made))
    return made


def test_refused_messages_are_counted_by_their_code(folder: Path) -> None:
    """What is no message, and what breaks the schema; the rest is analysed all the same."""
    before = len(named(analysed(folder), "R-U02"))
    (folder / "a.xml").write_bytes(b"<a>")
    broken = UTSKREVET.xml.replace(b"MIGversion", b"Migversjon")
    (folder / "b.xml").write_bytes(broken.replace(UTSKREVET.msg_id.encode(), str(uuid4()).encode()))
    ran = analysed(folder)
    assert "10 meldinger: 2 avvist, 0 gjentatt." in ran.err
    assert "avvist xml.not_well_formed: 1" in ran.err
    assert "avvist xsd." in ran.err
    assert len(named(ran, "R-U02")) == before


def test_people_get_tables(folder: Path) -> None:
    """What was found by rule, kommune and cause, and what the figures are."""
    env = {"PLO_HOME": str(folder.parent / "hjem")}
    ran = run_plo("analyse", str(folder), "--now", NOW, env=env)
    lines = [" ".join(line.split()) for line in ran.out.splitlines()]
    assert ran.code == 0
    assert "R-U02 Sen melding om innlagt pasient 1" in lines
    assert any(line.startswith("Harstad ") for line in lines)
    assert "Mangelfull/manglende melding om innlagt pasient 1 0 0" in lines
    assert "2 pasienter, 2 opphold." in lines[-2]
    assert "automatisk avdekket" in lines[-1]


def test_test_messages_only_when_asked_for(tmp_path: Path) -> None:
    """They raise nothing, unless they are to count as real ones."""
    folder = tmp_path / "arkiv"
    folder.mkdir()
    marked = b'<ProcessingStatus V="T" DN="Test"/></MsgInfo>'
    xml = TOLD_LATE.xml.replace(b"</MsgId>", b"</MsgId>" + marked.removesuffix(b"</MsgInfo>"))
    (folder / "a.xml").write_bytes(xml)
    refused = UTSKREVET.xml.replace(b"MIGversion", b"Migversjon")
    (folder / "b.xml").write_bytes(
        refused.replace(b"</MsgId>", b"</MsgId>" + marked.removesuffix(b"</MsgInfo>"))
    )
    assert analysed(folder).rows == []
    ran = analysed(folder, "--med-testmeldinger")
    assert (len(named(ran, "R-U02")), len(named(ran, "R-T04", about=UTSKREVET.msg_id))) == (1, 1)


def test_the_report_has_the_figures_of_the_lines(folder: Path, tmp_path: Path) -> None:
    """As many samhandlingsavvik as there are lines of that kind, and no patient."""
    path = tmp_path / "rapport.html"
    rows = analysed(folder, "--html", str(path)).rows
    page = path.read_text(encoding="utf-8")
    count = sum(row["kind"] == "samhandling" for row in rows)
    first = html.fromstring(page).find_class("figures")[0][0]
    assert first.findtext("b") == str(count)
    for row in rows:
        assert str(row["stay"]) not in page and str(row["id"]) not in page
    assert GOOD.patient.idents[0][1] not in page and GOOD.patient.family not in page


def test_nothing_is_left_behind(folder: Path, temporary: Path) -> None:
    """Neither when it went well nor when it could not be done, here for want of schemas."""
    analysed(folder)
    assert list(temporary.iterdir()) == []
    ran = run_plo("analyse", str(folder), env={"PLO_HOME": str(folder), "PLO_XSD_DIR": str(temporary)})
    assert ran.code != 0
    assert list(temporary.iterdir()) == []


def test_nothing_is_left_behind_when_it_is_ended(folder: Path, temporary: Path) -> None:
    """From outside, in the middle of the work."""
    env = {**os.environ, "TMPDIR": str(temporary), "PLO_HOME": str(folder), "PYTHONPATH": ":".join(sys.path)}
    code = "from broker.cli import main; main()"
    with subprocess.Popen([sys.executable, "-c", code, "analyse", str(folder)], env=env) as started:
        while started.poll() is None and not list(temporary.iterdir()):
            time.sleep(0.01)
        started.terminate()
        assert started.wait(60) != -SIGTERM
    assert list(temporary.iterdir()) == []


def test_unknown_parties_are_named(folder: Path) -> None:
    """No rules run for them, and that is said."""
    stranger = Party("Ukjent kommune", "81234567")
    stay = Stay("ukjent", person(13), stranger, "2026-02-02T09:00:00", "2026-02-05T13:00:00")
    (folder / "ukjent.xml").write_bytes(stay.melding_innlagt("2026-02-04T09:00:00").xml)
    ran = analysed(folder)
    assert "ingen regler kjøres for: 81234567." in ran.err
    assert len(named(ran, "R-U02")) == 1


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("--now", "i går"), "--now i går kan ikke leses."),
        (("--now", "0001-01-01"), "--now 0001-01-01 kan ikke leses."),
        (("--received", "{}/borte.csv"), "filen finnes ikke."),
        (("--agreement", "{}/borte.toml"), "filen finnes ikke eller kan ikke leses"),
        (("--agreement", "{}/feil.toml"), "feil.toml:1: "),
        (("--html", "{}/borte/rapport.html"), "Kan ikke skrive "),
    ],
)
def test_what_is_used_wrongly(folder: Path, tmp_path: Path, more: tuple[str, str], told: str) -> None:
    """Exit code 2 and a sentence, before anything is read."""
    (tmp_path / "feil.toml").write_text("produksjon = 7\n", encoding="utf-8")
    ran = run_plo("analyse", str(folder), more[0], more[1].format(tmp_path))
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err


def test_an_archive_of_nothing_is_a_mistake(tmp_path: Path) -> None:
    """Not "all is well"."""
    ran = run_plo("analyse", str(tmp_path), "--json")
    assert (ran.code, ran.out) == (2, "")
    assert "Fant ingen .xml-filer" in ran.err
