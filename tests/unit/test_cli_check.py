"""plo check: what would be answered, for people and for programs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from cli_runner import EXAMPLES, run_plo

from adapters.xml.explain import MOST

INNLAGT = "Pasientlogistikk_Innlagt_pasient_v1-6_Ny.xml"
RAPPORT = "Utskrivningsrapport_v1-6_Ny.xml"
PLO_16 = b"http://www.kith.no/xmlstds/po/Pasientlogistikk/2012-04-01"
PLO_20 = b"http://ehelse.no/xmlstds/po/Pasientlogistikk/2016-05-30"
CANARY = "KANARIFUGL"


def example(name: str) -> bytes:
    """An official example, by its file name."""
    return next(EXAMPLES.rglob(name)).read_bytes()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One message that is accepted, and three that are not."""
    (tmp_path / "under").mkdir()
    (tmp_path / "under" / "a-god.xml").write_bytes(example(INNLAGT))
    broken = example(RAPPORT).replace(b'<Forsendelsesstatus V="N" DN="Ny"/>', b"")
    (tmp_path / "b-mangler.xml").write_bytes(broken)
    (tmp_path / "c-trasig.xml").write_bytes(f"<a>{CANARY}<b></a>".encode())
    (tmp_path / "d-plo20.xml").write_bytes(example(INNLAGT).replace(PLO_16, PLO_20))
    (tmp_path / "notat.txt").write_text("ikke en melding")
    return tmp_path


def test_json_is_one_object_per_file_in_order(folder: Path) -> None:
    """The contract of --json: these fields, sorted by file, .xml only, also below."""
    ran = run_plo("check", "--json", str(folder))
    assert ran.code == 1
    names = [Path(str(row["file"])).name for row in ran.rows]
    assert names == ["b-mangler.xml", "c-trasig.xml", "d-plo20.xml", "a-god.xml"]
    for row in ran.rows:
        assert list(row) == ["file", "verdict", "type", "version", "msg_id", "apprec", "problems"]


def test_accepted_message_gets_a_positive_apprec_whoever_it_is_to(folder: Path) -> None:
    """The example is to a party we do not answer for; a vendor still sees what an own one would say."""
    ran = run_plo("check", "--json", str(folder / "under"))
    assert ran.code == 0
    (row,) = ran.rows
    assert (row["verdict"], row["type"], row["version"]) == ("godtatt", "LOG_INNLAGT", "1.6")
    assert row["apprec"] == {"status": "1", "errors": []}
    assert row["problems"] == []


def test_schema_problem_says_where_and_what(folder: Path) -> None:
    """A missing element: a code that begins with xsd, path, line, what was expected, T02 in the AppRec."""
    (row,) = run_plo("check", "--json", str(folder / "b-mangler.xml")).rows
    assert row["verdict"] == "avvist"
    problems, apprec = row["problems"], row["apprec"]
    assert isinstance(problems, list) and isinstance(apprec, dict)
    assert list(problems[0]) == ["code", "path", "line", "found", "expected", "text"]
    assert problems[0]["code"].startswith("xsd")
    assert problems[0]["path"].endswith("po:InformasjonOmForsendelsen")
    assert problems[0]["line"] > 1
    assert problems[0]["expected"] == "po:Forsendelsesstatus"
    assert problems[0]["found"] == "slutten av po:InformasjonOmForsendelsen"
    assert apprec["status"] == "2"
    said = f"{problems[0]['text']} ({problems[0]['path']}, linje {problems[0]['line']})"
    assert apprec["errors"][0] == {"code": "T02", "text": said}


def test_what_nobody_can_answer_has_no_apprec(folder: Path) -> None:
    """Bytes that are no XML, and an AppRec itself, get none."""
    (broken,) = run_plo("check", "--json", str(folder / "c-trasig.xml")).rows
    assert (broken["verdict"], broken["apprec"], broken["msg_id"]) == ("avvist", None, "")


def test_type_that_is_not_read_is_refused_by_name(folder: Path) -> None:
    """PLO 2.0 is recognised, and refused with T10."""
    (row,) = run_plo("check", "--json", str(folder / "d-plo20.xml")).rows
    assert (row["type"], row["version"]) == ("LOG_INNLAGT", "2.0")
    assert isinstance(row["apprec"], dict)
    assert row["apprec"]["errors"][0]["code"] == "T10"


def test_people_get_the_answer_first_and_a_count_last(folder: Path) -> None:
    """Sign and word per file, the problem under it, and how many; names without the folder they share."""
    ran = run_plo("check", str(folder))
    lines = ran.out.splitlines()
    assert lines[0].split() == ["fil", "type", "utfall"]
    assert any("under/a-god.xml" in line and "✓ godtatt" in line for line in lines)
    assert any("b-mangler.xml" in line and "✗ avvist  T02" in line for line in lines)
    assert any(line.startswith("   linje ") and "po:InformasjonOmForsendelsen" in line for line in lines)
    assert any(line.strip().startswith("Fant: slutten av po:Informasjon") for line in lines)
    assert any(line.endswith("(xsd.missing)") for line in lines)
    assert "4 filer: 1 godtatt, 3 avvist." in lines[-1]
    assert max(map(len, lines)) <= 100


def test_what_is_no_xml_says_what_was_found(tmp_path: Path) -> None:
    """Where the sentence does not say it."""
    (tmp_path / "a.xml").write_bytes(example(INNLAGT).decode().encode("latin-1"))
    (tmp_path / "b.xml").write_bytes(b"<!DOCTYPE a><a/>")
    told = " ".join(run_plo("check", str(tmp_path)).out.split())
    assert "Fant: bytes som ikke er tegn i filens tegnsett." in told
    assert told.count("Fant:") == 1


def test_no_value_from_a_message_is_shown(folder: Path) -> None:
    """Neither to people nor to programs."""
    assert CANARY not in run_plo("check", str(folder)).out
    assert CANARY not in run_plo("check", "--json", str(folder)).out


def test_standard_input() -> None:
    """`-` is standard input."""
    (row,) = run_plo("check", "--json", "-", stdin=example(INNLAGT)).rows
    assert (row["file"], row["verdict"]) == ("-", "godtatt")


def test_a_check_of_nothing_is_a_mistake(tmp_path: Path) -> None:
    """A file that is not there, and a folder without messages, are usage errors: not "all is well"."""
    missing = run_plo("check", str(tmp_path / "nei.xml"))
    empty = run_plo("check", str(tmp_path))
    assert (missing.code, empty.code) == (2, 2)
    assert "Fant ikke" in missing.err
    assert "Fant ingen .xml-filer" in empty.err


def test_other_schemas_may_be_pointed_to(folder: Path) -> None:
    """PLO_XSD_DIR with the official schemas gives the same verdicts."""
    official = {"PLO_XSD_DIR": str(EXAMPLES.parent / "xsd")}
    ours = run_plo("check", "--json", str(folder)).rows
    theirs = run_plo("check", "--json", str(folder), env=official).rows
    assert [row["verdict"] for row in ours] == [row["verdict"] for row in theirs]


def test_one_file_shows_all_and_several_show_the_first(tmp_path: Path) -> None:
    """A table of many files stays a table; --json has every problem, up to 50."""
    stay = b"<OpplysningOpphold>"
    for name in ("a.xml", "b.xml"):
        (tmp_path / name).write_bytes(example(RAPPORT).replace(stay, b"<OpplysningOpphold/>" * 90 + stay))
    (row,) = run_plo("check", "--json", str(tmp_path / "a.xml")).rows
    assert isinstance(row["problems"], list) and len(row["problems"]) == MOST
    assert run_plo("check", str(tmp_path / "a.xml")).out.count("   linje ") == MOST
    both = run_plo("check", str(tmp_path)).out
    assert both.count("   linje ") == 20 and f"… og {MOST - 10} feil til. Alle: --json" in both


def test_odd_entries_of_a_folder(tmp_path: Path) -> None:
    """A folder whose name ends in .xml is looked into; a link to nothing is passed over, or a mistake."""
    (tmp_path / "a.xml").mkdir()
    (tmp_path / "a.xml" / "b.xml").write_bytes(example(INNLAGT))
    (tmp_path / "borte.xml").symlink_to(tmp_path / "finnes-ikke.xml")
    assert "1 fil: 1 godtatt" in run_plo("check", str(tmp_path)).out
    assert run_plo("check", str(tmp_path / "borte.xml")).code == 2


@pytest.mark.parametrize("command", ["check", "send"])
def test_what_may_have_no_end(tmp_path: Path, command: str) -> None:
    """A pipe or a device is not waited for; inside a folder it is passed over."""
    os.mkfifo(tmp_path / "kanal.xml")
    env = {"PLO_KEY": "plo_x", "PLO_HOME": str(tmp_path)}
    for place in (str(tmp_path / "kanal.xml"), "/dev/zero"):
        ran = run_plo(command, place, env=env)
        assert (ran.code, ran.err.split("\n")[0]) == (2, f"{place} er ingen fil eller mappe.")
    (tmp_path / "a.xml").write_bytes(example(INNLAGT))
    if command == "check":
        assert "1 fil: 1 godtatt" in run_plo("check", str(tmp_path)).out


def test_links_that_lead_round(tmp_path: Path) -> None:
    """A link to itself is nowhere; a link to the folder it lies in is not followed for ever."""
    (tmp_path / "rundt.xml").symlink_to(tmp_path / "rundt.xml")
    (tmp_path / "opp").symlink_to(tmp_path)
    assert run_plo("check", str(tmp_path / "rundt.xml")).err.startswith("Fant ikke")
    (tmp_path / "a.xml").write_bytes(example(INNLAGT))
    assert "1 fil: 1 godtatt" in run_plo("check", str(tmp_path)).out


def test_what_we_may_not_read(tmp_path: Path) -> None:
    """Told in words, each by what it is, and the others are read; by a process without root's rights."""
    closed = tmp_path / "arkiv" / "lukket"
    closed.mkdir(parents=True)
    for path in (closed / "a.xml", closed.parent / "b.xml", closed.parent / "c.xml"):
        path.write_bytes(example(INNLAGT))
    for path in (closed, closed.parent / "b.xml"):
        path.chmod(0)
    whole, inside = (unprivileged("check", str(path)) for path in (closed.parent, closed / "a.xml"))
    closed.chmod(0o700)
    assert whole.returncode == 1 and "3 filer: 1 godtatt, 2 avvist" in whole.stdout
    assert "Mappen kan ikke leses." in whole.stdout and "Filen kan ikke leses." in whole.stdout
    assert inside.returncode == 2 and inside.stderr.startswith("Fant ikke")


def unprivileged(*argv: str) -> subprocess.CompletedProcess[str]:
    """plo in a process that file rights hold for, whoever runs the tests."""
    drop = ("setpriv", "--bounding-set=-dac_override,-dac_read_search") if os.geteuid() == 0 else ()
    run = (sys.executable, "-c", "from broker.cli import main; main()", *argv)
    return subprocess.run((*drop, *run), capture_output=True, text=True, timeout=60)
